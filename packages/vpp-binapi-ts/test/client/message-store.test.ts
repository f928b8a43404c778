import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { test } from "node:test";
import fc from "fast-check";
import { MessageStore } from "../../src/client/message-store.js";
import { ByteReader } from "../../src/index.js";

const message = fc.oneof(fc.uint8Array({ maxLength: 50 }), fc.uint8Array({ minLength: 900, maxLength: 6000 }));

test("messages come out as they went in, in order, whatever their sizes", () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(message, fc.constant("take" as const)), { maxLength: 60 }), (steps) => {
      const store = new MessageStore();
      const expected: Uint8Array[] = [];
      const takeOne = () => {
        const reader = store.take();
        const wanted = expected.shift();
        assert.equal(reader === undefined, wanted === undefined);
        if (reader !== undefined) assert.deepEqual(reader.block(reader.remaining), wanted);
      };
      for (const step of steps) {
        if (step === "take") takeOne();
        else {
          store.add(new ByteReader(Buffer.from(step)));
          expected.push(step);
        }
      }
      while (expected.length > 0) takeOne();
      assert.equal(store.take(), undefined);
    }),
    { numRuns: 200, interruptAfterTimeLimit: 5_000 },
  );
});

test("what is cleared is gone", () => {
  const store = new MessageStore();
  for (const size of [10, 5000, 10]) store.add(new ByteReader(Buffer.alloc(size)));
  store.clear();
  assert.equal(store.take(), undefined);
});
