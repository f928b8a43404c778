import assert from "node:assert/strict";
import { test } from "node:test";
import type { LibyangInstance } from "../src/index.js";
import { withInstance } from "./support/fleet.js";

/** Sizes below and above the limit up to which objects share pages. */
const sizes = [1, 8, 24, 40, 41, 48, 64, 100, 128, 129, 200, 1000, 70_000];

/** Whole pages of 64 KiB of each of the sizes, and more. */
function allocateMany(instance: LibyangInstance): { pointer: number; size: number; mark: number }[] {
  return Array.from({ length: 6000 }, (_, index) => {
    const size = sizes[index % sizes.length]!;
    const pointer = instance.exports.lyw_malloc(size);
    assert.notEqual(pointer, 0);
    const mark = index % 251;
    instance.bytes().fill(mark, pointer, pointer + size);
    return { pointer, size, mark };
  });
}

test("objects of all sizes keep what is written in them while others come and go", async () => {
  await withInstance((instance) => {
    const objects = allocateMany(instance);
    for (const { pointer } of objects.filter((_, index) => index % 3 === 0)) instance.exports.lyw_free(pointer);
    const kept = [...objects.filter((_, index) => index % 3 !== 0), ...allocateMany(instance)];
    for (const { pointer, size, mark } of kept) {
      assert.ok(
        instance
          .bytes()
          .subarray(pointer, pointer + size)
          .every((byte) => byte === mark),
      );
      instance.exports.lyw_free(pointer);
    }
  });
});

test("what small objects have left serves a large one, and the other way round", async () => {
  await withInstance((instance) => {
    const { exports } = instance;
    const fill = (size: number, count: number) => Array.from({ length: count }, () => exports.lyw_malloc(size));
    for (const pointer of fill(48, 1_000_000)) exports.lyw_free(pointer);
    const before = instance.memoryBytes;
    const large = exports.lyw_malloc(40_000_000);
    assert.notEqual(large, 0);
    exports.lyw_free(large);
    for (const pointer of fill(24, 1_500_000)) exports.lyw_free(pointer);
    assert.equal(instance.memoryBytes, before);
  });
});
