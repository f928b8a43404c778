import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { type InFlight, InFlightRing } from "../../src/client/in-flight.js";

const steps = fc.array(fc.oneof(fc.constant("ask"), fc.constant("dump"), fc.record({ answer: fc.nat() })), {
  maxLength: 300,
});

test("each answer finds its request, in whatever order they come and however many wait", () => {
  fc.assert(
    fc.property(steps, (taken) => {
      const ring = new InFlightRing<InFlight>(2);
      const waiting: InFlight[] = [];
      for (const step of taken) {
        if (typeof step === "string") {
          const context = ring.nextContext();
          const item = { context, fenceContext: step === "dump" ? ring.nextContext() : undefined };
          ring.add(item);
          waiting.push(item);
        } else if (waiting.length > 0) {
          const [answered] = waiting.splice(step.answer % waiting.length, 1);
          assert.equal(ring.get(answered!.context), answered);
          assert.equal(ring.delete(answered!), true);
          assert.equal(ring.delete(answered!), false);
          assert.equal(ring.get(answered!.context), undefined);
        }
        for (const item of waiting) {
          assert.equal(ring.get(item.context), item);
          if (item.fenceContext !== undefined) assert.equal(ring.get(item.fenceContext), item);
        }
      }
      assert.deepEqual(new Set(ring.items()), new Set(waiting));
    }),
    { numRuns: 200, interruptAfterTimeLimit: 5_000 },
  );
});

test("a context is not given twice while its answer may still come", () => {
  const ring = new InFlightRing<InFlight>(2);
  const seen = new Set<number>();
  for (let round = 0; round < 100; round++) {
    const context = ring.nextContext();
    assert.ok(!seen.has(context));
    seen.add(context);
    ring.add({ context, fenceContext: undefined });
    if (round % 3 > 0) ring.delete(ring.get(context)!);
  }
});
