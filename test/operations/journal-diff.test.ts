import assert from "node:assert/strict";
import { test } from "node:test";
import { journalDiff } from "../../src/operations/audit/journal-diff.js";

const lines = (...all: readonly unknown[]) => Buffer.from(all.map((line) => `${JSON.stringify(line)}\n`).join(""));
const keysOf = (path: string) => ({ "/m:list": ["a", "b"], "/m:tag": [] })[path];
const diff = (forward: Buffer, inverse: Buffer, most = 100, maxBytes = 10_000) =>
  journalDiff({ forward, inverse }, keysOf, most, maxBytes);

test("a value is told with what it was, under the keys of its entry", () => {
  const path = [["m:list", "1", "it's"], "leaf"];
  const { edits } = diff(lines(["value", path, "new", 0]), lines(["value", path, "old", 0]));
  const target = `/m:list[a='1'][b="it's"]/leaf`;
  assert.deepEqual(edits, [{ operation: "replace", target, before: "old", after: "new" }]);
});

test("a new entry is told by its keys, without what is default in it", () => {
  const node = ["m:list", ["a", "1"], ["b", "2"], ["c", 1, "default"], ["n:d", "x"]];
  const { edits } = diff(lines(["create", [], node]), lines(["delete", [["m:list", "1", "2"]]]));
  assert.deepEqual(edits, [
    { operation: "create", target: "/m:list[a='1'][b='2']", after: '{"a":"1","b":"2","n:d":"x"}' },
  ]);
});

test("an entry of a leaf-list that goes is told by its value", () => {
  const { edits } = diff(lines(["delete", [["m:tag", "x"]]]), lines(["create", [], ["m:tag", "x"]]));
  assert.deepEqual(edits, [{ operation: "delete", target: "/m:tag[.='x']", before: "x" }]);
});

test("what is too much is left out, and said to be", () => {
  const forward = lines(...["1", "2", "3"].map((value) => ["create", [], ["m:tag", value]]));
  const inverse = lines(...["3", "2", "1"].map((value) => ["delete", [["m:tag", value]]]));
  assert.deepEqual(diff(forward, inverse, 2).edits.length, 2);
  assert.equal(diff(forward, inverse, 2).leftOut, true);
  const cut = diff(forward, inverse, 100, forward.length - 5);
  assert.deepEqual([cut.edits.length, cut.leftOut], [2, true]);
});
