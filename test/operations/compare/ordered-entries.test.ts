import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { DataEdit } from "../../../src/operations/compare/list-entries.js";
import { orderedEntries } from "../../../src/operations/compare/ordered-entries.js";

const keys = fc.uniqueArray(fc.constantFrom("a", "b", "c", "d", "e", "f"));

/** As a receiver applies YANG Patch (RFC 8072 2.5). */
function applied(entries: readonly string[], edits: Iterable<DataEdit>): readonly string[] {
  let order = [...entries];
  for (const { operation, target, where, point } of edits) {
    const key = target.slice("/l=".length);
    assert.equal(order.includes(key), operation === "move");
    order = order.filter((other) => other !== key);
    const behind = where === "first" ? -1 : order.indexOf(point!.slice("/l=".length));
    assert.ok(where === "first" || behind >= 0, "what an entry follows is there");
    order.splice(behind + 1, 0, key);
  }
  return order;
}

test("who applies the edits of an ordered list has the order that it has now", () => {
  fc.assert(
    fc.property(keys, keys, (before, after) => {
      const left = before.filter((key) => after.includes(key));
      const edits = [...orderedEntries(before, after, "/l", (key) => ({ key }))];
      assert.deepEqual(applied(left, edits), after);
    }),
    { numRuns: 500 },
  );
});

test("an entry that comes between others moves none of them", () => {
  const edits = [...orderedEntries(["a", "c"], ["a", "b", "c"], "/l", (key) => ({ key }))];
  assert.deepEqual(edits, [
    { operation: "insert", target: "/l=b", where: "after", point: "/l=a", value: { key: "b" } },
  ]);
});
