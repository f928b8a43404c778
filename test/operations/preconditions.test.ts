import assert from "node:assert/strict";
import { test } from "node:test";
import type { Preconditions } from "../../src/operations/operation.js";
import { preconditionsHold } from "../../src/operations/preconditions.js";

const second = 1000;
const entity = { etag: "7-abc", lastModifiedMs: 50 * second + 400 };

const cases: readonly (readonly [what: string, conditions: Preconditions, holds: boolean])[] = [
  ["no condition", {}, true],
  ["If-Match with the tag", { ifMatch: ['"7-abc"'] }, true],
  ["If-Match with one of several tags", { ifMatch: ['"x"', '"7-abc"'] }, true],
  ["If-Match with another tag", { ifMatch: ['"8-abc"'] }, false],
  ["If-Match with *", { ifMatch: "*" }, true],
  ["If-None-Match with the tag", { ifNoneMatch: ['"7-abc"'] }, false],
  ["If-None-Match with the weak tag", { ifNoneMatch: ['W/"7-abc"'] }, false],
  ["If-None-Match with *", { ifNoneMatch: "*" }, false],
  ["If-Unmodified-Since in the same second", { ifUnmodifiedSince: 50 * second }, true],
  ["If-Unmodified-Since before", { ifUnmodifiedSince: 49 * second }, false],
  ["If-Match beside an If-Unmodified-Since that does not count", { ifMatch: "*", ifUnmodifiedSince: 1 }, true],
];

for (const [what, conditions, holds] of cases) {
  test(`${what} ${holds ? "lets a write go on" : "stops a write"}`, () => {
    assert.equal(preconditionsHold(conditions, { exists: true, entity }), holds);
  });
}

test("a resource that is not there matches nothing, and a condition that it is not there holds", () => {
  const missing = { exists: false };
  assert.equal(preconditionsHold({ ifMatch: "*" }, missing), false);
  assert.equal(preconditionsHold({ ifMatch: ['"7-abc"'] }, missing), false);
  assert.equal(preconditionsHold({ ifNoneMatch: "*" }, missing), true);
  assert.equal(preconditionsHold({ ifUnmodifiedSince: 0 }, missing), true);
});
