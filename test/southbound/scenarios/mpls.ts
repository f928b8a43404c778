/** Label switching: tables, routes, bindings, interfaces and tunnels. */

import assert from "node:assert/strict";
import { MplsTableAddDel } from "vpp-binapi-ts/api";
import type { Configuration } from "../../translators/test-bed.js";
import * as a from "../configurations.js";
import { isReadBack } from "../is-read-back.js";
import { isRefused } from "../is-refused.js";
import type { Scenarios } from "../scenario.js";

function mpls(...table: readonly a.Member[]): Configuration {
  return { "sweetcomb-mpls:mpls": { table } };
}

function route(label: number, more: a.Member, ...paths: readonly a.Member[]): a.Member {
  return {
    label,
    position: "bottom",
    ...more,
    "next-hop": paths.map((path, index) => ({ index: `${index}`, ...path })),
  };
}

const hop = { "outgoing-interface": "loop0", "next-hop-address": "192.0.2.2" };

const labels = (...list: readonly number[]) => ({
  "mpls-label-stack": { entry: list.map((label, id) => ({ id, label, ttl: 64, "traffic-class": 0 })) },
});

const uniform = {
  "mpls-label-stack": { entry: [{ id: 0, label: 400, ttl: 0, "traffic-class": 5, mode: "uniform" }] },
};

const implicitNull = { id: 0, label: "ietf-routing-types:implicit-null-label", ttl: 0, "traffic-class": 0 };

const loop0 = a.loopback("loop0", a.addresses("192.0.2.1/24", "2001:db8::1/64"));

export const mplsScenarios: Scenarios = {
  "tables of labels for which VPP's heap has no room are refused together, and a few are made": async (bed) => {
    const tables = (count: number) => mpls(...Array.from({ length: count }, (_, id) => ({ "table-id": id })));
    await assert.rejects(bed.configure(tables(100)), /MB of VPP's heap/);
    await isReadBack(bed, tables(3));
    await bed.configure({});
  },

  "label routes of every kind are read back and found again": async (bed) => {
    const routes = [
      route(100, {}, { ...hop, ...labels(200) }),
      route(101, { position: "inner" }, hop),
      route(102, { payload: "ipv6" }, { "next-hop-address": "2001:db8::2", "outgoing-interface": "loop0" }),
      route(103, {}, { "lookup-vrf": "red" }),
      route(104, { payload: "ipv6" }, { "lookup-vrf": "default", "address-family": "ipv6" }),
      route(105, {}, { "special-next-hop": "blackhole" }),
      route(
        106,
        {},
        { ...hop, ...labels(300, 301), weight: 2 },
        { ...hop, "next-hop-address": "192.0.2.3", weight: 3 },
      ),
      route(107, {}, { "receiving-interface": "loop0" }),
      route(108, { payload: "ethernet" }, { "ethernet-interface": "loop0" }),
      route(109, { position: "inner" }, { "via-label": 100 }),
      route(110, { multicast: true }, hop, { ...hop, "next-hop-address": "192.0.2.3" }),
      route(111, {}, { ...hop, "mpls-label-stack": { entry: [implicitNull] } }),
      route(112, {}, { ...hop, ...uniform }),
      route(113, {}, hop, { ...hop, "next-hop-address": "192.0.2.3", preference: 1 }),
      route(114, {}, { "source-lookup-vrf": "red" }),
    ];
    await isReadBack(bed, {
      ...a.vrfs(a.vrf("red", 10)),
      ...a.interfaces({ ...loop0, "sweetcomb-mpls:mpls": true }),
      ...mpls({ "table-id": 0, route: routes }, { "table-id": 5, name: "customers", route: [route(100, {}, hop)] }),
    });
    assert.deepEqual(await bed.restartServer(), []);
  },

  "a table of labels that has another name is not made anew for that, since VPP may keep it": async (bed) => {
    const other = await bed.asOther();
    await bed.configure(mpls({ "table-id": 9, name: "ours" }));
    await other.call(MplsTableAddDel, { mtIsAdd: false, mtTable: { mtTableId: 9 } });
    await other.call(MplsTableAddDel, { mtIsAdd: true, mtTable: { mtTableId: 9, mtName: "theirs" } });
    assert.deepEqual(await bed.restartServer(), []);
  },

  "a label route changes its next hops in place": async (bed) => {
    const through = (...paths: readonly a.Member[]) => ({
      ...a.interfaces(loop0),
      ...mpls({ "table-id": 0, route: [route(100, {}, ...paths)] }),
    });
    await isReadBack(bed, through(hop));
    await isReadBack(bed, through({ ...hop, ...labels(500) }, { ...hop, "next-hop-address": "192.0.2.3" }));
    await isReadBack(bed, through({ "special-next-hop": "prohibit" }));
  },

  "prefixes are bound to labels, and bound to others": async (bed) => {
    const bound = (label: number) => ({
      ...a.vrfs(a.vrf("red", 10)),
      ...mpls({
        "table-id": 0,
        binding: [
          { vrf: "default", prefix: "198.51.100.0/24", label },
          { vrf: "red", prefix: "2001:db8:1::/48", label: label + 1 },
        ],
      }),
    });
    await isReadBack(bed, bound(300));
    await isReadBack(bed, bound(400));
  },

  "an MPLS tunnel is an interface with addresses, and is made anew with other next hops": async (bed) => {
    const tunnel = (settings: a.Member, ...paths: readonly a.Member[]) => ({
      ...a.interfaces(loop0, {
        name: "lsp 1",
        type: "sweetcomb-mpls:mpls-tunnel",
        enabled: true,
        "sweetcomb-mpls:mpls-tunnel": {
          ...settings,
          "next-hop": paths.map((path, index) => ({ index: `${index}`, ...path })),
        },
        ...(settings["l2-only"] !== true && a.addresses("203.0.113.1/32")),
      }),
    });
    await isReadBack(bed, tunnel({}, { ...hop, ...labels(400) }));
    assert.deepEqual(await bed.restartServer(), []);
    const other = { ...hop, "next-hop-address": "192.0.2.3", ...labels(600) };
    await isReadBack(bed, tunnel({}, { ...hop, ...labels(400, 500) }, other));
    await isReadBack(bed, tunnel({ multicast: true }, { ...hop, ...labels(400) }, other));
    await isReadBack(bed, tunnel({}, { ...hop, ...uniform, weight: 3 }, { ...other, preference: 1 }));
    await isReadBack(bed, tunnel({}, { ...hop, "next-hop-address": "2001:db8::2", ...labels(400) }));
    await isReadBack(bed, tunnel({ "l2-only": true }, { ...hop, ...labels(400) }));
    const both = tunnel({ "l2-only": true, multicast: true }, { ...hop, ...labels(400) });
    await assert.rejects(bed.configure(both), /Ethernet frames to all next hops/);
  },

  "Ethernet behind a label is received or dropped: VPP would crash on anything else": async (bed) => {
    const behind = (payload: string, path: a.Member) => ({
      ...a.interfaces({ ...loop0, enabled: true }),
      ...mpls({ "table-id": 0, route: [route(100, { payload }, path)] }),
    });
    const lookup = { "lookup-vrf": "default" };
    for (const path of [hop, lookup, { "outgoing-interface": "loop0" }, { "via-label": 101 }]) {
      await assert.rejects(bed.configure(behind("ethernet", path)), { tag: "invalid-value" });
    }
    await assert.rejects(bed.configure(behind("ipv4", { "ethernet-interface": "loop0" })), { tag: "invalid-value" });
    await isReadBack(bed, behind("ethernet", { "special-next-hop": "blackhole" }));
    await isReadBack(bed, behind("ethernet", { "ethernet-interface": "loop0", "pop-control-word": true }));
  },

  "an interface receives packets behind the last label only: VPP would drop all others": async (bed) => {
    const received = (position: string) => ({
      ...a.interfaces(loop0),
      ...mpls({ "table-id": 0, route: [route(100, { position }, { "receiving-interface": "loop0" })] }),
    });
    const path = "/sweetcomb-mpls:mpls/table[table-id='0']/route[label='100'][position='inner']/next-hop";
    await isRefused(bed, received("inner"), path, /behind the last label only/);
    await isReadBack(bed, received("bottom"));
  },

  "packets behind labels have no Ethernet header to be sent on with": async (bed) => {
    const onward = mpls({ "table-id": 0, route: [route(100, { position: "bottom" }, { "dvr-interface": "loop0" })] });
    const path = "/sweetcomb-mpls:mpls/table[table-id='0']/route[label='100'][position='bottom']/next-hop";
    await isRefused(bed, { ...a.interfaces(loop0), ...onward }, path, /no Ethernet header/);
  },

  "an interface without MPLS table 0 cannot switch labels": async (bed) => {
    await assert.rejects(bed.configure(a.interfaces({ ...loop0, "sweetcomb-mpls:mpls": true })), /table 0/);
  },
};
