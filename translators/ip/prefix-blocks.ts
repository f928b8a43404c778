/**
 * How prefixes that hold one another are found without a look at all others. Each is marked with the blocks that hold it, of 0, 8, 16 ... bits,
 * so that the names in which another one looks for it are few, however many prefixes there are.
 */

import type { Prefix } from "vpp-binapi-ts/api";
import { addressBytes } from "./prefix-relations.js";

/** Bits of a block that the next smaller ones divide. */
const STEP = 8;

/** Names of the blocks that hold a prefix, and of the smallest of them as the one that it is of. */
export function blocksOf({ address, len: length }: Prefix): readonly string[] {
  const bytes = addressBytes(address);
  const names = [ofBlock(bytes, smallestBlock(length))];
  for (let block = 0; block <= length; block += STEP) names.push(within(bytes, block));
  return names;
}

/**
 * The names by which all prefixes are found that hold this one or are held by it, each by one name. Others are found by them too, but
 * only such as are shorter than the next smaller block and of the same block.
 */
export function blocksToLookIn({ address, len: length }: Prefix): readonly string[] {
  const bytes = addressBytes(address);
  const block = smallestBlock(length);
  const names: string[] = [];
  for (let outer = 0; outer < block; outer += STEP) names.push(ofBlock(bytes, outer));
  if (block === length) return [...names, within(bytes, block)];
  return [...names, ofBlock(bytes, block), ...innerBlocks(bytes, length)];
}

/** Of a prefix that is no block itself, the blocks in it: 128 at most. */
function innerBlocks(bytes: Uint8Array, length: number): readonly string[] {
  const end = smallestBlock(length) + STEP;
  const place = end / STEP - 1;
  const first = bytes[place]! & (0xff << (end - length));
  return Array.from({ length: 1 << (end - length) }, (_, index) => {
    const inner = Uint8Array.from(bytes);
    inner[place] = first + index;
    return within(inner, end);
  });
}

function smallestBlock(length: number): number {
  return length - (length % STEP);
}

function within(bytes: Uint8Array, block: number): string {
  return `within ${bytes.subarray(0, block / 8)}`;
}

function ofBlock(bytes: Uint8Array, block: number): string {
  return `of ${bytes.subarray(0, block / 8)}`;
}
