/** Tunnels: each kind with all its settings, changed in place and made anew, with what depends on it. */

import assert from "node:assert/strict";
import { GreTunnelAddDelV2, IpipAddTunnel } from "vpp-binapi-ts/api";
import { NO_INTERFACE } from "../../../translators/interfaces/interface.js";
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
import { isRefused } from "../is-refused.js";
import type { Scenarios } from "../scenario.js";

const ends4 = { local: "192.0.2.1", remote: "192.0.2.2" };
const ends6 = { local: "2001:db8::1", remote: "2001:db8::2" };
const wireEnds4 = { src: address(ends4.local), dst: address(ends4.remote), swIfIndex: NO_INTERFACE };
const red = vrfs(vrf("red", 10));

/** Read back as configured, also after a restart of the server, which then has nothing to do. */
async function survives(bed: TestBed, configuration: Configuration): Promise<void> {
  await isReadBack(bed, configuration);
  assert.deepEqual(await bed.restartServer(), []);
  await isReadBack(bed, configuration);
}

export const tunnelsScenarios: Scenarios = {
  "VXLAN tunnels of every form are read back as configured": (bed) =>
    survives(bed, {
      ...red,
      ...interfaces(
        loopback("loop0"),
        tunnel("vxlan", "to the west", { ...ends4, vni: 100 }),
        tunnel("vxlan", "vxlan_tunnel7", { ...ends6, vni: 16777215 }, { enabled: false, description: "seven" }),
        tunnel(
          "vxlan",
          "ports",
          { ...ends4, vrf: "red", vni: 0, "local-port": 5000, "remote-port": 5001, instance: 70 },
          { "sweetcomb-interfaces:mac-address": "02:00:00:00:00:77" },
        ),
        tunnel("vxlan", "group", { ...ends4, remote: "239.1.1.1", vni: 3, "multicast-interface": "loop0" }),
        tunnel("vxlan", "group too", { ...ends4, remote: "239.1.1.1", vni: 4, "multicast-interface": "loop0" }),
        tunnel("vxlan", "routed", { ...ends4, vni: 5, payload: "ip", "decap-next": "ip4-input" }),
        tunnel("vxlan", "routed6", { ...ends6, vni: 6, payload: "ip", "decap-next": "ip6-input" }),
        tunnel("vxlan", "dropped", { ...ends4, vni: 7, "decap-next": "drop" }),
      ),
    }),

  "a VXLAN tunnel changes its MAC address in place, and all else anew": async (bed) => {
    const withMac = (mac: string, vni: number) =>
      interfaces(
        tunnel(
          "vxlan",
          "west",
          { ...ends4, vni },
          { "sweetcomb-interfaces:mac-address": mac, ...addresses("10.0.0.1/24") },
        ),
      );
    await isReadBack(bed, withMac("02:00:00:00:00:01", 1));
    await isReadBack(bed, withMac("02:00:00:00:00:02", 1));
    await isReadBack(bed, withMac("02:00:00:00:00:02", 2));
  },

  "addresses and routes move along when a tunnel is made anew": async (bed) => {
    const over = (type: string, settings: Member): Configuration => ({
      ...red,
      ...interfaces(
        tunnel(type, "west", settings, {
          ...addresses("10.0.0.1/32", "2001:db8:1::1/128"),
          "sweetcomb-routing:vrf": "red",
          "sweetcomb-interfaces:packet-mtu": 1400,
        }),
      ),
      ...routing(
        staticRoutes("main", {
          "203.0.113.0/24": { "outgoing-interface": "west", "next-hop-address": "10.0.0.2" },
          "2001:db8:2::/48": { "outgoing-interface": "west", "next-hop-address": "2001:db8:1::2" },
        }),
      ),
    });
    await isReadBack(bed, over("gre", ends4));
    await isReadBack(bed, over("gre", { ...ends4, key: 7 }));
    await isReadBack(bed, over("gre", { ...ends4, vrf: "red" }));
    await isReadBack(bed, over("ipip", { ...ends4, remote: "192.0.2.3" }));
    await isReadBack(bed, over("ipip", ends6));
    await isReadBack(bed, over("vxlan", { ...ends4, vni: 5, payload: "ip", "decap-next": "ip4-input" }));
  },

  "VXLAN-GPE tunnels are read back as configured, and take the place of each other": async (bed) => {
    await survives(bed, {
      ...red,
      ...interfaces(
        loopback("loop0"),
        tunnel("vxlan-gpe", "four", { ...ends4, vrf: "red", vni: 1, payload: "ip4", "decap-vrf": "red" }),
        tunnel("vxlan-gpe", "six", { ...ends6, vni: 2, payload: "ip6", "local-port": 5000, "remote-port": 5001 }),
        tunnel("vxlan-gpe", "frames", { ...ends4, vni: 3, payload: "ethernet" }, { enabled: false }),
        tunnel("vxlan-gpe", "chains", { ...ends4, vni: 4, payload: "nsh" }),
        tunnel("vxlan-gpe", "group", {
          ...ends4,
          remote: "239.1.1.1",
          vni: 5,
          payload: "ethernet",
          "multicast-interface": "loop0",
        }),
      ),
    });
    await isReadBack(bed, interfaces(tunnel("vxlan-gpe", "six", { ...ends4, vni: 2, payload: "ip6" })));
  },

  "GENEVE tunnels of every form are read back as configured": (bed) =>
    survives(bed, {
      ...red,
      ...interfaces(
        loopback("loop0"),
        tunnel("geneve", "west", { ...ends4, vni: 1 }),
        tunnel("geneve", "east", { ...ends6, vni: 2, "decap-next": "drop" }, { enabled: false }),
        tunnel(
          "geneve",
          "routed",
          { ...ends4, vrf: "red", vni: 3, "l3-mode": true },
          { "sweetcomb-interfaces:mac-address": "02:00:00:00:00:77", ...addresses("10.0.0.1/24") },
        ),
        tunnel("geneve", "group", { ...ends6, remote: "ff0e::1", vni: 4, "multicast-interface": "loop0" }),
      ),
    }),

  "GTP-U tunnels and the ways out for strays are read back as configured": (bed) =>
    survives(bed, {
      ...red,
      ...interfaces(
        loopback("loop0"),
        tunnel("gtpu", "west", { ...ends4, teid: 1 }),
        tunnel("gtpu", "east", { ...ends6, vrf: "red", teid: 1, tteid: 4294967295, "decap-next": "ip6-input" }),
        tunnel("gtpu", "flow", { ...ends4, teid: 2, qfi: 9, "decap-next": "ip4-input" }, addresses("10.0.0.1/24")),
        tunnel("gtpu", "flow6", { ...ends6, vrf: "red", teid: 4, qfi: 63, "decap-next": "drop" }, { enabled: false }),
        tunnel("gtpu", "flow group", {
          ...ends4,
          remote: "239.1.1.2",
          teid: 5,
          qfi: 1,
          "multicast-interface": "loop0",
        }),
        tunnel("gtpu", "group", { ...ends4, remote: "239.1.1.1", teid: 3, "multicast-interface": "loop0" }),
        tunnel("gtpu-forward", "broken", { remote: "192.0.2.9", reason: "bad-header" }),
        tunnel("gtpu-forward", "unknown", {
          remote: "2001:db8::9",
          vrf: "red",
          reason: "unknown-teid",
          "decap-next": "ip6-input",
        }),
        tunnel("gtpu-forward", "strange", { remote: "192.0.2.9", reason: "unknown-type", "decap-next": "drop" }),
      ),
    }),

  "a GTP-U tunnel changes what it sends in place; what was set on one does not come back with the next": async (
    bed,
  ) => {
    const sending = (tteid: number) => interfaces(tunnel("gtpu", "west", { ...ends4, teid: 5, tteid }));
    await isReadBack(bed, sending(6));
    await isReadBack(bed, sending(7));
    const sending6 = (tteid: number) => ({
      ...red,
      ...interfaces(tunnel("gtpu", "west", { ...ends6, vrf: "red", teid: 5, tteid })),
    });
    await isReadBack(bed, sending6(6));
    await isReadBack(bed, sending6(7));
    await isReadBack(bed, interfaces(tunnel("gtpu", "west", { ...ends4, teid: 5 })));
    await isReadBack(
      bed,
      interfaces(
        tunnel(
          "gtpu",
          "west",
          { ...ends4, teid: 8 },
          { ...addresses("10.0.0.1/24"), "sweetcomb-interfaces:packet-mtu": 1400, description: "west" },
        ),
      ),
    );
    await bed.configure({});
    await bed.configure(interfaces(tunnel("gtpu", "east", { ...ends4, teid: 9 })));
    const { interface: list } = (await bed.southbound.read({}))["ietf-interfaces:interfaces"] as {
      interface: readonly Member[];
    };
    const east = list.find(({ name }) => name === "east")!;
    assert.equal(
      list.some(({ name }) => name === "west"),
      false,
    );
    assert.equal(east["ietf-ip:ipv4"], undefined);
    assert.equal(east.description, undefined);
    assert.equal(east["sweetcomb-interfaces:packet-mtu"], undefined);
  },

  "GRE tunnels of every form are read back as configured": (bed) =>
    survives(bed, {
      ...red,
      ...interfaces(
        tunnel("gre", "gre5", ends4),
        tunnel("gre", "keyed", { ...ends4, key: 4294967295, vrf: "red", flags: "copy-df copy-dscp copy-ecn" }),
        tunnel("gre", "frames", { ...ends6, payload: "ethernet", instance: 50 }, { enabled: false }),
        tunnel(
          "gre",
          "mirror",
          { ...ends4, payload: "erspan", "session-id": 1023 },
          { "sweetcomb-interfaces:mac-address": "02:00:00:00:00:77" },
        ),
        tunnel("gre", "many", { local: "192.0.2.1", mode: "multipoint", flags: "set-df inner-hash" }),
      ),
    }),

  "IP in IP tunnels and 6RD domains of every form are read back as configured": async (bed) => {
    await survives(bed, {
      ...red,
      ...interfaces(
        tunnel("ipip", "ipip5", { ...ends4, flags: "copy-dscp decap-copy-ecn" }),
        tunnel("ipip", "six", { ...ends6, vrf: "red", dscp: 46, flags: "copy-hop-limit copy-flow-label" }),
        tunnel("ipip", "odd", { ...ends4, remote: "192.0.2.3", dscp: 63, instance: 50 }, { enabled: false }),
        tunnel("ipip", "many", { local: "192.0.2.9", mode: "multipoint" }),
        tunnel("ipip", "more", { ...ends4, remote: "192.0.2.4", flags: "copy-df set-df copy-ecn inner-hash" }),
        tunnel("sixrd", "checked", {
          local: "10.1.2.4",
          "ipv6-prefix": "2001:db8:6::/48",
          "ipv4-prefix": "10.1.0.0/16",
        }),
        tunnel("sixrd", "provider", {
          local: "10.1.2.3",
          vrf: "red",
          "ipv6-prefix": "2001:db8::/32",
          "ipv6-vrf": "red",
          "ipv4-prefix": "10.0.0.0/8",
          "security-check": false,
        }),
      ),
    });
    await isReadBack(bed, interfaces(tunnel("ipip", "six", { ...ends6, dscp: 10 })));
  },

  "peers of multipoint tunnels are read back and move along": async (bed) => {
    const withPeers = (local: string, vrfOfTunnel: string | undefined, ...peers: readonly Member[]): Configuration => ({
      ...red,
      ...interfaces(
        tunnel(
          "gre",
          "many",
          { local, mode: "multipoint" },
          {
            ...addresses("10.0.0.1/24"),
            ...(vrfOfTunnel !== undefined && { "sweetcomb-routing:vrf": vrfOfTunnel }),
            "sweetcomb-tunnels:multipoint-peer": peers,
          },
        ),
        tunnel(
          "ipip",
          "more",
          { local: "2001:db8::1", mode: "multipoint" },
          {
            ...addresses("10.1.0.1/24"),
            ...(vrfOfTunnel !== undefined && { "sweetcomb-routing:vrf": vrfOfTunnel }),
            "sweetcomb-tunnels:multipoint-peer": [
              { peer: "10.1.0.2", "next-hop": "2001:db8::2" },
              { peer: "2001:db8:7::2", "next-hop": "2001:db8::3" },
            ],
          },
        ),
      ),
    });
    const one = { peer: "10.0.0.2", "next-hop": "192.0.2.2" };
    const two = { peer: "10.0.0.3", "next-hop": "192.0.2.3", vrf: "red" };
    await survives(bed, withPeers("192.0.2.1", undefined, one, two));
    await isReadBack(bed, withPeers("192.0.2.1", undefined, { ...one, "next-hop": "192.0.2.4" }));
    await isReadBack(bed, withPeers("192.0.2.1", "red", one, two));
    await isReadBack(bed, withPeers("192.0.2.5", "red", one, two));
    await isReadBack(bed, withPeers("192.0.2.5", undefined));
  },

  "a peer of a tunnel that is made right behind one of another kind leaves that one as it is": async (bed) => {
    const other = await bed.asOther();
    for (const [first, second] of [
      ["gre", "ipip"],
      ["ipip", "gre"],
    ] as const) {
      const pair = (...peers: readonly Member[]) =>
        interfaces(
          tunnel(first, "point", ends4),
          tunnel(
            second,
            "many",
            { local: ends4.local, mode: "multipoint" },
            {
              ...addresses("10.0.0.1/24"),
              "sweetcomb-tunnels:multipoint-peer": peers,
            },
          ),
        );
      await bed.configure(interfaces(tunnel(first, "point", ends4)));
      await isReadBack(bed, pair({ peer: "10.0.0.2", "next-hop": ends4.remote }));
      await isReadBack(bed, pair());
      // VPP knows the ends of the first tunnel still, and makes no other with them.
      await assert.rejects(
        first === "gre"
          ? other.call(GreTunnelAddDelV2, { isAdd: true, tunnel: { ...wireEnds4, instance: 77 } })
          : other.call(IpipAddTunnel, { tunnel: { ...wireEnds4, instance: 77 } }),
        /IF_ALREADY_EXISTS/,
      );
      await isReadBack(bed, {});
    }
  },

  "packet vector tunnels are read back as configured, and follow a VRF whose table changes": async (bed) => {
    const through = (tableId: number) => ({
      ...vrfs(vrf("other", 9), vrf("red", tableId)),
      ...interfaces(
        tunnel("pvti", "south", { ...ends4, "local-port": 4004, "remote-port": 4005, vrf: "red" }),
        tunnel("pvti", "north", { ...ends6, "local-port": 4006, "remote-port": 4007, vrf: "red" }),
      ),
    });
    await survives(bed, through(10));
    await isReadBack(bed, through(11));
    await survives(bed, {
      ...interfaces(
        tunnel("pvti", "west", { ...ends4, "local-port": 4000, "remote-port": 4001 }),
        tunnel(
          "pvti",
          "east",
          {
            ...ends6,
            "local-port": 4002,
            "remote-port": 4003,
            "underlay-mtu": 9000,
            "peer-address-from-payload": true,
          },
          { enabled: false, ...addresses("10.0.0.1/24") },
        ),
      ),
    });
  },

  "short cuts of tunnels are switched on, survive a restart of the server, and are switched off with their interface":
    async (bed) => {
      const all = ["vxlan", "vxlan-gpe", "gtpu"].flatMap((encapsulation) =>
        ["ipv4", "ipv6"].map((family) => ({ encapsulation, "address-family": family })),
      );
      const shortCut = (list: readonly Member[]) =>
        interfaces(loopback("loop0", { "sweetcomb-tunnels:tunnel-bypass": list }));
      await survives(bed, shortCut(all));
      await survives(bed, shortCut(all.slice(2)));
      await isReadBack(bed, interfaces(loopback("loop1")));
      await isReadBack(bed, shortCut(all));
    },

  "the short cut of GENEVE, which VPP takes and ignores, is refused": async (bed) => {
    const geneve = { encapsulation: "geneve", "address-family": "ipv4" };
    await assert.rejects(
      bed.configure(interfaces(loopback("loop0", { "sweetcomb-tunnels:tunnel-bypass": [geneve] }))),
      {
        tag: "operation-not-supported",
        message: /no feature ip4-geneve-bypass/,
      },
    );
  },

  "the interface of the PPPoE control plane changes": async (bed) => {
    const type = "sweetcomb-interfaces:memif";
    const memif = (id: number) => ({ name: `memif0/${id}`, type, [type]: { id } });
    const controlPlane = (name: string): Configuration => ({
      ...interfaces(loopback("loop0"), memif(1), memif(2)),
      "sweetcomb-tunnels:pppoe": { "control-plane-interface": name },
    });
    await survives(bed, controlPlane("memif0/1"));
    await survives(bed, controlPlane("memif0/2"));
    const leaf = "/sweetcomb-tunnels:pppoe/control-plane-interface";
    await isRefused(bed, controlPlane("loop0"), leaf, /round for ever/);
  },
};
