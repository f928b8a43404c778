/** Tunnels that are refused, most of them before VPP hears of them. */

import assert from "node:assert/strict";
import { GtpuAddDelTunnel, IpTableAddDelV2 } from "vpp-binapi-ts/api";
import { address } from "../../../translators/ip/addresses.js";
import type { Configuration, TestBed } from "../../translators/test-bed.js";
import {
  addresses,
  interfaces,
  loopback,
  type Member,
  routing,
  staticRoutes,
  tunnel,
  vrf,
  vrfs,
} from "../configurations.js";
import { isReadBack } from "../is-read-back.js";
import type { Scenarios } from "../scenario.js";

const ends4 = { local: "192.0.2.1", remote: "192.0.2.2" };
const ends6 = { local: "2001:db8::1", remote: "2001:db8::2" };

async function isRefused(bed: TestBed, because: RegExp, ...list: readonly Member[]): Promise<void> {
  const configuration = { ...vrfs(vrf("red", 10)), ...interfaces(loopback("loop0"), ...list) };
  await assert.rejects(bed.configure(configuration), because);
}

export const tunnelsRefusedScenarios: Scenarios = {
  "a GTP-U tunnel that somebody else has made before is not asked for, since VPP would die of it": async (bed) => {
    const other = await bed.asOther();
    const theirs = {
      srcAddress: address("192.0.2.1"),
      dstAddress: address("192.0.2.2"),
      mcastSwIfIndex: 0xffffffff,
      decapNextIndex: 1,
      teid: 77,
      tteid: 77,
    } as const;
    await other.call(GtpuAddDelTunnel, { ...theirs, isAdd: true });
    await assert.rejects(bed.configure(interfaces(tunnel("gtpu", "flow", { ...ends4, teid: 77, qfi: 1 }))), {
      tag: "operation-not-supported",
    });
    await other.call(GtpuAddDelTunnel, { ...theirs, isAdd: false });
    await isReadBack(bed, interfaces(tunnel("gtpu", "flow", { ...ends4, teid: 77, qfi: 1 })));
  },

  "a tunnel leads to no address that VPP has in the same VRF, whichever comes first": async (bed) => {
    const own = (ip: string, more: Member = {}) => loopback("loop0", { ...addresses(ip), ...more });
    const because = { tag: "operation-not-supported", message: /sends to itself through a tunnel/ };
    for (const [type, more] of Object.entries({
      vxlan: { vni: 1 },
      "vxlan-gpe": { vni: 1, payload: "ip4" },
      geneve: { vni: 1 },
      gtpu: { teid: 1 },
      gre: { payload: "ethernet" },
      ipip: {},
    })) {
      for (const [ends, there, elsewhere] of [
        [ends4, "192.0.2.2/24", "192.0.2.3/24"],
        [ends6, "2001:db8::2/64", "2001:db8::3/64"],
      ] as const) {
        const out = tunnel(type, "out", { ...ends, ...more });
        await assert.rejects(bed.configure(interfaces(own(there), out)), because);
        await bed.configure(interfaces(own(elsewhere), out));
        await assert.rejects(bed.configure(interfaces(own(there), out)), because);
        await bed.configure(interfaces(own(there)));
        await assert.rejects(bed.configure(interfaces(own(there), out)), because);
        await bed.configure({});
      }
    }
    const red = vrfs(vrf("red", 10));
    const inRed = tunnel("gre", "out", { ...ends4, vrf: "red" });
    await isReadBack(bed, { ...red, ...interfaces(own("192.0.2.2/24"), inRed) });
    const moved = own("192.0.2.2/24", { "sweetcomb-routing:vrf": "red" });
    await assert.rejects(bed.configure({ ...red, ...interfaces(moved, inRed) }), because);
  },

  "a tunnel leads to no virtual address that leads back to VPP in the same VRF, whichever comes first": async (bed) => {
    const because = { tag: "operation-not-supported", message: /sends to itself through a tunnel/ };
    const red = vrfs(vrf("red", 10));
    const routed = (address: string, accept: boolean, more: Member = {}) => {
      const family = address.includes(":") ? "ipv6" : "ipv4";
      const router = { id: 7, "address-family": family, "virtual-address": [address], accept };
      return {
        name: "memif0/0",
        type: "sweetcomb-interfaces:memif",
        ...addresses("192.0.2.9/24", "2001:db8::9/64"),
        ...more,
        "sweetcomb-vrrp:vrrp": { "virtual-router": [router] },
      };
    };
    for (const [ends, there, elsewhere] of [
      [ends4, "192.0.2.2", "192.0.2.3"],
      [ends6, "2001:db8::2", "2001:db8::3"],
    ] as const) {
      const out = tunnel("gre", "out", ends);
      const both = (address: string, accept: boolean, more: Member = {}) => ({
        ...red,
        ...interfaces(routed(address, accept, more), out),
      });
      await bed.configure({ ...red, ...interfaces(routed(there, true)) });
      await assert.rejects(bed.configure(both(there, true)), because);
      await bed.configure(both(there, false));
      await assert.rejects(bed.configure(both(there, true)), because);
      await bed.configure(both(elsewhere, true));
      await assert.rejects(bed.configure(both(there, true)), because);
      await bed.configure(both(there, true, { "sweetcomb-routing:vrf": "red" }));
      await assert.rejects(bed.configure(both(there, true)), because);
      await bed.configure({});
      // A loopback takes back what is for the router, also where it does not accept.
      const onLoopback = (address: string) => ({ ...routed(address, false), ...loopback("loop0") });
      await bed.configure(interfaces(onLoopback(elsewhere), out));
      await assert.rejects(bed.configure(interfaces(onLoopback(there), out)), because);
      await bed.configure(interfaces(onLoopback(there)));
      await assert.rejects(bed.configure(interfaces(onLoopback(there), out)), because);
      await bed.configure({});
    }
  },

  "a tunnel leads to no address that NAT gives connections outside, whichever comes first": async (bed) => {
    const because = { tag: "operation-not-supported", message: /sends to itself through a tunnel/ };
    const mapping = { index: 1, "internal-src-address": "10.0.0.7/32", "external-src-address": "203.0.113.9/32" };
    const shared = {
      index: 1,
      "transport-protocol": 6,
      "external-src-address": "203.0.113.9/32",
      "external-src-port": { "start-port-number": 80 },
      // Otherwise its address is one of a pool.
      "sweetcomb-nat:out2in-only": true,
      "sweetcomb-nat:local": [
        { address: "10.0.0.8", port: 8080, probability: 7 },
        { address: "10.0.0.9", port: 8080, probability: 3 },
      ],
    };
    const policy = (pools: Member) => ({ policy: [{ id: 1, ...pools }] });
    const pool = policy({ "external-ip-address-pool": [{ "pool-id": 1, "external-ip-pool": "203.0.113.8/30" }] });
    const range = policy({
      "sweetcomb-nat:address-range": [{ "first-address": "203.0.113.7", "last-address": "203.0.113.12" }],
    });
    const det44 = { mapping: [{ "inside-prefix": "10.77.0.0/24", "outside-prefix": "203.0.113.8/30" }] };
    const natOf = (instance: Member): Configuration => ({
      "ietf-nat:nat": { instances: { instance: [{ id: 1, ...instance }] } },
    });
    const endpointDependent = { type: "ietf-nat:napt44", "sweetcomb-nat:nat44": { sessions: 100 } };
    const endpointIndependent = { ...endpointDependent, "sweetcomb-nat:nat44": { processing: "endpoint-independent" } };
    const tunnelTo = (remote: string) => interfaces(tunnel("gre", "out", { local: "192.0.2.1", remote }));
    for (const instance of [
      { ...endpointDependent, ...pool },
      { ...endpointDependent, ...range },
      { ...endpointDependent, "mapping-table": { "mapping-entry": [mapping] } },
      { ...endpointDependent, "mapping-table": { "mapping-entry": [shared] } },
      { ...endpointIndependent, ...pool },
      { type: "ietf-nat:nat64", ...pool },
      { type: "sweetcomb-nat:det44", "sweetcomb-nat:det44": det44 },
    ]) {
      const nat = natOf(instance);
      await bed.configure(nat);
      await assert.rejects(bed.configure({ ...nat, ...tunnelTo("203.0.113.9") }), because);
      await bed.configure({ ...nat, ...tunnelTo("203.0.113.20") });
      await bed.configure(tunnelTo("203.0.113.9"));
      await assert.rejects(bed.configure({ ...nat, ...tunnelTo("203.0.113.9") }), because);
      await bed.configure({});
    }
  },

  "a peer of a multipoint tunnel is no address that VPP has in the same VRF, whichever comes first": async (bed) => {
    const because = { tag: "operation-not-supported", message: /sends to itself through a tunnel/ };
    const own = loopback("loop0", addresses("192.0.2.2/24"));
    for (const type of ["gre", "ipip"]) {
      const peers = { "sweetcomb-tunnels:multipoint-peer": [{ peer: "10.0.0.2", "next-hop": "192.0.2.2" }] };
      const out = tunnel(
        type,
        "out",
        { local: "192.0.2.1", mode: "multipoint" },
        { ...addresses("10.0.0.1/24"), ...peers },
      );
      await assert.rejects(bed.configure(interfaces(own, out)), because);
      await bed.configure(interfaces(out));
      await assert.rejects(bed.configure(interfaces(own, out)), because);
      await bed.configure(interfaces(own));
      await assert.rejects(bed.configure(interfaces(own, out)), because);
      await bed.configure({});
    }
  },

  "what a tunnel sends does not go into it again, whichever comes first": async (bed) => {
    const because = { tag: "operation-not-supported", message: /would be routed into it again/ };
    const routes = (list: Readonly<Record<string, Member>>) => routing(staticRoutes("main", list));
    const into = { "outgoing-interface": "out", "next-hop-address": "10.9.0.2" };
    for (const [type, more] of Object.entries({
      vxlan: { vni: 1 },
      "vxlan-gpe": { vni: 1, payload: "ip4" },
      geneve: { vni: 1 },
      gtpu: { teid: 1 },
      pvti: { "local-port": 1234, "remote-port": 1235 },
    })) {
      const ends = { local: "192.0.2.1", remote: "203.0.113.9" };
      const list = interfaces(loopback("loop0", addresses("192.0.2.1/24")), tunnel(type, "out", { ...ends, ...more }));
      const toAll = { "0.0.0.0/0": into };
      const toEnd = { "203.0.113.9/32": { "next-hop-address": "192.0.2.9", "outgoing-interface": "loop0" } };
      const toNeighbour = { "203.0.113.9/32": { "next-hop-address": "192.0.2.9" } };
      await assert.rejects(bed.configure({ ...list, ...routes(toAll) }), because);
      await bed.configure(list);
      await assert.rejects(bed.configure({ ...list, ...routes(toAll) }), because);
      await bed.configure({ ...list, ...routes({ ...toAll, ...toEnd }) });
      await assert.rejects(bed.configure({ ...list, ...routes(toAll) }), because);
      // The neighbour itself would be reached through the tunnel when loop0 is down.
      await assert.rejects(bed.configure({ ...list, ...routes({ ...toAll, ...toNeighbour }) }), because);
      const byAnother = { ...toAll, "203.0.113.0/24": { "next-hop-address": "198.51.100.1" } };
      await assert.rejects(bed.configure({ ...list, ...routes(byAnother) }), because);
      const inSubnet = tunnel(type, "out", { ...ends, ...more }, addresses("203.0.113.1/24"));
      await assert.rejects(bed.configure(interfaces(loopback("loop0", addresses("192.0.2.1/24")), inSubnet)), because);
      await bed.configure({});
    }
  },

  "what has got a UDP header is not given another by the same route, whichever comes first": async (bed) => {
    const because = { tag: "operation-not-supported", message: /would be routed into it again/ };
    const header = (name: string, destination: string) => ({
      name,
      "source-address": "192.0.2.1",
      "destination-address": destination,
      "destination-port": 6635,
    });
    const into = (name: string) => ({ "sweetcomb-routing:udp-encapsulation": name });
    const configuration = (routes: Readonly<Record<string, Member>>, end = "203.0.113.9") => ({
      "sweetcomb-routing:udp": { encapsulation: [header("out", end), header("back", "203.0.114.9")] },
      ...interfaces(loopback("loop0", addresses("192.0.2.1/24"))),
      ...routing(staticRoutes("main", routes)),
    });
    const toAll = { "0.0.0.0/0": into("out") };
    const toEnd = { "203.0.113.9/32": { "next-hop-address": "192.0.2.9", "outgoing-interface": "loop0" } };
    await assert.rejects(bed.configure(configuration(toAll)), because);
    await isReadBack(bed, configuration({ ...toAll, ...toEnd }));
    await assert.rejects(bed.configure(configuration(toAll)), because);
    await assert.rejects(bed.configure(configuration({ ...toAll, ...toEnd }, "203.0.113.8")), because);
    const ring = { "203.0.113.0/24": into("back"), "203.0.114.0/24": into("out") };
    await assert.rejects(bed.configure(configuration(ring)), because);
    await assert.rejects(bed.configure(configuration({}, "192.0.2.1")), /VPP has 192\.0\.2\.1 itself/);
  },

  "what tunnels send does not come back through others or through a bridge domain": async (bed) => {
    const because = { tag: "operation-not-supported", message: /would be routed into it again/ };
    const one = tunnel("gre", "one", { local: "192.0.2.1", remote: "203.0.113.9" });
    const other = tunnel("gtpu", "other", { local: "192.0.2.1", remote: "203.0.114.9", teid: 1 });
    const toEach = {
      "203.0.113.0/24": { "outgoing-interface": "other" },
      "203.0.114.0/24": { "outgoing-interface": "one" },
    };
    await assert.rejects(
      bed.configure({ ...interfaces(one, other), ...routing(staticRoutes("main", toEach)) }),
      because,
    );
    // VPP sees this one, and drops the packets.
    const seen = routing(staticRoutes("main", { "203.0.113.0/24": { "outgoing-interface": "one" } }));
    await isReadBack(bed, { ...interfaces(one), ...seen });
    await bed.configure({});
    const port = (more: Member = {}) => ({ "sweetcomb-l2:l2": { bridge: { domain: "lan", ...more } } });
    const domain = { "sweetcomb-l2:bridge-domains": { "bridge-domain": [{ name: "lan", id: 7 }] } };
    const lan = loopback("loop2", { ...addresses("203.0.113.1/24"), ...port({ "port-type": "bvi" }) });
    const frames = (more: Member = {}) =>
      tunnel("vxlan", "frames", { local: "192.0.2.1", remote: "203.0.113.9", vni: 1 }, more);
    await bed.configure({ ...domain, ...interfaces(lan, frames()) });
    await assert.rejects(bed.configure({ ...domain, ...interfaces(lan, frames(port())) }), because);
    await bed.configure({});
  },

  "a tunnel leads to nothing that VPP receives by a route of the same VRF, whichever comes first": async (bed) => {
    const because = { tag: "operation-not-supported", message: /sends to itself through a tunnel/ };
    const received = (prefix: string, nextHop = "receive", more: Member = {}) =>
      routing(staticRoutes("main", { [prefix]: { "special-next-hop": nextHop } }, more));
    for (const [ends, held, beside] of [
      [ends4, ["192.0.2.2/32", "192.0.2.0/30", "192.0.0.0/13"], "192.0.2.3/32"],
      [ends6, ["2001:db8::2/128", "2001:db8::/126", "2001:db8::/29"], "2001:db8::3/128"],
    ] as const) {
      const out = interfaces(tunnel("gre", "out", ends));
      for (const prefix of held) {
        await assert.rejects(bed.configure({ ...out, ...received(prefix) }), because);
        await bed.configure({ ...out, ...received(prefix, "blackhole") });
        await assert.rejects(bed.configure({ ...out, ...received(prefix) }), because);
        await bed.configure(received(prefix));
        await assert.rejects(bed.configure({ ...out, ...received(prefix) }), because);
      }
      await isReadBack(bed, { ...out, ...received(beside) });
      const red = { ...vrfs(vrf("red", 10)), ...received(held[0], "receive", { "sweetcomb-routing:vrf": "red" }) };
      await isReadBack(bed, { ...out, ...red });
      await bed.configure({});
    }
  },

  "a PPPoE session of a client that VPP has not seen is refused": (bed) =>
    isRefused(
      bed,
      /PPPoE|pppoe/,
      tunnel("pppoe-session", "client", {
        "encapsulation-interface": "loop0",
        "client-mac": "02:00:00:00:00:01",
        "session-id": 1,
        "client-address": "10.0.0.2",
      }),
    ),

  "an interface whose PPPoE clients VPP remembers stays as long as the control plane": async (bed) => {
    const daemon = { name: "memif0/0", type: "sweetcomb-interfaces:memif" };
    const access = { name: "memif0/1", type: "sweetcomb-interfaces:memif", "sweetcomb-interfaces:memif": { id: 1 } };
    const controlPlane = { "sweetcomb-tunnels:pppoe": { "control-plane-interface": daemon.name } };
    const smaller = { ...access, "sweetcomb-interfaces:memif": { id: 1, "ring-size": 512 } };
    await bed.configure({ ...interfaces(daemon, access), ...controlPlane });
    for (const without of [interfaces(daemon), interfaces(daemon, smaller)]) {
      await assert.rejects(bed.configure({ ...without, ...controlPlane }), {
        tag: "operation-not-supported",
        message: /heard on memif0\/1/,
      });
    }
    await isReadBack(bed, { ...interfaces(daemon, { ...access, description: "clients" }), ...controlPlane });
    await bed.configure(interfaces(daemon));
    await bed.configure({});
  },

  "what no tunnel can be is refused before VPP hears of it": async (bed) => {
    const mixed = { local: "192.0.2.1", remote: "2001:db8::2" };
    const same = { local: "192.0.2.1", remote: "192.0.2.1" };
    for (const [type, more] of Object.entries({
      vxlan: { vni: 1 },
      "vxlan-gpe": { vni: 1, payload: "ip4" },
      geneve: { vni: 1 },
      gtpu: { teid: 1 },
      gre: {},
      ipip: {},
    })) {
      await isRefused(bed, /one address family/, tunnel(type, "t", { ...mixed, ...more }));
      await isRefused(bed, /two different ends/, tunnel(type, "t", { ...same, ...more }));
    }
    for (const [type, more] of Object.entries({ vxlan: { vni: 1 }, geneve: { vni: 1 }, gtpu: { teid: 1 } })) {
      const group = { ...ends4, remote: "239.1.1.1", "multicast-interface": "loop0" };
      const [number] = Object.keys(more);
      await isRefused(bed, /multicast group/, tunnel(type, "t", { ...ends4, remote: "239.1.1.1", ...more }));
      await isRefused(bed, /multicast group/, tunnel(type, "t", { ...ends4, ...more, "multicast-interface": "loop0" }));
      // VPP would die when the second one is deleted.
      await isRefused(
        bed,
        /same interface and VRF/,
        tunnel(type, "one", { ...group, ...more }),
        tunnel(type, "two", { ...group, vrf: "red", [number!]: 2 }),
      );
    }
    for (const [type, more] of Object.entries({
      vxlan: { vni: 1 },
      "vxlan-gpe": { vni: 1, payload: "ip4" },
      geneve: { vni: 1 },
      gtpu: { teid: 1 },
    })) {
      const group = { ...ends4, remote: "239.1.1.1", ...more };
      for (const below of ["ipip", "gre"]) {
        const through = tunnel(below, "below", ends4);
        await isRefused(
          bed,
          /tunnel of packets/,
          through,
          tunnel(type, "t", { ...group, "multicast-interface": "below" }),
        );
      }
    }
    await isRefused(bed, /IPv4 only/, tunnel("geneve", "t", { ...ends6, vrf: "red", vni: 1 }));
    await isRefused(bed, /layer 2/, tunnel("vxlan", "t", { ...ends4, vni: 1, payload: "ip" }));
    await isRefused(bed, /range|Unsatisfied/i, tunnel("vxlan", "t", { ...ends4, vni: 16777216 }));
    await isRefused(bed, /needs remote/, tunnel("gre", "t", { local: "192.0.2.1" }));
    await isRefused(bed, /multipoint one has none/, tunnel("ipip", "t", { ...ends4, mode: "multipoint" }));
    await isRefused(bed, /no key/, tunnel("gre", "t", { ...ends4, payload: "erspan", key: 1 }));
    await isRefused(
      bed,
      /MAC address/,
      tunnel("gre", "t", ends4, { "sweetcomb-interfaces:mac-address": "02:00:00:00:00:01" }),
    );
    await isRefused(
      bed,
      /64 bits/,
      tunnel("sixrd", "t", { local: "10.0.0.1", "ipv6-prefix": "2001:db8::/48", "ipv4-prefix": "10.0.0.0/8" }),
    );
    await isRefused(
      bed,
      /multipoint tunnel has peers/,
      tunnel("gre", "t", ends4, {
        "sweetcomb-tunnels:multipoint-peer": [{ peer: "10.0.0.2", "next-hop": "192.0.2.2" }],
      }),
    );
  },

  "two tunnels that VPP could not tell apart are refused before it hears of them": async (bed) => {
    await isRefused(
      bed,
      /unique/i,
      tunnel("gtpu", "one", { ...ends4, teid: 1, qfi: 1 }),
      tunnel("gtpu", "two", { ...ends4, local: "192.0.2.7", teid: 1, qfi: 1 }),
    );
    await isRefused(
      bed,
      /unique/i,
      tunnel("geneve", "one", { ...ends4, vni: 1 }),
      tunnel("geneve", "two", { ...ends4, local: "192.0.2.7", vni: 1 }),
    );
    await isRefused(
      bed,
      /unique/i,
      tunnel("gtpu-forward", "one", { remote: "192.0.2.9", reason: "bad-header" }),
      tunnel("gtpu-forward", "two", { remote: "2001:db8::9", reason: "bad-header" }),
    );
  },

  "peers of tunnels in two VRFs are refused, since VPP would lose one of the VRFs": (bed) =>
    isRefused(bed, /same VRF/, manyPointed("one", "192.0.2.1", "192.0.2.9"), {
      ...manyPointed("two", "192.0.2.2", "192.0.2.9"),
      "sweetcomb-routing:vrf": "red",
    }),

  "a peer with the ends of a point-to-point tunnel is refused, since VPP could not delete that any more": (bed) =>
    isRefused(
      bed,
      /point-to-point GRE tunnel/,
      manyPointed("one", "192.0.2.1", "192.0.2.2"),
      tunnel("gre", "two", ends4),
    ),

  "tunnels to a group are refused in a VRF whose multicast table VPP would look for at another place": async (bed) => {
    const other = await bed.asOther();
    const withoutGroups = (tableId: number, isAdd: boolean) =>
      other.call(IpTableAddDelV2, { isAdd, createMfib: false, table: { tableId, isIp6: false, name: "unicast" } });
    const group = { ...ends4, remote: "239.1.1.1", "multicast-interface": "loop0", vrf: "blue" };
    const kinds: Readonly<Record<string, Member>> = {
      vxlan: { vni: 7 },
      geneve: { vni: 7 },
      gtpu: { teid: 7 },
      "vxlan-gpe": { vni: 7, payload: "ip4" },
    };
    // In a VPP that others have used, one table may be what brings the two to one place; two are not.
    for (const tables of [[30], [30, 33]]) {
      for (const tableId of tables) await withoutGroups(tableId, true);
      for (const [type, more] of Object.entries(kinds)) {
        const configuration = {
          ...vrfs(vrf("blue", 40)),
          ...interfaces(loopback("loop0"), tunnel(type, "t", { ...group, ...more })),
        };
        if (tables.length > 1) await assert.rejects(bed.configure(configuration), /at two places/);
        else await bed.configure(configuration).catch((refusal) => assert.match(refusal.message, /at two places/));
        await bed.configure({});
      }
      for (const tableId of tables) await withoutGroups(tableId, false);
    }
  },

  "a tunnel that VPP does not find any more, and still has, is not taken for deleted": async (bed) => {
    await bed.configure(interfaces(tunnel("gre", "west", ends4)));
    const simulator = bed.simulator;
    if (simulator === undefined) return;
    simulator.faults.add({ message: "gre_tunnel_add_del_v2", nth: 1, action: { kind: "refuse", retval: -6 } });
    await assert.rejects(bed.configure({}), { tag: "operation-failed" });
    simulator.faults.clear();
    await isReadBack(bed, interfaces(tunnel("gre", "west", ends4)));
  },
};

function manyPointed(name: string, local: string, nextHop: string): Member {
  const peers = [{ peer: "10.0.0.2", "next-hop": nextHop }];
  return tunnel("gre", name, { local, mode: "multipoint" }, { "sweetcomb-tunnels:multipoint-peer": peers });
}
