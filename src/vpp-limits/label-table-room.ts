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

/** @returns what is missing for one more table, in bytes; undefined when there is room */
export async function missingForLabelTable(vpp: Pick<VppCaller, "call">): Promise<number | undefined> {
  const places = await askPlacesOfLabelTables(vpp);
  const behindLast = Math.max(-1, ...places) + 1;
  if (behindLast > places.length) return undefined;
  const missing = (behindLast + 1) * labelTableBytes * whenMoved - (await askFreeHeap(vpp)) * shareOfHeap;
  return missing > 0 ? missing : undefined;
}
