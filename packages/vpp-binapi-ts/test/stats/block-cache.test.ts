import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { test } from "node:test";
import fc from "fast-check";
import { inBlocks } from "../../src/stats/block-cache.js";

const bytes = Buffer.from(Array.from({ length: 200_001 }, (_, index) => (index * 7) % 251));

function openBytes() {
  const reads: number[] = [];
  const read = (offset: number, length: number) => {
    if (offset < 0 || offset + length > bytes.length) throw new RangeError("outside");
    reads.push(length);
    return Buffer.from(bytes.subarray(offset, offset + length));
  };
  return { reads, segment: { size: bytes.length, read, assertAlive() {}, close() {} } };
}

test("bytes read through blocks are those of the segment, within one block or across", () => {
  const cached = inBlocks(openBytes().segment);
  fc.assert(
    fc.property(fc.nat(bytes.length), fc.nat(100_000), (offset, length) => {
      const wanted = Math.min(length, bytes.length - offset);
      assert.deepEqual(cached.read(offset, wanted), bytes.subarray(offset, offset + wanted));
    }),
    { numRuns: 200, interruptAfterTimeLimit: 5_000 },
  );
});

test("many small vectors next to each other are one read", () => {
  const { reads, segment } = openBytes();
  const cached = inBlocks(segment);
  for (let offset = 0; offset < 60_000; offset += 16) cached.read(offset, 16);
  assert.equal(reads.length, 1);
});

test("what lies outside is refused as the segment refuses it", () => {
  const cached = inBlocks(openBytes().segment);
  assert.throws(() => cached.read(-8, 4), RangeError);
  assert.throws(() => cached.read(bytes.length - 2, 4), RangeError);
  assert.throws(() => cached.read(bytes.length * 2, 4), RangeError);
});
