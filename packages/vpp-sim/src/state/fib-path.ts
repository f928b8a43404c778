import { Buffer } from "node:buffer";
import { NONE } from "../retval.js";

/** One way out of a route, in the words of VPP's fib_path. */
export interface FibPath {
  readonly swIfIndex: number;
  /** Table of a recursive or lookup path; 0 for the others. */
  readonly tableId: number;
  readonly weight: number;
  /** Lower is better. */
  readonly preference: number;
  readonly type: number;
  readonly proto: number;
  /** The 16 bytes of the address union; an IPv4 next hop fills the first four. */
  readonly nextHop: Uint8Array;
  readonly labels: readonly MplsLabel[];
  /** Number of the UDP encapsulation that the path leads into. */
  readonly objId?: number;
}

export interface MplsLabel {
  readonly isUniform: number;
  readonly label: number;
  readonly ttl: number;
  readonly exp: number;
}

export const PATH_TYPE = {
  normal: 0,
  local: 1,
  drop: 2,
  udpEncap: 3,
  unreach: 5,
  prohibit: 6,
  sourceLookup: 7,
  dvr: 8,
  interfaceRx: 9,
} as const;
export const PATH_PROTO = { ip4: 0, ip6: 1 } as const;

/** What `fib_path` means when nothing is said: through no interface, weight 1. */
export function fibPath(fields: Partial<FibPath>): FibPath {
  return { ...DEFAULT_PATH, ...fields };
}

export function dropPath(proto: number): FibPath {
  return fibPath({ type: PATH_TYPE.drop, proto });
}

/** Equal in all that tells one path from another; the labels belong to the route and not to the way out. */
export function samePath(left: FibPath, right: FibPath): boolean {
  return (
    left.swIfIndex === right.swIfIndex &&
    left.type === right.type &&
    left.proto === right.proto &&
    left.tableId === right.tableId &&
    left.objId === right.objId &&
    left.nextHop.every((byte, index) => byte === right.nextHop[index])
  );
}

/**
 * Paths in the order in which VPP keeps and dumps them: better preference first, then those to a next hop on a link,
 * those to a link, those through other routes, and special ones; alike ones by next hop and interface.
 */
export function inOrder(paths: readonly FibPath[]): readonly FibPath[] {
  if (paths.length === 1) return paths;
  return [...paths].sort(
    (left, right) =>
      left.preference - right.preference ||
      kindOf(left) - kindOf(right) ||
      left.proto - right.proto ||
      Buffer.compare(left.nextHop, right.nextHop) ||
      (left.objId ?? 0) - (right.objId ?? 0) ||
      left.swIfIndex - right.swIfIndex,
  );
}

function kindOf(path: FibPath): number {
  if (path.type !== PATH_TYPE.normal) return 3;
  if (path.swIfIndex === NONE) return 2;
  return isAttached(path) ? 1 : 0;
}

/** A path to whatever is on an interface, without a next hop. */
export function isAttached({ type, swIfIndex, nextHop }: FibPath): boolean {
  return type === PATH_TYPE.normal && swIfIndex !== NONE && nextHop.every((byte) => byte === 0);
}

/** A path through another route: no interface, but a next hop that has to be looked up. */
export function isRecursive(path: FibPath): boolean {
  return path.swIfIndex === NONE && path.type === PATH_TYPE.normal && path.nextHop.some((byte) => byte !== 0);
}

/** An address widened to the 16 bytes of the union. */
export function unionBytes(address: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(16);
  bytes.set(address);
  return bytes;
}

const DEFAULT_PATH: FibPath = {
  swIfIndex: NONE,
  tableId: 0,
  weight: 1,
  preference: 0,
  type: PATH_TYPE.normal,
  proto: PATH_PROTO.ip4,
  nextHop: new Uint8Array(16),
  labels: [],
};
