import assert from "node:assert/strict";
import { test } from "node:test";
import { IndexPool, Pool } from "../../src/state/pool.js";
import { RandomU32 } from "../../src/state/random.js";

test("the index freed last is taken first", () => {
  const pool = new Pool<string>();
  for (const name of ["a", "b", "c"]) pool.add(() => name);
  pool.remove(0);
  pool.remove(1);
  const taken: number[] = [];
  for (const name of ["d", "e", "f"]) {
    pool.add((index) => {
      taken.push(index);
      return name;
    });
  }
  assert.deepEqual(taken, [1, 0, 3]);
  assert.deepEqual([...pool.values()], ["e", "d", "c", "f"]);
});

test("removing twice frees once", () => {
  const pool = new Pool<string>();
  pool.add(() => "a");
  pool.remove(0);
  pool.remove(0);
  pool.add(() => "b");
  assert.equal(pool.add((index) => String(index)), "1");
});

test("bare indexes start where they are told to", () => {
  const pool = new IndexPool(5);
  assert.equal(pool.take(), 5);
  assert.equal(pool.take(), 6);
  pool.release(5);
  assert.equal(pool.take(), 5);
});

test("the generator gives what a fresh VPP gives first", () => {
  assert.equal(new RandomU32().next(), 1013904223);
});
