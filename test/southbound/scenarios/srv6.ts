/** Segment routing over IPv6: local segments, policies, steering. */

import assert from "node:assert/strict";
import { CliInband } from "vpp-binapi-ts/api";
import type { Configuration } from "../../translators/test-bed.js";
import * as a from "../configurations.js";
import { isReadBack } from "../is-read-back.js";
import type { Scenarios } from "../scenario.js";
import { eventually } from "../send-packets.js";

const ground = {
  ...a.vrfs(a.vrf("red", 10)),
  ...a.interfaces(
    a.loopback("loop0", a.addresses("192.0.2.1/24", "2001:db8::1/64")),
    a.loopback("loop1", { enabled: true }),
  ),
};

function srv6(members: a.Member): Configuration {
  return { ...ground, "sweetcomb-srv6:srv6": members };
}

const localSid = (last: string, behavior: string, more: a.Member = {}) => ({
  sid: `fc00:a::${last}`,
  behavior,
  ...more,
});

const list = (index: number, weight: number, ...segment: readonly string[]) => ({ index, weight, segment });

const policy = (last: string, more: a.Member, ...lists: readonly a.Member[]) => ({
  "binding-sid": `fc00:b::${last}`,
  ...more,
  "segment-list": lists,
});

/** Makes a loopback anew. */
const mac = (name: string) => ({ "sweetcomb-interfaces:mac-address": `02:00:00:00:0a:0${name.slice(-1)}` });

const over = (address: string) => ({ "outgoing-interface": "loop0", "next-hop-address": address });

export const srv6Scenarios: Scenarios = {
  "segments of mobile networks are read back for every behaviour, beside others, and made anew": async (bed) => {
    const red = {
      "sweetcomb-routing:vrfs": { vrf: [{ name: "red", ipv4: { "table-id": 10 }, ipv6: { "table-id": 10 } }] },
    };
    const mobile = (drop: boolean, ...more: readonly a.Member[]) => ({
      ...srv6({
        "local-sid": [localSid("1", "end", { psp: true })],
        "mobile-local-sid": [
          { prefix: "fc00:1::/48", behavior: "end-m-gtp4-e", "ipv4-source-position": 64, vrf: "red" },
          { prefix: "fc00:3::/64", behavior: "end-m-gtp6-d", "segment-prefix": "fc00:9::/64", "drop-in": drop },
          { prefix: "fc00:4::/64", behavior: "end-m-gtp6-d-di", "segment-prefix": "fc00:9::/64", vrf: "red" },
          ...more,
        ],
      }),
      ...red,
    });
    const source = { prefix: "fc00:5::/56", behavior: "end-m-gtp4-e", "ipv4-source-address": "192.0.2.1" };
    await isReadBack(bed, mobile(true, source));
    assert.deepEqual(await bed.restartServer(), []);
    await isReadBack(bed, mobile(false, { prefix: "fc00:2::/48", behavior: "end-m-gtp6-e", vrf: "red" }));
    const moved = {
      "sweetcomb-routing:vrfs": { vrf: [{ name: "red", ipv4: { "table-id": 11 }, ipv6: { "table-id": 11 } }] },
    };
    await isReadBack(bed, { ...mobile(false), ...moved });
    await bed.configure(ground);
    const read = (await bed.southbound.read({}))["sweetcomb-srv6:srv6"] as a.Member | undefined;
    assert.equal(read?.["mobile-local-sid"], undefined);
  },

  "segments of mobile networks without room for the tunnel, or in a VRF with two numbers, are refused": async (bed) => {
    const refused = (reason: RegExp, sid: a.Member, more: a.Member = {}) =>
      assert.rejects(
        bed.configure({ ...srv6({ "mobile-local-sid": [{ prefix: "fc00:1::/48", ...sid }] }), ...more }),
        reason,
      );
    const gtp4 = { behavior: "end-m-gtp4-e", "ipv4-source-position": 64 };
    await refused(/56 bits/, { ...gtp4, prefix: "fc00:1::/64" });
    await refused(/88 bits/, { behavior: "end-m-gtp6-d", "segment-prefix": "fc00:9::/96" });
    await refused(/needs a segment-prefix/, { behavior: "end-m-gtp6-d-di" });
    await refused(/needs an ipv4-source-address/, { behavior: "end-m-gtp4-e" });
    await refused(/stands in the packet/, { ...gtp4, "ipv4-source-address": "192.0.2.1" });
    const vrf = [{ name: "red", ipv4: { "table-id": 10 }, ipv6: { "table-id": 20 } }];
    await refused(/two/, { ...gtp4, vrf: "red" }, { "sweetcomb-routing:vrfs": { vrf } });
  },

  "local segments of every behaviour are read back and made anew": async (bed) => {
    const sids = (vrf: string) =>
      srv6({
        "local-sid": [
          localSid("1", "end", { psp: true }),
          localSid("2", "end-x", { ...over("2001:db8::2"), psp: false }),
          localSid("3", "end-t", { "lookup-vrf": vrf }),
          localSid("4", "end-dx2", { "outgoing-interface": "loop1" }),
          localSid("5", "end-dx4", over("192.0.2.2")),
          localSid("6", "end-dx6", over("2001:db8::2")),
          localSid("7", "end-dt4", { "lookup-vrf": vrf }),
          localSid("8", "end-dt6", { "lookup-vrf": vrf, vrf: "red" }),
          { sid: "fc00:c1::", behavior: "un" },
          {
            sid: "fc00:c2::",
            behavior: "un-flexible",
            lengths: { "locator-block": 32, "locator-node": 16, function: 0 },
          },
          { sid: "fc00:c3::", behavior: "ua", ...over("2001:db8::2") },
        ],
      });
    await isReadBack(bed, sids("red"));
    assert.deepEqual(await bed.restartServer(), []);
    await isReadBack(bed, sids("default"));
    await isReadBack(bed, srv6({ "local-sid": [localSid("1", "end-dt4", { "lookup-vrf": "red" })] }));
  },

  "policies share or spray among their segment lists, and take what is steered along": async (bed) => {
    const steered = {
      steering: {
        prefix: [
          { vrf: "default", prefix: "198.51.100.0/24", policy: "fc00:b::1" },
          { vrf: "red", prefix: "2001:db8:1::/48", policy: "fc00:b::3" },
        ],
        interface: [{ interface: "loop1", policy: "fc00:b::1" }],
      },
    };
    const policies = (weight: number, source: string) => ({
      encapsulation: { "source-address": source, "hop-limit": 33 },
      policy: [
        policy("1", {}, list(0, weight, "fc00:1::1", "fc00:2::1"), list(1, 2, "fc00:3::1")),
        policy(
          "2",
          { type: "spray", "source-address": "2001:db8::77" },
          list(0, 1, "fc00:1::1"),
          list(1, 1, "fc00:2::1"),
        ),
        policy("3", { mode: "insert", vrf: "red" }, list(0, 1, "fc00:1::1")),
      ],
    });
    await isReadBack(bed, srv6({ ...policies(1, "2001:db8::1"), ...steered }));
    assert.deepEqual(await bed.restartServer(), []);
    await isReadBack(bed, srv6({ ...policies(5, "2001:db8::1"), ...steered }));
    await isReadBack(bed, srv6({ ...policies(5, "2001:db8::9"), ...steered }));
    await isReadBack(bed, srv6(policies(5, "2001:db8::9")));
  },

  "segments of appliances for packets of each family and for frames are read back, change, and move along": async (
    bed,
  ) => {
    const proxies = (nextHop: string, ...more: readonly a.Member[]) => ({
      ...a.vrfs(a.vrf("red", 10)),
      ...a.interfaces(
        a.loopback("loop0", a.addresses("192.0.2.1/24", "2001:db8::1/64")),
        ...["loop1", "loop2", "loop3"].map((name) => a.loopback(name, more.length > 0 ? {} : mac(name))),
      ),
      "sweetcomb-srv6:srv6": {
        "local-sid": [
          localSid("1", "end-ad", { ...over(nextHop), "incoming-interface": "loop1" }),
          localSid("2", "end-ad", { ...over("2001:db8::7"), "incoming-interface": "loop2", vrf: "red" }),
          ...more,
        ],
      },
    });
    const frames = { "outgoing-interface": "loop0", "incoming-interface": "loop3" };
    await isReadBack(bed, proxies("192.0.2.7", localSid("3", "end-ad", frames)));
    assert.deepEqual(await bed.restartServer(), []);
    await isReadBack(bed, proxies("192.0.2.8", localSid("3", "end-dt4", { "lookup-vrf": "red" })));
    await isReadBack(bed, proxies("192.0.2.8", localSid("3", "end-ad", frames)));
    await isReadBack(bed, proxies("192.0.2.8"));
    const taken = localSid("4", "end-ad", { ...frames, "incoming-interface": "loop1" });
    await assert.rejects(bed.configure(proxies("192.0.2.8", taken)), /packets of another segment/);
    await bed.configure({});
    assert.equal((await bed.southbound.read({}))["sweetcomb-srv6:srv6"], undefined);
  },

  "a prefix is steered into another policy while the first one goes": async (bed) => {
    const into = (last: string) =>
      srv6({
        encapsulation: { "source-address": "2001:db8::1" },
        policy: [policy(last, {}, list(0, 1, "fc00:1::1"))],
        steering: { prefix: [{ vrf: "default", prefix: "198.51.100.0/24", policy: `fc00:b::${last}` }] },
      });
    await isReadBack(bed, into("1"));
    await isReadBack(bed, into("2"));
  },

  "what is steered into a policy does not come back by a segment that ends here, whichever comes first": async (
    bed,
  ) => {
    const because = { tag: "operation-not-supported", message: /send the first packet round/ };
    const source = { "source-address": "2001:db8::1" };
    const into = (vrf: string, prefix: string, sid?: a.Member) =>
      srv6({
        ...(sid && { "local-sid": [sid] }),
        policy: [policy("1", source, list(0, 1, "fc00:a::7"))],
        steering: { prefix: [{ vrf, prefix, policy: "fc00:b::1" }] },
      });
    for (const [behavior, prefix] of [
      ["end-dt4", "198.51.100.0/24"],
      ["end-dt6", "2001:db8:7::/48"],
    ] as const) {
      const sid = localSid("7", behavior, { "lookup-vrf": "red" });
      await assert.rejects(bed.configure(into("red", prefix, sid)), because);
      await bed.configure(into("red", prefix));
      await assert.rejects(bed.configure(into("red", prefix, sid)), because);
      await isReadBack(bed, into("default", prefix, sid));
      await assert.rejects(bed.configure(into("red", prefix, sid)), because);
      await bed.configure({});
    }
  },

  "what is steered into a policy does not come back by way of another one whose segment ends here, whichever comes first":
    async (bed) => {
      const because = { tag: "operation-not-supported", message: /send the first packet round/ };
      const source = { "source-address": "2001:db8::1" };
      const there = localSid("7", "end-dt6", { "lookup-vrf": "red" });
      const back = localSid("8", "end-dt6", { "lookup-vrf": "default" });
      const all = (sids: readonly a.Member[], inRed: string, second = "fc00:a::8") =>
        srv6({
          "local-sid": sids,
          policy: [policy("1", source, list(0, 1, "fc00:a::7")), policy("2", source, list(0, 1, second))],
          steering: {
            prefix: [
              { vrf: "default", prefix: "2001:db8:7::/48", policy: "fc00:b::1" },
              { vrf: "red", prefix: inRed, policy: "fc00:b::2" },
            ],
          },
        });
      const [inside, elsewhere] = ["2001:db8:7:1::/64", "2001:db8:8::/48"];
      await assert.rejects(bed.configure(all([there, back], inside)), because);
      await bed.configure(all([there], inside));
      await assert.rejects(bed.configure(all([there, back], inside)), because);
      await isReadBack(bed, all([there, back], elsewhere));
      await assert.rejects(bed.configure(all([there, back], inside)), because);
      await bed.configure(all([there, back], inside, "fc00:a::9"));
      await assert.rejects(bed.configure(all([there, back], inside)), because);
      await bed.configure({});
    },

  "no segment of a policy is in what is steered into it, whatever comes first or goes, but by a longer route that leads elsewhere":
    async (bed) => {
      const because = { tag: "operation-not-supported", message: /routed into it again/ };
      const source = { "source-address": "2001:db8::1" };
      const [inside, customers] = ["2001:db8:9::1", "2001:db8:9::/48"];
      const of = (more: a.Member, ...segments: readonly string[]) =>
        policy("1", { ...source, ...more }, list(0, 1, ...segments));
      const steered = (vrf: string, prefix = customers) => [{ vrf, prefix, policy: "fc00:b::1" }];
      const all = (
        policies: readonly a.Member[],
        prefix: readonly a.Member[],
        routes: Readonly<Record<string, a.Member>> = {},
        more: a.Member = {},
      ) => ({
        ...srv6({ policy: policies, steering: { prefix }, ...more }),
        ...a.routing(a.staticRoutes("main", routes)),
      });
      const away = { [`${inside}/128`]: { "outgoing-interface": "loop0", "next-hop-address": "2001:db8::9" } };
      await assert.rejects(bed.configure(all([of({}, inside)], steered("default"))), because);
      await assert.rejects(bed.configure(all([of({ mode: "insert" }, inside)], steered("red"))), because);
      await bed.configure(all([of({}, inside)], []));
      await assert.rejects(bed.configure(all([of({}, inside)], steered("default"))), because);
      await isReadBack(bed, all([of({}, inside)], steered("default"), away));
      await assert.rejects(bed.configure(all([of({}, inside)], steered("default"))), because);
      const byAddress = { [`${inside}/128`]: { "next-hop-address": "2001:db8:9::7" } };
      await assert.rejects(bed.configure(all([of({}, inside)], steered("default"), byAddress)), because);
      await isReadBack(bed, all([of({}, inside)], steered("red")));
      await isReadBack(bed, all([of({}, "fc00:1::1", inside)], steered("default")));
      const last = localSid("7", "end");
      await assert.rejects(
        bed.configure(all([of({}, "fc00:a::7", inside)], steered("default"), {}, { "local-sid": [last] })),
        because,
      );
      await assert.rejects(bed.configure(all([of({}, "fc00:b::1", "fc00:1::1")], [])), because);
      const onward = policy("2", source, list(0, 1, "fc00:b::1"));
      await assert.rejects(bed.configure(all([of({}, "fc00:b::2"), onward], [])), because);
      const shorter = [...steered("default", "2001:db8:8000::/33"), ...steered("default", "fc00:1::/32")];
      await assert.rejects(bed.configure(all([of({}, "fc00:1::1")], shorter)), because);
    },

  "what would make VPP crash, or cannot be, is refused by the model": async (bed) => {
    const refused = (members: a.Member) => assert.rejects(bed.configure(srv6(members)));
    const source = { "source-address": "2001:db8::1" };
    await refused({ policy: [policy("1", source)] });
    await refused({ policy: [policy("1", source, { index: 0 })] });
    await refused({ policy: [policy("1", {}, list(0, 1, "fc00:1::1"))] });
    await refused({ "local-sid": [localSid("1", "end-dt4")] });
    await refused({ "local-sid": [localSid("1", "end-dt4", { "lookup-vrf": "green" })] });
    await refused({ "local-sid": [localSid("1", "end-dx4", over("2001:db8::2"))] });
    await refused({ "local-sid": [localSid("1", "end-dx4", { "outgoing-interface": "loop0" })] });
    await refused({
      policy: [policy("1", { mode: "insert" }, list(0, 1, "fc00:1::1"))],
      steering: { prefix: [{ vrf: "default", prefix: "198.51.100.0/24", policy: "fc00:b::1" }] },
    });
    await refused({ steering: { prefix: [{ vrf: "green", prefix: "198.51.100.0/24", policy: "fc00:b::1" }] } });
  },
};

export const srv6ScenariosOfRealVpp: Scenarios = {
  "packets to a prefix that holds the segment are wrapped once, where the segment has a route that may not go": async (
    bed,
  ) => {
    const [segment, host] = ["2001:db8:9::1", "2001:db8:9::7"];
    const neighbor = [{ ip: "2001:db8::9", "link-layer-address": "02:00:00:00:0b:09" }];
    const address = [{ ip: "2001:db8::1", "prefix-length": 64 }];
    const of = (routes: Readonly<Record<string, a.Member>>) => ({
      ...a.interfaces(a.loopback("loop0", { enabled: true, "ietf-ip:ipv6": { address, neighbor } })),
      "sweetcomb-srv6:srv6": {
        policy: [policy("1", { "source-address": "2001:db8::1" }, list(0, 1, segment))],
        steering: { prefix: [{ vrf: "default", prefix: "2001:db8:9::/48", policy: "fc00:b::1" }] },
      },
      ...a.routing(a.staticRoutes("main", routes)),
    });
    const away = { [`${segment}/128`]: { "outgoing-interface": "loop0", "next-hop-address": "2001:db8::9" } };
    await bed.configure(of(away));
    await assert.rejects(bed.configure(of({})), /routed into it again/);
    const vpp = await bed.asOther();
    const say = async (cmd: string) => (await vpp.call(CliInband, { cmd })).reply;
    await say("clear errors");
    const data = `UDP: 2001:db8::7 -> ${host} UDP: 1234 -> 2345 incrementing 20`;
    await say(`packet-generator new { name s limit 3 size 80-80 interface loop0 node ip6-input data { ${data} } }`);
    await say("packet-generator enable-stream");
    await eventually(async () => assert.match(await say("show errors"), /\b3 +sr-pl-rewrite-encaps/));
    await say("packet-generator delete s");
  },
};
