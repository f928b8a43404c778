/** LISP: virtual networks, mappings and adjacencies of the control plane, and entries of the data plane alone. */

import assert from "node:assert/strict";
import { OneAddDelLocalEid, OneLocatorSetDump } from "vpp-binapi-ts/api";
import { eid } from "../../../translators/lisp/eid.js";
import type { Configuration, TestBed } from "../../translators/test-bed.js";
import * as a from "../configurations.js";
import { isReadBack } from "../is-read-back.js";
import type { Scenarios } from "../scenario.js";

const underlay = {
  ...a.interfaces(
    a.loopback("loop0", { enabled: true, ...a.addresses("192.0.2.1/24", "2001:db8::1/64") }),
    a.loopback("loop1", { enabled: true, ...a.addresses("198.51.100.1/24", "2001:db8:1::1/64") }),
  ),
  ...a.vrfs(a.vrf("lisp-red", 4710), a.vrf("lisp-blue", 4711)),
  "sweetcomb-l2:bridge-domains": { "bridge-domain": [{ name: "lisp-bd", id: 4712 }] },
};

function lisp(settings: a.Member): Configuration {
  return { ...underlay, "sweetcomb-lisp:lisp": { enabled: true, ...settings } };
}

const set = (name: string, ...interfaces: readonly string[]) => ({
  name,
  locator: interfaces.map((each, index) => ({ interface: each, priority: index + 1, weight: 50 })),
});
const rloc = (address: string, more: a.Member = {}) => ({ address, priority: 1, weight: 1, ...more });

const eidTable = [
  { vni: 7, vrf: "lisp-red" },
  { vni: 8, vrf: "lisp-blue", "bridge-domain": "lisp-bd" },
];
const secret = { algorithm: "hmac-sha-256-128", key: "not so secret" };

const mappings = {
  "locator-set": [set("here", "loop0"), set("both", "loop0", "loop1"), set("empty")],
  "eid-table": eidTable,
  "local-mapping": [
    { vni: 0, eid: "10.0.0.0/16", "locator-set": "here" },
    { vni: 7, eid: "10.1.0.0/16", "locator-set": "here", authentication: secret },
    { vni: 7, eid: "2001:db8:1::/48", "locator-set": "both" },
    { vni: 8, eid: "02:00:00:00:00:01", "locator-set": "empty" },
  ],
  "remote-mapping": [
    { vni: 7, eid: "10.2.0.0/16", rloc: [rloc("192.0.2.9"), rloc("2001:db8::9", { priority: 2, weight: 30 })] },
    { vni: 7, eid: "10.3.0.0/16", action: "drop" },
    { vni: 8, eid: "02:00:00:00:00:02", rloc: [rloc("192.0.2.9")] },
  ],
  adjacency: [
    { vni: 7, "remote-eid": "10.2.0.0/16", "local-eid": "10.1.0.0/16" },
    { vni: 7, "remote-eid": "10.3.0.0/16", "local-eid": "10.1.0.0/16" },
    { vni: 8, "remote-eid": "02:00:00:00:00:02", "local-eid": "02:00:00:00:00:01" },
  ],
};

export const lispScenarios: Scenarios = {
  "LISP sends to no address that VPP has, whichever comes first": async (bed) => {
    const because = { tag: "operation-not-supported", message: /sends to itself through a tunnel/ };
    const own = (...ips: readonly string[]) => a.interfaces(a.loopback("loop8", a.addresses(...ips)));
    const pair = { local: "192.0.2.1", remote: "203.0.113.8" };
    const entry = { vni: 0, "remote-eid": "10.2.0.0/16", "local-eid": "0.0.0.0/0", "locator-pair": [pair] };
    const mapping = { vni: 0, eid: "10.3.0.0/16", rloc: [{ address: "203.0.113.8" }] };
    const [plane, control] = [{ enabled: true, "control-plane": false }, { enabled: true }];
    for (const [ips, settings] of [
      [["203.0.113.8/24"], { ...plane, "forwarding-entry": [entry] }],
      [["203.0.113.8/24"], { ...control, "remote-mapping": [mapping] }],
      [["2001:db8:8::8/64"], { ...control, "proxy-etr": "2001:db8:8::8" }],
    ] as const) {
      const sends = { "sweetcomb-lisp:lisp": settings };
      await assert.rejects(bed.configure({ ...sends, ...own(...ips) }), because);
      await bed.configure(sends);
      await assert.rejects(bed.configure({ ...sends, ...own(...ips) }), because);
      await isReadBack(bed, { ...sends, ...own("198.51.100.8/24") });
      await bed.configure(own(...ips));
      await assert.rejects(bed.configure({ ...sends, ...own(...ips) }), because);
      await bed.configure({});
    }
  },

  "mappings for which VPP's memory has no room are refused before VPP hears of them, since it would end": async (
    bed,
  ) => {
    const many = Array.from({ length: 2000 }, (_, at) => ({
      vni: 0,
      eid: `10.${at >> 8}.${at & 255}.0/24`,
      action: "drop",
    }));
    await assert.rejects(bed.configure(lisp({ "remote-mapping": many })), /MB of VPP's heap/);
    await isReadBack(bed, lisp({ "remote-mapping": many.slice(0, 20) }));
  },

  "virtual networks, locator sets, mappings and adjacencies of LISP are read back and move along with each other":
    async (bed) => {
      await isReadBack(bed, lisp(mappings));
      assert.deepEqual(await bed.restartServer(), []);
      // Interfaces of a set, then a priority, the key of a mapping, the locators of another.
      const moved = { ...mappings, "locator-set": [set("here", "loop1"), set("both", "loop0"), set("empty", "loop1")] };
      await isReadBack(bed, lisp(moved));
      const heavier = { ...set("here", "loop1"), locator: [{ interface: "loop1", priority: 9, weight: 0 }] };
      await isReadBack(bed, lisp({ ...moved, "locator-set": [heavier, ...moved["locator-set"].slice(1)] }));
      const [first, second, ...others] = mappings["local-mapping"];
      const keyed = { ...second, authentication: { ...secret, algorithm: "hmac-sha-1-96" } };
      await isReadBack(bed, lisp({ ...mappings, "local-mapping": [first, keyed, ...others] }));
      const [far, ...rest] = mappings["remote-mapping"];
      await isReadBack(
        bed,
        lisp({ ...mappings, "remote-mapping": [{ ...far, rloc: [rloc("198.51.100.9")] }, ...rest] }),
      );
      assert.deepEqual(await bed.restartServer(), []);
      await isReadBack(
        bed,
        lisp({
          ...mappings,
          "eid-table": [
            { vni: 7, vrf: "lisp-blue" },
            { vni: 8, "bridge-domain": "lisp-bd" },
          ],
        }),
      );
      await isReadBack(bed, lisp({ "locator-set": [set("both", "loop0", "loop1")] }));
    },

  "a locator has an address of each family that remote locators have, since VPP would die of the way to one": async (
    bed,
  ) => {
    const site = (far: string, ...own: readonly string[]) => ({
      ...a.interfaces(a.loopback("loop0", a.addresses(...own))),
      "sweetcomb-lisp:lisp": {
        enabled: true,
        "locator-set": [set("here", "loop0")],
        "local-mapping": [{ vni: 0, eid: "10.1.0.0/16", "locator-set": "here" }],
        "remote-mapping": [{ vni: 0, eid: "10.2.0.0/16", rloc: [rloc(far)] }],
      },
    });
    await assert.rejects(bed.configure(site("192.0.2.9", "2001:db8::1/64")), /has an IPv4 address/);
    await assert.rejects(bed.configure(site("2001:db8::9", "192.0.2.1/24")), /has an IPv6 address/);
    await isReadBack(bed, site("192.0.2.9", "192.0.2.1/24"));
    await assert.rejects(bed.configure(site("192.0.2.9")), /has an IPv4 address/);
    await isReadBack(bed, site("2001:db8::9", "2001:db8::1/64"));
  },

  "settings of LISP are read back, and what locators packets have beside those of mappings": async (bed) => {
    const settings = {
      "rloc-probing": true,
      transport: "binary-api",
      "map-register": { ttl: 5, "fallback-threshold": 7 },
      "map-server": [{ address: "192.0.2.6" }, { address: "2001:db8::6" }],
      "itr-locator-set": "here",
      "nsh-locator-set": "both",
      "proxy-etr": "2001:db8::77",
      ...mappings,
    };
    await assert.rejects(bed.configure(lisp({ ...settings, "map-register": { enabled: true } })), {
      tag: "operation-not-supported",
      message: /map server/,
    });
    await assert.rejects(bed.configure(lisp({ ...settings, "map-resolver": [{ address: "192.0.2.5" }] })), {
      tag: "operation-not-supported",
      message: /map resolver/,
    });
    await isReadBack(bed, lisp(settings));
    assert.deepEqual(await bed.restartServer(), []);
    const servicePath = [{ vni: 0, eid: "nsh:16777215:255", rloc: [rloc("192.0.2.9")] }];
    const toServicePath = [{ vni: 0, "remote-eid": "nsh:16777215:255" }];
    await isReadBack(
      bed,
      lisp({
        ...settings,
        transport: undefined,
        "map-register": { "fallback-threshold": 1 },
        "map-server": [{ address: "192.0.2.7" }],
        "itr-locator-set": "empty",
        "nsh-locator-set": "here",
        "proxy-etr": "2001:db8::78",
        "remote-mapping": [...mappings["remote-mapping"], ...servicePath],
        adjacency: [...mappings.adjacency, ...toServicePath],
      }),
    );
    assert.deepEqual(await bed.restartServer(), []);
    await isReadBack(bed, lisp(mappings));
    // What VPP keeps of the proxy and of the locators of service paths neither shows a mapping too many, nor hides one.
    assert.deepEqual(
      await eidsOf(bed, "remote-mapping"),
      mappings["remote-mapping"].map(({ eid: text }) => text).sort(),
    );
    const more = { vni: 7, eid: "10.11.0.0/16", "locator-set": "here" };
    await isReadBack(bed, lisp({ ...mappings, "local-mapping": [...mappings["local-mapping"], more] }));
    await isReadBack(bed, lisp({}));
  },

  "a router of LISP is a tunnel router, a proxy or neither, and forwards by source when told": async (bed) => {
    const proxy = {
      role: "proxy-ingress",
      "proxy-egress": true,
      ...mappings,
      "pitr-locator-set": "here",
      adjacency: [{ vni: 7, "remote-eid": "10.2.0.0/16" }],
    };
    await isReadBack(bed, lisp(proxy));
    assert.deepEqual(await bed.restartServer(), []);
    await isReadBack(bed, lisp({ ...proxy, "pitr-locator-set": "both" }));
    const { adjacency: _, "pitr-locator-set": __, ...without } = proxy;
    const more = { vni: 7, eid: "10.12.0.0/16", "locator-set": "here" };
    await isReadBack(bed, lisp({ ...without, "local-mapping": [...mappings["local-mapping"], more] }));
    // The set of the proxy goes with many mappings at once.
    await isReadBack(bed, lisp(proxy));
    await isReadBack(bed, lisp({ role: "proxy-ingress" }));
    await isReadBack(bed, lisp({ role: "proxy-ingress", ...mappings, adjacency: [] }));
    await isReadBack(bed, lisp({ role: "none", "proxy-egress": true, "locator-set": mappings["locator-set"] }));
    await isReadBack(bed, lisp({ "map-request-mode": "source-destination", encapsulation: "vxlan", ...mappings }));
    assert.deepEqual(await bed.restartServer(), []);
    await isReadBack(bed, lisp(mappings));
  },

  "neighbours of bridge domains for which LISP answers are read back, and native next hops": async (bed) => {
    const neighbor = (ip: string, mac: string) => ({
      "bridge-domain": "lisp-bd",
      "ip-address": ip,
      "mac-address": mac,
    });
    const nextHop = (vrf: string, address: string, name: string) => ({ vrf, address, interface: name });
    const first = {
      "layer-2-neighbor": [neighbor("10.0.0.1", "02:00:00:00:00:0a"), neighbor("2001:db8::a", "02:00:00:00:00:0b")],
      "native-next-hop": [nextHop("default", "192.0.2.3", "loop0"), nextHop("default", "2001:db8::3", "loop0")],
    };
    await isReadBack(bed, lisp(first));
    assert.deepEqual(await bed.restartServer(), []);
    const native = { vni: 0, eid: "10.4.0.0/16", action: "natively-forward" };
    await isReadBack(
      bed,
      lisp({
        ...mappings,
        "remote-mapping": [...mappings["remote-mapping"], native],
        adjacency: [...mappings.adjacency, { vni: 0, "remote-eid": "10.4.0.0/16", "local-eid": "10.0.0.0/16" }],
        "layer-2-neighbor": [neighbor("10.0.0.1", "02:00:00:00:00:0c")],
        "native-next-hop": [nextHop("default", "192.0.2.3", "loop1"), nextHop("lisp-red", "192.0.2.3", "loop1")],
      }),
    );
    await isReadBack(bed, lisp(mappings));
  },

  "what ends VPP or gets lost in its LISP is refused": async (bed) => {
    const refused = async (settings: a.Member, message: RegExp) => {
      await assert.rejects(bed.configure(lisp(settings)), message);
    };
    const anywhere = { vni: 0, eid: "0.0.0.0/0", action: "drop" };
    const toAnywhere = { vni: 0, "remote-eid": "0.0.0.0/0", "local-eid": "10.0.0.0/16" };
    await refused({ ...mappings, "remote-mapping": [anywhere], adjacency: [toAnywhere] }, /default route/);
    const entry = { vni: 9, "remote-eid": "0.0.0.0/0", "local-eid": "0.0.0.0/0", action: "drop" };
    await refused({ "forwarding-entry": [entry] }, /default route/);
    const located = {
      ...entry,
      "remote-eid": "10.73.0.0/16",
      "locator-pair": [{ local: "192.0.2.1", remote: "192.0.2.9" }],
    };
    await refused({ "forwarding-entry": [located] }, /default VRF.* of another network/);
    const inRed = { ...located, action: undefined, vrf: "lisp-red" };
    await refused({ "eid-table": eidTable, "forwarding-entry": [inRed] }, /vrf of another virtual network/);
    await refused({ "forwarding-entry": [inRed, { ...inRed, vni: 11 }] }, /vrf of another virtual network/);
    await refused({ "proxy-etr": "192.0.2.7" }, /loses the IPv4 address/);
    const long = { ...secret, key: "ä".repeat(32) };
    const keyed = { vni: 0, eid: "10.0.0.0/16", "locator-set": "here", authentication: long };
    await refused({ ...mappings, "local-mapping": [keyed], adjacency: [] }, /63 bytes/);
    await refused({ enabled: false, ...mappings }, /enabled/);
    await refused(
      { "local-mapping": [{ vni: 5, eid: "10.0.0.0/16", "locator-set": "here" }], "locator-set": [set("here")] },
      /eid-table/,
    );
  },

  "locator sets go also where VPP has no mappings of them, and mappings of others stay": async (bed) => {
    const sets = (count: number) => Array.from({ length: count }, (_, index) => set(`set ${index}`, "loop0"));
    const local = [{ vni: 0, eid: "10.1.0.0/16", "locator-set": "set 0" }];
    await isReadBack(bed, lisp({ "locator-set": sets(30), "local-mapping": local }));
    await isReadBack(bed, lisp({ "locator-set": sets(1), "local-mapping": local }));
    const other = await bed.asOther();
    const foreign = { eid: eid("10.0.0.0/8"), locatorSetName: "set 0" };
    await other.call(OneAddDelLocalEid, { isAdd: true, ...foreign });
    // Our mapping goes behind our back; VPP would delete the one around it instead.
    await other.call(OneAddDelLocalEid, { isAdd: false, eid: eid("10.1.0.0/16"), locatorSetName: "set 0" });
    await bed.configure(lisp({ "locator-set": sets(1) }));
    assert.deepEqual(await eidsOf(bed, "local-mapping"), ["10.0.0.0/8"]);
    await other.call(OneAddDelLocalEid, { isAdd: false, ...foreign });
    await bed.configure(lisp({}));
    for await (const { lsName } of other.dump(OneLocatorSetDump)) assert.doesNotMatch(lsName, /^set/);
  },

  "mappings of prefixes with the same address, which VPP takes for each other, are refused": async (bed) => {
    const local = (...eids: readonly string[]) => eids.map((each) => ({ vni: 0, eid: each, "locator-set": "here" }));
    const remote = (...eids: readonly string[]) => eids.map((each) => ({ vni: 0, eid: each, action: "drop" }));
    const having = (locals: readonly string[], remotes: readonly string[]) =>
      lisp({
        "locator-set": [set("here", "loop0")],
        "local-mapping": local(...locals),
        "remote-mapping": remote(...remotes),
      });
    const refused = { tag: "operation-not-supported", message: /cannot tell/ };
    await assert.rejects(bed.configure(having(["10.0.0.0/8", "10.0.0.0/16"], [])), refused);
    await assert.rejects(bed.configure(having(["2001:db8::/32"], ["2001:db8::/48"])), refused);
    await isReadBack(bed, having(["10.0.0.0/8", "10.1.0.0/16"], ["10.1.1.0/24"]));
    await assert.rejects(bed.configure(having(["10.0.0.0/8", "10.1.0.0/16"], ["10.1.1.0/24", "10.1.0.0/17"])), refused);
    await isReadBack(bed, having(["10.0.0.0/9", "10.1.0.0/17"], ["10.1.1.0/25"]));
  },
};

/** Last on a real VPP: it keeps a route to each remote locator, which counts packets in place of the routes around it. */
export const lispDataPlaneScenarios: Scenarios = {
  "entries of the data plane of LISP are read back without a control plane, and beside it": async (bed) => {
    const pair = (local: string, remote: string, weight = 1) => ({ local, remote, weight });
    const entries = [
      {
        vni: 7,
        "remote-eid": "10.2.0.0/16",
        "local-eid": "0.0.0.0/0",
        vrf: "lisp-red",
        "locator-pair": [pair("192.0.2.1", "192.0.2.9", 3), pair("198.51.100.1", "198.51.100.9")],
      },
      { vni: 7, "remote-eid": "10.3.0.0/16", "local-eid": "10.4.0.0/16", vrf: "lisp-red", action: "drop" },
      { vni: 9, "remote-eid": "2001:db8:1::/48", "local-eid": "::/0", action: "send-map-request" },
      {
        vni: 10,
        "remote-eid": "02:00:00:00:00:02",
        "local-eid": "00:00:00:00:00:00",
        "bridge-domain": "lisp-bd",
        "locator-pair": [pair("2001:db8::1", "2001:db8::9")],
      },
    ];
    await isReadBack(bed, lisp({ "control-plane": false, encapsulation: "vxlan", "forwarding-entry": entries }));
    assert.deepEqual(await bed.restartServer(), []);
    const [first, second, ...others] = entries;
    const changed = [
      { ...first, "locator-pair": [pair("192.0.2.1", "192.0.2.10")] },
      { ...second, action: "no-action" },
    ];
    await isReadBack(bed, lisp({ "control-plane": false, "forwarding-entry": [...changed, ...others] }));
    await isReadBack(bed, lisp({ "eid-table": eidTable, "forwarding-entry": others }));
    await isReadBack(bed, lisp({ "control-plane": false }));
  },
};

function eidsOf(bed: TestBed, list: "local-mapping" | "remote-mapping"): Promise<readonly string[]> {
  return namesOf(bed, list, "eid");
}

async function namesOf({ southbound }: TestBed, list: string, leaf: string): Promise<readonly string[]> {
  const read = await southbound.read({});
  const shown = (read["sweetcomb-lisp:lisp"] ?? {}) as Readonly<Record<string, readonly a.Member[]>>;
  return (shown[list] ?? []).map((entry) => String(entry[leaf])).sort();
}
