import { PATH_TYPE } from "../state/fib-path.js";
import type { Vpp } from "../state/vpp.js";
import { pathToWire } from "../values.js";
import { pathFromWire, type WirePath } from "./ip-path.js";

const PROTO_IP6 = 1;
const PROTO_MPLS = 2;

/**
 * Paths of a label, tunnel or policy as its dump shows them; a retval when one leads nowhere. VPP does not show which label is
 * meant, and takes the source of a lookup for its destination.
 */
export function shownPaths(vpp: Vpp, wires: readonly WirePath[]): WirePath[] | number {
  const shown: WirePath[] = [];
  for (const wire of wires) {
    if (wire.proto >= PROTO_MPLS) {
      shown.push({ ...wire, weight: wire.weight || 1, nh: { address: {} } });
      continue;
    }
    const path = pathFromWire(vpp, wire.proto === PROTO_IP6 ? "ip6" : "ip4", wire);
    if (typeof path === "number") return path;
    const type = path.type === PATH_TYPE.sourceLookup ? PATH_TYPE.normal : path.type;
    shown.push({
      ...pathToWire({ ...path, type }),
      nLabels: wire.nLabels,
      labelStack: wire.labelStack.slice(0, wire.nLabels),
    });
  }
  return shown;
}

/** Tells paths apart as VPP does. */
export function pathKey({ swIfIndex, type, proto, tableId, preference, nh }: WirePath): string {
  return `${swIfIndex} ${type} ${proto} ${tableId} ${preference} ${nh.address.ip6}`;
}
