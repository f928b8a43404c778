/** docs/coverage.md is what the translators cover. */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { coverageFile, currentCoverage } from "./current-coverage.js";

test("the page of what is covered is that of these translators (test/docs/write-coverage.ts writes it)", async () => {
  assert.equal(readFileSync(coverageFile, "utf8"), await currentCoverage());
});
