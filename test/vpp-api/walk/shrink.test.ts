import assert from "node:assert/strict";
import { test } from "node:test";
import { shrink } from "./shrink.js";

const numbers = Array.from({ length: 100 }, (_, number) => number);
const has =
  (...wanted: readonly number[]) =>
  async (items: readonly number[]) =>
    wanted.every((number) => items.includes(number));

test("what a sequence does not need is left out, wherever it stands", async () => {
  for (const wanted of [[0], [99], [3, 4], [0, 50, 99]])
    assert.deepEqual(await shrink(numbers, has(...wanted)), wanted);
});

test("the order stays as it was", async () => {
  const isFollowed = async (items: readonly number[]) => items.indexOf(70) > items.indexOf(7) && items.includes(7);
  assert.deepEqual(await shrink(numbers, isFollowed), [7, 70]);
});

test("a sequence of one is not tried without it", async () => {
  assert.deepEqual(await shrink([1], async () => assert.fail("it was tried")), [1]);
});
