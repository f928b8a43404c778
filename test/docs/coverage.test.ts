/** docs/coverage.md is what the translators cover. */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { coverageFile, currentCoverage, currentlyUnused, fieldsInUse } from "./current-coverage.js";
import { onlyByRpc } from "./only-by-rpc.js";
import { unfedFields } from "./unfed-fields.js";

test("the page of what is covered is that of these translators (test/docs/write-coverage.ts writes it)", async () => {
  assert.equal(readFileSync(coverageFile, "utf8"), await currentCoverage());
});

test("every request of a modelled API module serves an object, or one reason says why it does not (test/docs/only-by-rpc.ts)", () => {
  const withReason = Object.values(onlyByRpc).flat();
  assert.equal(new Set(withReason).size, withReason.length, "a request has two reasons");
  const without = currentlyUnused().filter((name) => !withReason.includes(name));
  assert.deepEqual(without, []);
});

test("fields that no leaf feeds are those of requests that are used, each with one reason (test/docs/unfed-fields.ts)", () => {
  const withReason = Object.values(unfedFields).flat();
  assert.equal(new Set(withReason).size, withReason.length, "a field has two reasons");
  const known = fieldsInUse();
  assert.deepEqual(
    withReason.filter((field) => !known.has(field)),
    [],
  );
});
