/** When each part of a configuration was changed last, out of the lines of a journal. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { Stamps } from "../../src/datastore/stamps/stamps.js";
import { readStamps, writeStamps } from "../../src/datastore/stamps/stamps-document.js";
import { SchemaTree } from "../../src/schema/schema-tree.js";

const node = (path: string, kind: string, keys: readonly string[] = []) => ({ path, kind, keys });
const schema = new SchemaTree(
  [],
  [
    node("/m:top", "container"),
    node("/m:top/list", "list", ["a", "b"]),
    node("/m:top/list/leaf", "leaf"),
    node("/m:top/words", "leaf-list"),
    node("/m:top/other", "leaf"),
  ].map((row, id) => ({ id, ...row })) as never,
  "",
);

const base = { revision: 0, timeMs: 0 };
const entry = (a: string, b = "1") => `/m:top/list[a='${a}'][b='${b}']`;
const create = (a: string, b = "1") => ["create", ["m:top"], ["list", 2, ["a", a], ["b", 2, b], ["leaf", "x"]], []];
const value = (a: string, b = "1") => ["value", ["m:top", ["list", a, b], "leaf"], "y", 0];
const remove = (a: string, b = "1") => ["delete", ["m:top", ["list", a, b]]];

async function commit(stamps: Stamps, revision: number, ...lines: readonly unknown[]) {
  const text = lines.map((line) => `${JSON.stringify(line)}\n`).join("");
  await stamps.record({ revision, timeMs: revision * 1000 }, Buffer.from(text));
}

function stampsSince(maximumNodes?: number): Stamps {
  return Stamps.since(base, schema, maximumNodes);
}

test("what is touched and everything around it is stamped, and what stands beside it is not", async () => {
  const stamps = stampsSince();
  await commit(stamps, 1, create("x"), create("y"));
  await commit(stamps, 2, value("x"));
  const revisions = ["", "/m:top", "/m:top/list", entry("x"), `${entry("x")}/leaf`, entry("y"), "/m:top/other"].map(
    (path) => stamps.of(path).revision,
  );
  assert.deepEqual(revisions, [2, 2, 2, 2, 2, 1, 0]);
  assert.equal(stamps.of(entry("x")).timeMs, 2000);
});

test("what is below a new or deleted node is as new as that", async () => {
  const stamps = stampsSince();
  await commit(stamps, 1, create("x"));
  await commit(stamps, 2, value("x"));
  await commit(stamps, 3, remove("x"));
  assert.equal(stamps.of(`${entry("x")}/leaf`).revision, 3);
  await commit(stamps, 4, create("x"));
  assert.equal(stamps.of(`${entry("x")}/leaf`).revision, 4);
});

test("keys with quotes, brackets and commas, entries of leaf-lists and moves are told apart", async () => {
  const stamps = stampsSince();
  await commit(
    stamps,
    1,
    create('a"]\\,', "é"),
    ["create", ["m:top"], ["words", "w]"]],
    ["create", ["m:top"], ["words", 2, "v"]],
  );
  assert.equal(stamps.of(`/m:top/list[a='a"]\\,'][b='é']`).revision, 1);
  await commit(stamps, 2, ["move", ["m:top", ["words", "v"]], []]);
  assert.deepEqual([stamps.of("/m:top/words[.='w]']").revision, stamps.of("/m:top/words[.='v']").revision], [1, 2]);
  assert.equal(stamps.of("/m:top/words[.='none']").revision, 0);
});

test("no more nodes are known than allowed, and what is forgotten is stamped too new and never too old", async () => {
  const stamps = stampsSince(100);
  for (let revision = 1; revision <= 1000; revision++) await commit(stamps, revision, create(`e${revision}`));
  for (let revision = 1; revision <= 1000; revision++) assert.ok(stamps.of(entry(`e${revision}`)).revision >= revision);
  assert.equal(stamps.of(entry("e1000")).revision, 1000);
  assert.equal(stamps.of(entry("e999")).revision, 999);
  assert.ok(writeStamps(stamps).length < 10_000);
});

test("stamps that are written and read again are the same", async () => {
  const stamps = stampsSince();
  await commit(stamps, 1, create("x"), create("y"));
  await commit(stamps, 2, value("x"), remove("y"));
  const again = readStamps(writeStamps(stamps), schema);
  for (const path of ["", "/m:top", entry("x"), entry("y"), `${entry("y")}/leaf`, "/m:top/other"]) {
    assert.deepEqual(again.of(path), stamps.of(path), path);
  }
  await commit(again, 3, value("x"));
  assert.deepEqual([again.of(entry("x")).revision, again.of(entry("y")).revision], [3, 2]);
});
