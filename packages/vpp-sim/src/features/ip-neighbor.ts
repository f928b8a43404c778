import {
  IpNeighborAddDel,
  IpNeighborConfig,
  IpNeighborConfigGet,
  IpNeighborDump,
  IpNeighborEventV2,
  IpNeighborFlush,
  IpNeighborReplaceBegin,
  IpNeighborReplaceEnd,
  WantIpNeighborEventsV2,
} from "vpp-binapi-ts/api";
import { answer, answerDump, type Feature } from "../handler.js";
import { NONE, Retval } from "../retval.js";
import { toNeighbor } from "../state/adjacencies.js";
import { familyOf, sameAddress } from "../state/ip.js";
import { NEIGHBOR_FLAG, type Neighbor, neighborKey } from "../state/neighbor.js";
import { neighborToWire, putNeighbor, removeNeighbor, removeWhere } from "../state/neighbors.js";
import type { Vpp } from "../state/vpp.js";
import { addressFromWire, type WireAddress } from "../values.js";

/** ARP and neighbour discovery entries (vnet/ip-neighbor). Nothing is ever learned: only the API makes neighbours. */
export const ipNeighbor: Feature = {
  name: "ip-neighbor",
  events: [IpNeighborEventV2],
  handlers: [
    answer(IpNeighborAddDel, (vpp, { isAdd, neighbor }) => {
      if (vpp.interfaces.get(neighbor.swIfIndex) === undefined) return refuse(Retval.INVALID_SW_IF_INDEX);
      const address = addressFromWire(neighbor.ipAddress);
      const existing = vpp.neighbors.entries.get(neighborKey(neighbor.swIfIndex, address));
      if (isAdd) return add(vpp, neighbor, existing);
      if (existing === undefined) return refuse(Retval.NO_SUCH_ENTRY);
      removeNeighbor(vpp, existing);
      return { retval: Retval.OK, statsIndex: NONE };
    }),
    answerDump(IpNeighborDump, function* (vpp, { swIfIndex, af }) {
      const family = familyOfWire(af);
      for (const neighbor of vpp.neighbors.entries.values()) {
        const isAsked = swIfIndex === NONE || swIfIndex === neighbor.swIfIndex;
        if (!isAsked || familyOf(neighbor.address) !== family) continue;
        yield { age: (vpp.now() - neighbor.updatedAtMs) / 1000, neighbor: neighborToWire(neighbor) };
      }
    }),
    answer(IpNeighborConfig, (vpp, { af, maxNumber, maxAge, recycle }) => {
      if (af > HIGHEST_FAMILY) return { retval: Retval.INVALID_ADDRESS_FAMILY };
      vpp.neighbors.config[familyOfWire(af)] = { maxNumber, maxAge, recycle };
      return { retval: Retval.OK };
    }),
    answer(IpNeighborConfigGet, (vpp, { af }) => ({
      retval: Retval.OK,
      af,
      ...vpp.neighbors.config[familyOfWire(af)],
    })),
    answer(IpNeighborReplaceBegin, (vpp) => {
      for (const [key, neighbor] of vpp.neighbors.entries)
        vpp.neighbors.entries.set(key, { ...neighbor, isStale: true });
      return { retval: Retval.OK };
    }),
    answer(IpNeighborReplaceEnd, (vpp) => {
      removeWhere(vpp, ({ isStale }) => isStale);
      return { retval: Retval.OK };
    }),
    answer(IpNeighborFlush, (vpp, { af, swIfIndex }) => {
      const family = familyOfWire(af);
      removeWhere(vpp, (neighbor) => {
        const isAsked = swIfIndex === NONE || swIfIndex === neighbor.swIfIndex;
        return isAsked && familyOf(neighbor.address) === family;
      });
      return { retval: Retval.OK };
    }),
    answer(WantIpNeighborEventsV2, (vpp, { enable, pid, ip, swIfIndex }, { clientIndex }) => {
      const watched = swIfIndex === NONE ? undefined : swIfIndex;
      if (enable)
        vpp.subscriptions.neighbors.set(clientIndex, { pid, swIfIndex: watched, address: addressFromWire(ip) });
      else vpp.subscriptions.neighbors.delete(clientIndex);
      return { retval: Retval.OK };
    }),
  ],
};

interface WireNeighbor {
  readonly swIfIndex: number;
  readonly flags: number;
  readonly macAddress: Uint8Array;
  readonly ipAddress: WireAddress;
}

/** What is there keeps its flags, and becomes static at most. */
function add(vpp: Vpp, wire: WireNeighbor, existing: Neighbor | undefined) {
  const isStatic = (wire.flags & NEIGHBOR_FLAG.static) !== 0;
  const wasStatic = existing !== undefined && (existing.flags & NEIGHBOR_FLAG.static) !== 0;
  const isSameMac = existing !== undefined && sameAddress(existing.mac, wire.macAddress);
  // A dynamic entry never changes a static one. The code is VPP's, misleading as it is.
  if (wasStatic && !isStatic && !isSameMac) return refuse(Retval.INVALID_SW_IF_INDEX);
  const flags = existing === undefined ? wire.flags : existing.flags | (wire.flags & NEIGHBOR_FLAG.static);
  const address = addressFromWire(wire.ipAddress);
  const adjacency = toNeighbor(wire.swIfIndex, address);
  const hasRoute = (flags & NEIGHBOR_FLAG.noFibEntry) === 0;
  const statsIndex = existing?.statsIndex ?? (hasRoute ? vpp.fib.adjacencies.hold(adjacency) : NONE);
  putNeighbor(vpp, {
    swIfIndex: wire.swIfIndex,
    address,
    mac: wire.macAddress,
    flags,
    statsIndex,
    updatedAtMs: vpp.now(),
    isStale: false,
  });
  return { retval: Retval.OK, statsIndex };
}

function refuse(retval: number) {
  return { retval, statsIndex: NONE };
}

const HIGHEST_FAMILY = 1;

function familyOfWire(af: number): "ip4" | "ip6" {
  return af === 0 ? "ip4" : "ip6";
}
