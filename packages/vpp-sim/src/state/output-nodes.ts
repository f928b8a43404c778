/** The nodes of VPP's graph through which interfaces send. Those of an interface that is gone are given to one that comes later. */

import type { Interface } from "./interface.js";
import { IndexPool } from "./pool.js";

export interface OutputNodes {
  readonly pool: IndexPool;
  /** By sw_if_index, of those that are no part of another. */
  readonly byInterface: Map<number, number>;
}

export function newOutputNodes(): OutputNodes {
  return { pool: new IndexPool(), byInterface: new Map() };
}

export function takeOutputNode({ pool, byInterface }: OutputNodes, added: Interface): void {
  if (added.part === undefined) byInterface.set(added.swIfIndex, pool.take());
}

export function releaseOutputNode({ pool, byInterface }: OutputNodes, { swIfIndex }: Interface): void {
  const node = byInterface.get(swIfIndex);
  if (node !== undefined) pool.release(node);
  byInterface.delete(swIfIndex);
}

/** A part sends through the node of its whole. Undefined for what was there from the start. */
export function outputNodeOf({ byInterface }: OutputNodes, { swIfIndex, part }: Interface): number | undefined {
  return byInterface.get(part?.supSwIfIndex ?? swIfIndex);
}
