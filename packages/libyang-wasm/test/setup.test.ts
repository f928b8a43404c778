// The parts of the build that decide what is compiled again.
import assert from "node:assert/strict";
import { test } from "node:test";

const { filesRead } = await import(new URL("../../scripts/setup/includes.mjs", import.meta.url).href);
const { insertBefore, replace } = await import(
  new URL("../../scripts/setup/transformations.mjs", import.meta.url).href
);
const { findNpmClang } = await import(new URL("../../scripts/setup/npm-toolchain.mjs", import.meta.url).href);

test("the compiler from npm is told by its version, not by where it lies, so that all clones share a cache", async () => {
  assert.match((await findNpmClang()).id, /^@yowasp\/clang \d+\.\d+\.\d+[^/]*$/);
});

test("a C file reads what it includes, beside it first, then in the include folders", () => {
  const files = new Map([
    ["csrc/a.c", '#include "a.h"\n#  include <b.h>\n#include <stdio.h>\n'],
    ["csrc/a.h", ""],
    ["ly/src/a.h", ""],
    ["ly/src/b.h", '#include "c.h"\n#include "b.h"\n'],
    ["ly/src/c.h", ""],
    ["ly/src/unrelated.h", ""],
  ]);
  assert.deepEqual(filesRead(files, "csrc/a.c", ["csrc", "ly/src"]), [
    "csrc/a.c",
    "csrc/a.h",
    "ly/src/b.h",
    "ly/src/c.h",
  ]);
});

test("a source transformation finds its place exactly once or fails", () => {
  assert.equal(insertBefore("one two", "two", "and "), "one and two");
  assert.equal(replace("one two", "two", "three"), "one three");
  assert.throws(() => replace("one two", "three", ""), /Not found exactly once/);
  assert.throws(() => insertBefore("two two", "two", ""), /Not found exactly once/);
});
