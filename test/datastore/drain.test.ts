import assert from "node:assert/strict";
import { test } from "node:test";
import { drainReadings } from "../../src/datastore/engine/drain.js";
import type { EngineState, OpenCursor } from "../../src/datastore/engine/engine-state.js";
import type { ResidentTree } from "../../src/datastore/engine/protocol.js";

/** A reading that has so many chunks left, and calls `taken` at each. */
function reading(chunks: number, over: ResidentTree, taken: (left: number) => void = () => undefined): OpenCursor {
  let left = chunks;
  const next = () => {
    taken(left);
    return left-- > 0 ? Buffer.from("chunk") : null;
  };
  const cursor = { empty: false, next, drain: () => Buffer.alloc(0), [Symbol.dispose]: () => undefined };
  return { cursor: cursor as unknown as OpenCursor["cursor"], owned: [], over, ahead: [] };
}

const stateWith = (open: readonly OpenCursor[]) =>
  ({ cursors: new Map(open.map((one, index) => [index, one])) }) as unknown as EngineState;

/** Of each reading the chunks that wait for its client; undefined while it is not taken out to its end. */
const takenOut = ({ cursors }: EngineState) =>
  [...cursors.values()].map((open) => ("cursor" in open ? undefined : open.ahead.length));

test("a reading that begins while others are taken out ahead of a change is taken out with them", async () => {
  const late = reading(40, "running");
  const early = reading(3, "running", (left) => {
    if (left === 1) state.cursors.set(7, late);
  });
  const state = stateWith([early]);
  await drainReadings(state, ["running"]);
  assert.deepEqual(takenOut(state), [3, 40]);
});

test("readings of another tree stay as they are", async () => {
  const state = stateWith([reading(2, "candidate"), reading(2, "running")]);
  await drainReadings(state, ["running"]);
  assert.deepEqual(takenOut(state), [undefined, 2]);
});

test("readings that never end hold a change up no longer than its patience", async () => {
  const state = stateWith([reading(Number.POSITIVE_INFINITY, "running")]);
  await drainReadings(state, ["running"], 0);
  assert.deepEqual(takenOut(state), [undefined]);
});

test("other work is done between two chunks", async () => {
  const order: string[] = [];
  const state = stateWith([reading(2, "running", (left) => order.push(`chunk ${left}`))]);
  const drained = drainReadings(state, ["running"]);
  setImmediate(() => order.push("other"));
  await drained;
  assert.ok(order.indexOf("other") > 0 && order.indexOf("other") < order.length - 1, order.join());
});
