/**
 * Tables of labels lie next to each other in VPP's memory: 8 MB each, whatever is in them. VPP 26.06 takes half as many again when it
 * moves them for a new one, and ends when the heap has not so much.
 */

import type { VppCaller } from "vpp-binapi-ts";
import { askFreeHeap, shareOfHeap } from "./free-heap.js";
import { askPlacesOfLabelTables } from "./label-tables.js";

/** One entry of four bytes for each label and end of stack, in bytes. */
const labelTableBytes = 2 ** 23;

const whenMoved = 1.5;

export interface LabelTableRoom {
  readonly tables: number;
  /** The place that follows all of theirs. Between them may be some that others have left. */
  readonly behindLast: number;
  /** Of the heap, in bytes. */
  readonly free: number;
}

export async function askLabelTableRoom(vpp: Pick<VppCaller, "call">): Promise<LabelTableRoom> {
  const [places, free] = await Promise.all([askPlacesOfLabelTables(vpp), askFreeHeap(vpp)]);
  return { tables: places.length, behindLast: Math.max(-1, ...places) + 1, free };
}

/** @returns the bytes that so many more tables need of the heap; undefined where it has room for them */
export function lackForLabelTables({ tables, behindLast, free }: LabelTableRoom, more: number): number | undefined {
  const all = tables + more;
  // New ones take the places that others have left, first.
  if (all <= behindLast) return undefined;
  const needed = all * labelTableBytes * whenMoved;
  return needed > free * shareOfHeap ? needed : undefined;
}
