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
  readonly flags: number;
  readonly proto: number;
  /** The 16 bytes of the address union; an IPv4 next hop fills the first four. */
  readonly nextHop: Uint8Array;
  readonly labels: readonly MplsLabel[];
}

export interface MplsLabel {
  readonly isUniform: number;
  readonly label: number;
  readonly ttl: number;
  readonly exp: number;
}

export const PATH_TYPE = { normal: 0, local: 1, drop: 2, unreach: 5, prohibit: 6, sourceLookup: 7 } as const;
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
    left.nextHop.every((byte, index) => byte === right.nextHop[index])
  );
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
  flags: 0,
  proto: PATH_PROTO.ip4,
  nextHop: new Uint8Array(16),
  labels: [],
};
