/** docs/conformance.md tells the clauses of test/conformance, and each of them has its test or its reason. */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { clauseProblem } from "./conformance.js";
import { conformanceFile, currentClauses, currentConformance, currentTests } from "./current-conformance.js";

test("the page of conformance is that of the clauses (test/docs/write-conformance.ts writes it)", () => {
  assert.equal(readFileSync(conformanceFile, "utf8"), currentConformance());
});

test("every clause of an RFC has a test of that title, or a reason why there is none", () => {
  const tests = currentTests();
  const problems = currentClauses().flatMap(({ rfc, clauses }) =>
    clauses.flatMap((clause) => {
      const problem = clauseProblem(clause, tests);
      return problem === undefined ? [] : [`${rfc} ${clause.section}: ${problem}`];
    }),
  );
  assert.deepEqual(problems, []);
});
