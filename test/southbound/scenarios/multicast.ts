/** Multicast routes. */

import assert from "node:assert/strict";
import { CliInband, IpMrouteAddDel, MfibItfFlags } from "vpp-binapi-ts/api";
import { encodeGroups } from "../../../translators/multicast/groups.js";
import type { Configuration, TestBed } from "../../translators/test-bed.js";
import { configurationIn } from "../configuration-in.js";
import * as a from "../configurations.js";
import { assertContains } from "../contains.js";
import { isReadBack } from "../is-read-back.js";
import type { Scenarios } from "../scenario.js";

const ports = ["loop0", "loop1", "loop2"].map((name, at) =>
  a.loopback(name, { enabled: true, ...a.addresses(`192.0.${at}.1/24`, `2001:db8:${at + 1}::1/64`) }),
);
const base = { ...a.vrfs(a.vrf("red", 10)), ...a.interfaces(...ports) };

/** Next hops: "accept loop0", "accept,forward loop1 192.0.1.7", "via 192.0.1.7", "receive". */
function hops(...texts: readonly string[]): a.Member {
  const list = texts.map((text, at) => {
    const [flags = "", name, address] = text.split(" ");
    const index = `hop ${at}`;
    if (flags === "receive") return { index, receive: [null] };
    if (flags === "via") return { index, "next-hop-address": name };
    return {
      index,
      "outgoing-interface": name,
      "interface-flags": flags.replaceAll(",", " "),
      ...(address !== undefined && { "next-hop-address": address }),
    };
  });
  return { "next-hop": list };
}

/** An instance with routes by "group source". */
function instance(name: string, routes: Readonly<Record<string, a.Member>>, more: a.Member = {}): a.Member {
  const of = (isIp6: boolean) =>
    Object.entries(routes)
      .filter(([groups]) => groups.includes(":") === isIp6)
      .map(([groups, route]) => ({ group: groups.split(" ")[0], source: groups.split(" ")[1], ...route }));
  return {
    type: "ietf-routing:static",
    name,
    ...more,
    "static-routes": {
      "sweetcomb-multicast:ipv4-multicast": { route: of(false) },
      "sweetcomb-multicast:ipv6-multicast": { route: of(true) },
    },
  };
}

const routes = (list: Readonly<Record<string, a.Member>>): Configuration => ({
  ...base,
  ...a.routing(instance("main", list)),
});
const red = { "sweetcomb-routing:vrf": "red" };

async function shown(bed: TestBed, command: string): Promise<string> {
  const { reply } = await (await bed.asOther()).call(CliInband, { cmd: command });
  return reply;
}

export const multicastScenarios: Scenarios = {
  "multicast routes of all forms, in both families and in a VRF, are read back and found again": async (bed) => {
    const configuration = {
      ...base,
      ...a.routing(
        instance("main", {
          "239.1.1.1/32 *": hops("accept loop0", "forward loop1", "accept,forward loop2"),
          "239.1.0.0/16 *": hops(
            "negate-signal,accept,signal-present,do-not-preserve loop0",
            "forward loop1 192.0.1.7",
          ),
          "232.1.1.1/32 198.51.100.1": { flags: "signal connected", "rpf-id": 7, ...hops("accept loop0", "receive") },
          "232.1.1.2/32 198.51.100.1": { flags: "drop" },
          "224.0.0.5/32 *": { flags: "accept-all-interfaces", ...hops("receive") },
          "ff3e::1/128 *": hops("accept loop0", "forward loop1"),
          "ff3e::/32 *": hops("accept loop1", "receive"),
          "ff3e::1/128 2001:db8:9::1": hops("accept loop2", "forward loop1 2001:db8:2::7"),
        }),
        instance("inside", { "239.1.1.1/32 *": hops("accept loop0", "forward loop2", "via 192.0.2.9") }, red),
      ),
    };
    await isReadBack(bed, configuration);
    const before = await configurationIn(bed);
    assert.deepEqual(await bed.restartServer(), []);
    assert.deepEqual(await configurationIn(bed), before);
  },

  "next hops, flags and the RPF identifier of a multicast route change in place, and it goes": async (bed) => {
    const to = (route: a.Member) => isReadBack(bed, routes({ "239.1.1.1/32 *": route }));
    await to(hops("accept loop0", "forward loop1"));
    await to(hops("accept loop1", "forward loop0", "forward loop2"));
    await to({ flags: "signal", ...hops("accept loop1") });
    await to({ flags: "drop" });
    await to({ "rpf-id": 3, ...hops("forward loop1", "receive") });
    await to({ flags: "signal", "rpf-id": 4, ...hops("forward loop2") });
    await to(hops("forward loop2"));
    await bed.configure(base);
    assert.doesNotMatch(JSON.stringify(await bed.southbound.read({})), /239\.1\.1\.1/);
  },

  "multicast routes follow their interfaces, and their instance into another VRF": async (bed) => {
    const list = { "239.1.1.1/32 *": hops("accept loop0", "forward loop1") };
    await isReadBack(bed, { ...base, ...a.routing(instance("main", list)) });
    await isReadBack(bed, { ...base, ...a.routing(instance("main", list, red)) });
    const [first, ...others] = ports;
    const renewed = { ...first, type: "sweetcomb-interfaces:memif", "ietf-ip:ipv4": {}, "ietf-ip:ipv6": {} };
    const memif = { ...renewed, "sweetcomb-interfaces:memif": { id: 4 } };
    await isReadBack(bed, { ...base, ...a.interfaces(memif, ...others), ...a.routing(instance("main", list, red)) });
  },

  "the multicast tables show the routes of VPP itself and those of others, which stay": async (bed) => {
    await bed.configure(routes({ "239.1.1.1/32 *": hops("accept loop0", "forward loop1", "receive") }));
    const other = await bed.asOther();
    const { "if-index": swIfIndex } = (await a.interfaceOf(bed, "loop0")) as { "if-index": number };
    const foreign = {
      tableId: 0,
      prefix: encodeGroups({ group: "239.9.9.9/32", source: "*" }, "ipv4"),
      paths: [{ itfFlags: MfibItfFlags.MFIB_API_ITF_FLAG_ACCEPT, path: { swIfIndex } }],
    };
    await other.call(IpMrouteAddDel, { isAdd: true, isMultipath: true, route: foreign });
    try {
      const read = await bed.southbound.read({ paths: ["/ietf-routing:routing"] });
      const { ribs } = read["ietf-routing:routing"] as { ribs: { rib: readonly a.Member[] } };
      const rib = (name: string) => ribs.rib.find((each) => each.name === name);
      const hop = (name: string, flag: string) => ({
        "outgoing-interface": name,
        "sweetcomb-multicast:interface-flags": flag,
      });
      const route = (group: string, ...list: readonly a.Member[]) => ({
        "sweetcomb-multicast:group": group,
        "sweetcomb-multicast:source": "*",
        "next-hop": { "next-hop-list": { "next-hop": list } },
      });
      assertContains(rib("ipv4-multicast-master"), {
        "address-family": "sweetcomb-multicast:ipv4-multicast",
        "default-rib": true,
        routes: {
          route: [
            route("0.0.0.0/0"),
            route("224.0.0.1/32"),
            route("239.1.1.1/32", hop("loop0", "accept"), hop("loop1", "forward"), {
              "sweetcomb-rib:special-next-hop": "receive",
            }),
            route("239.9.9.9/32"),
          ],
        },
      });
      assertContains(rib("ipv6-multicast-vrf-red"), {
        "sweetcomb-rib:table-id": 10,
        routes: { route: [route("ff02::1/128")] },
      });
      const configuration = (await configurationIn(bed)) as a.Member;
      assert.doesNotMatch(JSON.stringify(configuration["ietf-routing:routing"]), /224\.0\.0\.1|ff02::1/);
      await bed.configure(base);
      await bed.resync();
      assert.match(JSON.stringify(await bed.southbound.read({})), /239\.9\.9\.9/);
    } finally {
      await other.call(IpMrouteAddDel, { isAdd: false, isMultipath: true, route: foreign });
    }
  },

  "multicast routes of a commit that a crash has undone go again, those that are nothing but flags too": async (
    bed,
  ) => {
    await bed.configure(base);
    await bed.applyToVppOnly(
      routes({ "239.1.1.1/32 *": { flags: "drop" }, "239.1.1.2/32 *": { flags: "signal", ...hops("accept loop0") } }),
    );
    await bed.restartServer();
    assert.doesNotMatch(JSON.stringify(await bed.southbound.read({})), /239\.1\.1/);
  },

  "multicast routes that VPP would not keep or would take for others are refused": async (bed) => {
    const refused = (reason: RegExp, list: Readonly<Record<string, a.Member>>) =>
      assert.rejects(bed.configure(routes(list)), reason);
    await refused(/VPP keeps this group for itself/, { "224.0.0.1/32 *": hops("receive") });
    await refused(/VPP keeps this group for itself/, { "ff02::16/128 *": hops("receive") });
    await refused(/pattern/, { "192.0.2.1/32 *": hops("receive") });
    await refused(/pattern/, { "224.0.0.0/3 *": hops("receive") });
    await refused(/for one group/, { "239.1.0.0/16 198.51.100.1": hops("receive") });
    await refused(/needs a next hop or a flag/, { "239.1.1.1/32 *": { "rpf-id": 3 } });
    await refused(/interface, an address, or this router/, { "239.1.1.1/32 *": { "next-hop": [{ index: "1" }] } });
    await refused(/outgoing-interface/, { "239.1.1.1/32 *": hops("accept loop0", "forward loop0") });
    await refused(/Two next hops are the same/, { "239.1.1.1/32 *": hops("receive", "receive") });
    await refused(/mandatory|interface-flags/i, {
      "239.1.1.1/32 *": { "next-hop": [{ index: "1", "outgoing-interface": "loop0" }] },
    });
  },
};

export const multicastScenariosOfRealVpp: Scenarios = {
  "the flags of a multicast route, which VPP tells on its command line only, are those that are configured": async (
    bed,
  ) => {
    const configure = (route: a.Member) => bed.configure(routes({ "239.1.1.1/32 *": route }));
    await configure({ flags: "signal", "rpf-id": 7, ...hops("accept,forward loop0") });
    const first = await shown(bed, "show ip mfib table 0 239.1.1.1");
    assert.match(first, /239\.1\.1\.1\/32\): {2}flags:Signal,/);
    assert.match(first, /RPF-ID:7/);
    assert.match(first, /loop0: Accept,Forward,/);
    await configure({ flags: "drop connected", ...hops("forward loop0") });
    const second = await shown(bed, "show ip mfib table 0 239.1.1.1");
    assert.match(second, /flags:Drop,Connected,/);
    assert.doesNotMatch(second, /RPF-ID/);
    assert.match(second, /loop0: Forward,/);
    await bed.configure(base);
    assert.doesNotMatch(await shown(bed, "show ip mfib table 0"), /239\.1\.1\.1/);
  },
};
