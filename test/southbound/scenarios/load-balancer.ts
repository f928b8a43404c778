/** The load balancer plugin. */

import assert from "node:assert/strict";
import { CliInband } from "vpp-binapi-ts/api";
import { cnat, port, service } from "../cnat-configuration.js";
import * as a from "../configurations.js";
import { assertContains } from "../contains.js";
import { isReadBack } from "../is-read-back.js";
import type { Scenarios } from "../scenario.js";

export const loadBalancerScenarios: Scenarios = {
  "virtual addresses of the load balancer and their servers are read back": (bed) =>
    isReadBack(bed, {
      ...a.interfaces(a.loopback("loop0", a.addresses("192.0.2.1/24"))),
      ...a.loadBalancer({
        global: { "ipv4-source-address": "192.0.2.1", "flow-timeout": 60 },
        vip: [
          a.vip("203.0.113.0/24", "any", 0, { encapsulation: "gre4" }, "192.0.2.11", "192.0.2.12"),
          a.vip(
            "203.0.114.1/32",
            "tcp",
            80,
            { encapsulation: "gre6", "new-flows-table-length": 4096, "source-ip-sticky": true },
            "2001:db8::11",
          ),
          a.vip("203.0.115.1/32", "udp", 53, { encapsulation: "l3dsr", dscp: 7 }, "192.0.2.13"),
          a.vip("203.0.116.1/32", "udp", 53, { encapsulation: "nat4", "target-port": 53 }, "192.0.2.14", "192.0.2.15"),
          a.vip("2001:db8:80::1/128", "udp", 53, { encapsulation: "nat6", "target-port": 53 }, "2001:db8::12"),
          a.vip("2001:db8:81::/64", "any", 0, { encapsulation: "gre4" }, "192.0.2.16"),
        ],
        "nat-interface": [{ interface: "loop0", "address-family": "ipv4" }],
      }),
    }),

  "a server is at no address that is a virtual one, whichever comes first": async (bed) => {
    const because = { tag: "operation-not-supported", message: /send the first packet to it round/ };
    for (const [prefix, held, beside, encapsulation] of [
      ["203.0.113.0/24", "203.0.113.9", "203.0.112.9", "gre4"],
      ["2001:db8:80::/64", "2001:db8:80::9", "2001:db8:81::9", "gre6"],
    ] as const) {
      const first = (server: string) => a.vip(prefix, "any", 0, { encapsulation }, server);
      const other = (...served: readonly string[]) => a.vip("198.51.100.1/32", "udp", 53, { encapsulation }, ...served);
      await assert.rejects(bed.configure(a.loadBalancer({ vip: [first(held)] })), because);
      await bed.configure(a.loadBalancer({ vip: [first(beside)] }));
      await assert.rejects(bed.configure(a.loadBalancer({ vip: [first(held)] })), because);
      await assert.rejects(bed.configure(a.loadBalancer({ vip: [first(beside), other(held)] })), because);
      await bed.configure(a.loadBalancer({ vip: [other(held)] }));
      await assert.rejects(bed.configure(a.loadBalancer({ vip: [first(beside), other(held)] })), because);
      await bed.configure({});
    }
  },

  "a server is at no virtual address of cnat, which may lead back, whichever comes first": async (bed) => {
    const because = { tag: "operation-not-supported", message: /203\.0\.113\.9 of cnat/ };
    const served = (server: string) =>
      a.loadBalancer({
        vip: [a.vip("198.51.100.1/32", "udp", 53, { encapsulation: "nat4", "target-port": 53 }, server)],
      });
    const translated = cnat({
      "virtual-address": [service("203.0.113.9", port("udp", 53, {}, "198.51.100.1:53"))],
    });
    await assert.rejects(bed.configure({ ...served("203.0.113.9"), ...translated }), because);
    await bed.configure({ ...served("203.0.113.8"), ...translated });
    await assert.rejects(bed.configure({ ...served("203.0.113.9"), ...translated }), because);
    await bed.configure(served("203.0.113.9"));
    await assert.rejects(bed.configure({ ...served("203.0.113.9"), ...translated }), because);
    await bed.configure({});
  },

  "the settings of the load balancer change in place": async (bed) => {
    const settings = (global: a.Member) => a.loadBalancer({ global });
    await isReadBack(bed, settings({ "ipv6-source-address": "2001:db8::1", "sticky-buckets-per-core": 2048 }));
    await isReadBack(bed, settings({ "ipv4-source-address": "192.0.2.1", "flow-timeout": 50 }));
    await isReadBack(bed, settings({}));
  },

  "what this VPP does wrongly is refused with the leaf and the reason": async (bed) => {
    const vips = (member: a.Member, protocol = "tcp") =>
      a.loadBalancer({ vip: [a.vip("203.0.113.1/32", protocol, 80, { encapsulation: "nat4", ...member })] });
    await assert.rejects(
      bed.configure(vips({})),
      (error: { tag: string; details: { path: string }; message: string }) => {
        assert.equal(error.tag, "operation-not-supported");
        assert.match(error.details.path, /vip\[.*\]\/encapsulation$/);
        assert.match(error.message, /drops TCP under nat4/);
        return true;
      },
    );
    await assert.rejects(bed.configure(vips({ "target-port": 8080 }, "udp")), /target-port differs/);
    await assert.rejects(
      bed.configure(vips({ "service-type": "node-port", "node-port": 30080 })),
      /node-port is refused/,
    );
  },

  "a server of another family than its encapsulation is refused before VPP hears of it": async (bed) => {
    for (const [encapsulation, server] of [
      ["gre4", "2001:db8::11"],
      ["l3dsr", "2001:db8::11"],
      ["gre6", "192.0.2.11"],
    ] as const) {
      const vip = a.vip("203.0.113.1/32", "udp", 53, { encapsulation }, server);
      await assert.rejects(bed.configure(a.loadBalancer({ vip: [vip] })), /of the family that the encapsulation names/);
    }
  },

  "a server and port behind two virtual addresses that translate is refused, since VPP would die of it": async (
    bed,
  ) => {
    const vip = (number: number, encapsulation: string, ...addresses: readonly string[]) =>
      a.vip(`203.0.113.${number}/32`, "udp", 53, { encapsulation }, ...addresses);
    const both = (...vips: readonly object[]) => a.loadBalancer({ vip: vips });
    const refusal = { tag: "operation-not-supported", message: /192\.0\.2\.31 53 is behind .*203\.0\.113\.\d.* too/ };
    await assert.rejects(bed.configure(both(vip(1, "nat4", "192.0.2.31"), vip(2, "nat4", "192.0.2.31"))), refusal);
    await isReadBack(bed, both(vip(3, "nat4", "192.0.2.32"), vip(4, "gre4", "192.0.2.32")));
    await assert.rejects(
      bed.configure(both(vip(3, "nat4", "192.0.2.32"), vip(5, "nat4", "192.0.2.33", "192.0.2.32"))),
      /192\.0\.2\.32 53 is behind/,
    );
  },

  "a server moves between virtual addresses that translate, at once or later, and back when that is undone": async (
    bed,
  ) => {
    const before = translating(["192.0.2.31", "192.0.2.32"], ["192.0.2.33"]);
    await isReadBack(bed, before);
    const after = translating(["192.0.2.32"], ["192.0.2.31", "192.0.2.33"]);
    await (await bed.applyToVppOnly(after)).revert();
    assert.deepEqual(await bed.restartServer(), []);
    await isReadBack(bed, after);
    await isReadBack(bed, translating(["192.0.2.32"], []));
    await isReadBack(bed, translating(["192.0.2.31", "192.0.2.32"], []));
    assert.deepEqual(await bed.restartServer(), []);
    await isReadBack(bed, translating([], ["192.0.2.31", "192.0.2.32"]));
    assert.deepEqual(await bed.restartServer(), []);
  },
};

/** Virtual addresses that translate, each with its servers. */
function translating(...addresses: readonly (readonly string[])[]) {
  const vip = addresses.map((servers, at) =>
    a.vip(`203.0.113.${at + 1}/32`, "udp", 53, { encapsulation: "nat4" }, ...servers),
  );
  return a.loadBalancer({ vip });
}

/** Counters stand in what VPP's own command line says, which the simulator has other words for. */
export const loadBalancerScenariosOfRealVpp: Scenarios = {
  "a virtual address that VPP may still collect from keeps no server that is behind another": async (bed) => {
    const vpp = await bed.asOther();
    const first = translating(["192.0.2.31", "192.0.2.32"], ["192.0.2.33"]);
    const second = translating(["192.0.2.32"], ["192.0.2.33", "192.0.2.31"]);
    const third = translating(["192.0.2.32", "192.0.2.33"], []);
    for (const configuration of [first, second, third, second, first, translating([], []), second]) {
      await bed.configure(configuration);
      await (await bed.applyToVppOnly(first)).revert();
      const { reply } = await vpp.call(CliInband, { cmd: "show lb vips verbose" });
      assert.deepEqual(keptAndUsed(reply), []);
    }
  },

  "packets of virtual addresses and the shares of their servers are shown": async (bed) => {
    await bed.configure(
      a.loadBalancer({
        vip: [
          a.vip("203.0.113.0/24", "any", 0, { encapsulation: "gre4" }, "192.0.2.11", "192.0.2.12"),
          a.vip("2001:db8:80::1/128", "udp", 53, { encapsulation: "nat6", "target-port": 53 }, "2001:db8::12"),
        ],
      }),
    );
    const none = ["known-flow", "new-flow", "untracked", "no-server"].map((name) => [`${name}-packets`, "0"]);
    const shares = (buckets: number, ...addresses: readonly string[]) => ({
      statistics: Object.fromEntries(none),
      "application-server": addresses.map((address) => ({ address, "in-use": true, buckets, flows: 0 })),
    });
    assertContains(
      await bed.southbound.read({}),
      a.loadBalancer({
        vip: [
          { prefix: "203.0.113.0/24", protocol: "any", port: 0, ...shares(512, "192.0.2.11", "192.0.2.12") },
          { prefix: "2001:db8:80::1/128", protocol: "udp", port: 53, ...shares(1024, "2001:db8::12") },
        ],
      }),
    );
  },
};

/** Servers that one virtual address keeps and another has, both of which are there. */
function keptAndUsed(shown: string): readonly string[] {
  const there = shown.split(/^ (?=ip[46]-)/m).filter((vip) => !/^\S+ \[\d+\] \S+ removed/.test(vip));
  const serversIn = (state: string) =>
    there.flatMap((vip) =>
      [...vip.matchAll(new RegExp(`^ +(\\S+) \\d+ buckets .* ${state}$`, "gm"))].map(([, ip]) => ip),
    );
  const used = serversIn("used");
  assert.ok(there.length > 1, shown);
  return serversIn("removed").filter((ip): ip is string => used.includes(ip));
}
