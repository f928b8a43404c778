import type { Buffer } from "node:buffer";
import type { ReadableBytes, SegmentBytes } from "./segment-file.js";

const blockSize = 64 * 1024;

/**
 * Reads the segment in blocks and keeps them: thousands of small vectors lie next to each other, and a read of each would cost
 * a hundred times more than copying it. For one reading only, since VPP goes on counting.
 */
export function inBlocks(segment: SegmentBytes): ReadableBytes {
  const { size } = segment;
  if (size === undefined) return segment;
  const blocks = new Map<number, Buffer>();

  const blockAt = (index: number): Buffer => {
    const known = blocks.get(index);
    if (known !== undefined) return known;
    const start = index * blockSize;
    const block = segment.read(start, Math.min(blockSize, size - start));
    blocks.set(index, block);
    return block;
  };

  return {
    read(offset, length) {
      const index = Math.floor(offset / blockSize);
      const start = offset - index * blockSize;
      const isInOneBlock = offset >= 0 && length >= 0 && start + length <= blockSize && offset + length <= size;
      return isInOneBlock ? blockAt(index).subarray(start, start + length) : segment.read(offset, length);
    },
  };
}
