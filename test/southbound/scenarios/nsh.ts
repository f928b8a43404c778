/** Network service headers, and maps of packets that carry them. */

import assert from "node:assert/strict";
import type { VppClient } from "vpp-binapi-ts";
import { CliInband, NshAddDelMap, type NshMapDetails, NshMapDump, SwInterfaceDump } from "vpp-binapi-ts/api";
import { NO_INTERFACE } from "../../../translators/interfaces/interface.js";
import type { Configuration } from "../../translators/test-bed.js";
import * as a from "../configurations.js";
import { isReadBack } from "../is-read-back.js";
import { isRefused } from "../is-refused.js";
import type { Scenario, Scenarios } from "../scenario.js";

const between = (host: number) => ({ local: "192.0.2.1", remote: `192.0.2.${host}` });

const ends = [
  a.loopback("loop0", a.addresses("192.0.2.1/24", "2001:db8::1/64")),
  a.loopback("loop1"),
  a.tunnel("gre", "gre0", between(8)),
  a.tunnel("vxlan", "vxlan0", { vni: 7, ...between(9) }),
  a.tunnel("vxlan-gpe", "gpe0", { vni: 7, payload: "nsh", ...between(9) }),
];

const at = (path: number, index: number) => ({ "service-path": path, "service-index": index });
const to = (path: number, index: number) => ({ "mapped-service-path": path, "mapped-service-index": index });

const plain = { ...at(10, 255), ttl: 17, oam: true, "next-protocol": "ipv4" };
const words = { "word-1": 1, "word-2": 4294967295, "word-3": 0, "word-4": 7 };
const variable = {
  ...at(16777215, 1),
  "critical-metadata": true,
  "next-protocol": "ethernet",
  "metadata-field": [
    { index: 3, class: 9, type: 59, value: "0102030405" },
    { index: 9, class: 65535, type: 1, value: "" },
  ],
};

function nsh(header: readonly a.Member[], map: readonly a.Member[] = []): Configuration {
  return { ...a.interfaces(...ends), "sweetcomb-nsh:nsh": { header, map } };
}

const headers = [{ ...plain, context: words }, variable];

export const nshScenarios: Scenarios = {
  "network service headers of both kinds of metadata are read back, and made anew when they change": async (bed) => {
    await isReadBack(bed, nsh(headers));
    assert.deepEqual(await bed.restartServer(), []);
    await isReadBack(
      bed,
      nsh([
        { ...plain, ttl: 63, oam: false, context: words },
        { ...variable, ttl: 0 },
      ]),
    );
    await isReadBack(bed, nsh([{ ...variable, ...at(10, 255), "next-protocol": "mpls" }]));
  },

  "maps of service paths lead to each encapsulation, change, and move along with their tunnels": orRefused(
    async (bed) => {
      const maps = [
        { ...at(10, 255), action: "swap", ...to(16777215, 1), "gre-interface": "gre0" },
        { ...at(10, 254), action: "push", ...to(10, 255), "vxlan-gpe-interface": "gpe0" },
        { ...at(10, 253), action: "swap", ...to(10, 255), "vxlan-interface": "vxlan0" },
        { ...at(10, 252), action: "pop", "vxlan-ipv6-interface": "vxlan0" },
      ];
      await isReadBack(bed, nsh(headers, maps));
      assert.deepEqual(await bed.restartServer(), []);
      await isReadBack(bed, nsh(headers, [{ ...maps[0], action: "push" }, ...maps.slice(1, 3)]));
      await isReadBack(
        bed,
        nsh(headers, [{ ...at(10, 255), action: "pop", "lisp-gpe-interface": "loop1" }, ...maps.slice(2)]),
      );
    },
  ),

  "a map that hands packets to the Ethernet input is refused, since they come by no Ethernet": async (bed) => {
    const local = { interface: "loop0", "receiving-interface": "loop1" };
    const path = "/sweetcomb-nsh:nsh/map[service-path='10'][service-index='252']/local";
    await isRefused(bed, nsh([], [{ ...at(10, 252), action: "pop", local }]), path, /end with the second one/);
  },

  "a header with more metadata than VPP has room for, and two maps by one VXLAN tunnel, are refused": orRefused(
    async (bed) => {
      const field = (index: number) => ({ index, class: 1, type: 1, value: "00".repeat(121) });
      const long = { ...at(1, 1), "next-protocol": "ipv4", "metadata-field": [field(0), field(1)] };
      await assert.rejects(bed.configure(nsh([long])), { tag: "invalid-value" });
      const map = (index: number) => ({ ...at(1, index), ...to(10, 255), "vxlan-interface": "vxlan0" });
      await assert.rejects(bed.configure(nsh([], [map(1), map(2)])), /nique/);
      await isReadBack(bed, nsh([], [map(1)]));
      await isReadBack(bed, nsh([], [map(2)]));
      // VPP would keep the map, and say that it failed.
      const other = await bed.asOther();
      const [vxlan] = await mapsOf(other);
      const { mapIndex: _, ...map2 } = vxlan!;
      await bed.configure(nsh([]));
      await other.call(NshAddDelMap, { ...map2, isAdd: true });
      await assert.rejects(bed.configure(nsh([], [map(3)])), { tag: "operation-not-supported", message: /index 2/ });
      assert.deepEqual(await mapsOf(other), [vxlan]);
      await other.call(NshAddDelMap, { ...map2, isAdd: false });
    },
  ),
};

/** Ends with an interface kept in VPP because of which it makes no map any more. */
export const nshScenariosOfRealVpp: Scenarios = {
  "a map for which VPP would take the interface of another is refused, and one that is there does not change":
    orRefused(async (bed) => {
      // It has no hardware of its own, so the numbers of what is made after it differ.
      const vlan = {
        name: "loop1.10",
        type: "iana-if-type:l2vlan",
        "sweetcomb-sub-interfaces:sub-interface": { parent: "loop1", "outer-vlan-id": 10 },
      };
      const list = [...ends, vlan];
      const withMap = (...map: readonly a.Member[]): Configuration => ({
        ...a.interfaces(...list),
        "sweetcomb-nsh:nsh": { map },
      });
      // More than VPP has kept interfaces of.
      const maps = [1, 2, 3, 4, 5, 6, 7, 8].map((index) => ({
        ...at(1, index),
        ...to(10, 255),
        "gre-interface": "gre0",
      }));
      const refused = { tag: "operation-not-supported", message: /interface of another/ };
      await bed.configure(withMap());
      await isReadBack(bed, withMap(...maps));
      await assert.rejects(bed.configure(withMap({ ...maps[0], action: "push" }, ...maps.slice(1))), refused);
      await isReadBack(bed, withMap(...maps));
      await bed.configure(withMap());
      await assert.rejects(bed.configure(withMap(maps[0]!)), refused);
    }),
};

/**
 * A VPP that has kept an interface of maps by a wrong number makes none until it ends: where an earlier run has left one, it is
 * proved that maps are refused and headers are not.
 */
function orRefused(scenario: Scenario): Scenario {
  return async (bed) => {
    if (!(await keepsWrongNumber(await bed.asOther()))) return scenario(bed);
    const map = { ...at(10, 255), action: "pop", "lisp-gpe-interface": "loop1" };
    await assert.rejects(bed.configure(nsh(headers, [map])), {
      tag: "operation-not-supported",
      message: /maps can only be deleted/,
    });
    await isReadBack(bed, nsh(headers));
  };
}

/** Lines about hardware are "<name>   <index>   <link>   <hardware>". */
async function keepsWrongNumber(vpp: VppClient): Promise<boolean> {
  const { reply } = await vpp.call(CliInband, { cmd: "show hardware-interfaces brief" });
  const hardware = new Map([...reply.matchAll(/^(nsh_tunnel\d+)\s+(\d+)\s/gm)].map(([, name, index]) => [name, index]));
  for await (const { interfaceName, swIfIndex } of vpp.dump(SwInterfaceDump, { swIfIndex: NO_INTERFACE })) {
    if (hardware.has(interfaceName) && hardware.get(interfaceName) !== String(swIfIndex)) return true;
  }
  return false;
}

async function mapsOf(vpp: VppClient): Promise<NshMapDetails[]> {
  const maps: NshMapDetails[] = [];
  for await (const map of vpp.dump(NshMapDump, { mapIndex: NO_INTERFACE })) maps.push(map);
  return maps;
}
