import { VppDies } from "../handler.js";
import { NONE, Retval } from "../retval.js";
import { type FibPath, fibPath, type MplsLabel, PATH_PROTO, PATH_TYPE } from "../state/fib-path.js";
import type { Family } from "../state/ip.js";
import type { Vpp } from "../state/vpp.js";

/** A fib_path as the codec reads it. */
export interface WirePath {
  readonly swIfIndex: number;
  readonly tableId: number;
  readonly weight: number;
  readonly preference: number;
  readonly type: number;
  readonly proto: number;
  readonly nh: { readonly address: { readonly ip6?: Uint8Array }; readonly objId?: number };
  readonly nLabels: number;
  readonly labelStack: readonly MplsLabel[];
}

/**
 * Takes a path as VPP does: what its type does not need is dropped, so that a dump does not show it again.
 * Returns a retval for a path that leads nowhere.
 */
export function pathFromWire(vpp: Vpp, family: Family, wire: WirePath): FibPath | number {
  const { type } = wire;
  if (type === PATH_TYPE.normal && wire.swIfIndex !== NONE) return throughInterface(vpp, wire);
  const common = { weight: wire.weight || 1, preference: wire.preference, proto: wire.proto };
  if (type === PATH_TYPE.drop || type === PATH_TYPE.unreach || type === PATH_TYPE.prohibit) {
    return fibPath({ ...common, type });
  }
  if (type === PATH_TYPE.sourceLookup) return throughTable(vpp, family, wire, common);
  if (type === PATH_TYPE.local) return fibPath({ ...common, type, swIfIndex: wire.swIfIndex, nextHop: nextHop(wire) });
  if (type === PATH_TYPE.dvr || type === PATH_TYPE.interfaceRx)
    return fibPath({ ...common, type, swIfIndex: wire.swIfIndex });
  if (type === PATH_TYPE.udpEncap) {
    const labels = wire.labelStack.slice(0, wire.nLabels);
    return fibPath({ ...common, type, objId: wire.nh.objId ?? 0, labels });
  }
  // Types without a meaning are accepted and become a path through local0.
  if (type !== PATH_TYPE.normal) return fibPath({ ...common, swIfIndex: 0 });
  return throughTable(vpp, family, wire, { ...common, nextHop: nextHop(wire) });
}

/** Ends a VPP that is told to lead a label, or a host of IPv6, into the encapsulation with number 0: it takes another number for it. */
export function dieOfFirstEncapsulation(wires: readonly WirePath[]): void {
  if (wires.some(({ type, nh }) => type === PATH_TYPE.udpEncap && (nh.objId ?? 0) === 0)) {
    throw new VppDies("a label or a host of IPv6 leads into encapsulation 0");
  }
}

/** The ordinary path. Written out, since tables of 100,000 routes are made of it. */
function throughInterface(vpp: Vpp, wire: WirePath): FibPath | number {
  if (vpp.interfaces.get(wire.swIfIndex) === undefined) return Retval.NO_MATCHING_INTERFACE;
  return {
    swIfIndex: wire.swIfIndex,
    tableId: 0,
    weight: wire.weight || 1,
    preference: wire.preference,
    type: PATH_TYPE.normal,
    proto: wire.proto,
    nextHop: nextHop(wire),
    labels: wire.nLabels === 0 ? NO_LABELS : wire.labelStack.slice(0, wire.nLabels),
  };
}

const NO_LABELS: readonly MplsLabel[] = [];

/** A path that another table, or another route of it, has to resolve. */
function throughTable(vpp: Vpp, family: Family, wire: WirePath, fields: Partial<FibPath>): FibPath | number {
  if (vpp.fib.find(family, wire.tableId) === undefined) return Retval.NO_SUCH_FIB;
  return fibPath({ ...fields, tableId: wire.tableId });
}

/** The bytes that the protocol of the next hop has; VPP forgets what stands behind them. */
function nextHop({ proto, nh }: WirePath): Uint8Array {
  const bytes = nh.address.ip6 ?? new Uint8Array(16);
  if (proto === PATH_PROTO.ip6 || bytes.every((byte, index) => index < 4 || byte === 0)) return bytes;
  const kept = new Uint8Array(16);
  kept.set(bytes.subarray(0, 4));
  return kept;
}
