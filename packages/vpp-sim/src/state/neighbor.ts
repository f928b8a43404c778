import type { IpAddress } from "./ip.js";
import { addressKey } from "./ip.js";

export interface Neighbor {
  readonly swIfIndex: number;
  readonly address: IpAddress;
  readonly mac: Uint8Array;
  /** NEIGHBOR_FLAG bits. */
  readonly flags: number;
  /** Index of its adjacency, NONE for one without a route. */
  readonly statsIndex: number;
  readonly updatedAtMs: number;
  /** Set by ip_neighbor_replace_begin: goes away at the end unless added again. */
  readonly isStale: boolean;
}

export const NEIGHBOR_FLAG = { static: 1, noFibEntry: 2 } as const;

export interface NeighborConfig {
  maxNumber: number;
  maxAge: number;
  recycle: boolean;
}

export interface NeighborState {
  readonly entries: Map<string, Neighbor>;
  readonly config: { ip4: NeighborConfig; ip6: NeighborConfig };
}

export function newNeighborState(): NeighborState {
  const config = () => ({ maxNumber: 50_000, maxAge: 0, recycle: false });
  return { entries: new Map(), config: { ip4: config(), ip6: config() } };
}

export function neighborKey(swIfIndex: number, address: IpAddress): string {
  return `${swIfIndex} ${addressKey(address)}`;
}
