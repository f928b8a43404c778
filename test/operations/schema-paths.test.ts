import assert from "node:assert/strict";
import { test } from "node:test";
import { schemaPathsOf } from "../../src/operations/schema-paths.js";

const cases: readonly (readonly [what: string, select: string, path: string | undefined])[] = [
  ["a path with the module on every step", "/a:b/a:c/d:e/d:f", "/a:b/c/d:e/f"],
  ["a path with the module where it changes", "/a:b/c/d:e/f", "/a:b/c/d:e/f"],
  ["a module that comes back", "/a:b/d:c/a:e", "/a:b/d:c/a:e"],
  ["predicates with brackets and quotes", `/a:b/a:c[a:k='x]"/y'][a:l="'"]/a:d`, "/a:b/c/d"],
  ["all descendants", "/a:b//a:c", undefined],
  ["any name", "/a:b/*", undefined],
  ["a function", "id('x')/a:b", undefined],
  ["a union", "/a:b | /a:c", undefined],
];
for (const [what, select, path] of cases) {
  test(`${what} ${path === undefined ? "may be about anything" : "becomes a schema path"}`, () => {
    assert.deepEqual(schemaPathsOf([select]), path === undefined ? undefined : [path]);
  });
}

test("one selection that is too free makes all of them so, and none at all selects everything", () => {
  assert.equal(schemaPathsOf(["/a:b", "//a:c"]), undefined);
  assert.equal(schemaPathsOf(undefined), undefined);
  assert.deepEqual(schemaPathsOf([]), []);
});
