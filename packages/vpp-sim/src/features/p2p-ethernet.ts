import { P2pEthernetAdd, P2pEthernetDel } from "vpp-binapi-ts/api";
import { answer, type Feature } from "../handler.js";
import { NONE, Retval } from "../retval.js";
import { addInterface, deleteInterface } from "../state/interfaces.js";
import { recordsOf } from "../state/records.js";
import type { Vpp } from "../state/vpp.js";

interface Part {
  readonly swIfIndex: number;
}

/** By parent and MAC address. */
const parts = recordsOf<Part>("p2p-ethernet", (part, swIfIndex) => part.swIfIndex === swIfIndex);

/** The if_type of such a part. */
export const TYPE_P2P = 2;

/** Parts of Ethernet interfaces that lead to one MAC address (vnet/ethernet). */
export const p2pEthernet: Feature = {
  name: "p2p-ethernet",
  handlers: [
    answer(P2pEthernetAdd, (vpp, { parentIfIndex, subifId, remoteMac }) => {
      const parent = vpp.interfaces.get(parentIfIndex);
      if (parent === undefined) return { retval: Retval.INVALID_SW_IF_INDEX, swIfIndex: NONE };
      // VPP takes a number only when it is the index of an interface.
      if (vpp.interfaces.get(subifId) === undefined) return { retval: Retval.INVALID_SW_IF_INDEX_2, swIfIndex: NONE };
      const key = keyOf(parentIfIndex, remoteMac);
      if (parts(vpp).has(key) || hasPart(vpp, parentIfIndex, subifId)) {
        return { retval: Retval.SUBIF_ALREADY_EXISTS, swIfIndex: NONE };
      }
      const { swIfIndex } = addInterface(vpp, {
        kind: parent.kind,
        deviceType: parent.deviceType,
        name: `${parent.name}.${subifId}`,
        mtu: 0,
        linkMtu: parent.linkMtu,
        part: {
          supSwIfIndex: parentIfIndex,
          type: TYPE_P2P,
          subId: subifId,
          subIfFlags: 0,
          outerVlanId: 0,
          innerVlanId: 0,
        },
      });
      parts(vpp).set(key, { swIfIndex });
      return { retval: Retval.OK, swIfIndex };
    }),
    answer(P2pEthernetDel, (vpp, { parentIfIndex, remoteMac }) => {
      if (vpp.interfaces.get(parentIfIndex) === undefined) return { retval: Retval.INVALID_SW_IF_INDEX };
      const found = parts(vpp).get(keyOf(parentIfIndex, remoteMac));
      const gone = found && vpp.interfaces.get(found.swIfIndex);
      if (gone === undefined) return { retval: Retval.SUBIF_DOESNT_EXIST };
      deleteInterface(vpp, gone);
      return { retval: Retval.OK };
    }),
  ],
};

function keyOf(parent: number, mac: Uint8Array): string {
  return `${parent} ${mac.join()}`;
}

function hasPart(vpp: Vpp, parent: number, subId: number): boolean {
  return [...vpp.interfaces.values()].some(({ part }) => part?.supSwIfIndex === parent && part.subId === subId);
}
