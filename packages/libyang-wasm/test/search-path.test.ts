import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { firstOf, type ModuleResolver, searchPath } from "../src/index.js";

/** Creates folders with files (path → text), removed after the test. */
function withFolders(files: Readonly<Record<string, string>>, body: (root: string) => void): void {
  const root = mkdtempSync(join(tmpdir(), "search-path-"));
  try {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(join(root, path, ".."), { recursive: true });
      writeFileSync(join(root, path), text);
    }
    body(root);
  } finally {
    rmSync(root, { recursive: true });
  }
}

const textOf = (resolve: ModuleResolver, module: string, revision?: string) =>
  resolve({ module, ...(revision === undefined ? {} : { revision }) })?.text.toString();

test("the wanted revision is found, without one the latest", () => {
  withFolders(
    { "a/m@2020-01-01.yang": "old", "a/m@2024-01-01.yang": "new", "a/m-x@2025-01-01.yang": "other" },
    (root) => {
      const resolve = searchPath([join(root, "a")]);
      assert.equal(textOf(resolve, "m"), "new");
      assert.equal(textOf(resolve, "m", "2020-01-01"), "old");
      assert.equal(textOf(resolve, "m", "2021-01-01"), undefined);
      assert.equal(textOf(resolve, "absent"), undefined);
    },
  );
});

test("the first folder that has the module wins", () => {
  withFolders({ "a/m@2020-01-01.yang": "from a", "b/m@2024-01-01.yang": "from b" }, (root) => {
    assert.equal(textOf(searchPath([join(root, "a"), join(root, "b")]), "m"), "from a");
    assert.equal(textOf(searchPath([join(root, "a"), join(root, "b")]), "m", "2024-01-01"), "from b");
  });
});

test("a file without revision in its name is taken when it declares the revision", () => {
  withFolders({ "a/m.yang": "module m { revision 2020-01-01; }" }, (root) => {
    const resolve = searchPath([join(root, "a")]);
    assert.ok(textOf(resolve, "m"));
    assert.ok(textOf(resolve, "m", "2020-01-01"));
    assert.equal(textOf(resolve, "m", "2021-01-01"), undefined);
  });
});

test("submodules are looked up by their own name and revision, YIN is told apart", () => {
  withFolders({ "a/sub@2020-01-01.yin": "<submodule/>", "a/notes.txt": "" }, (root) => {
    const resolve = searchPath([join(root, "a")]);
    const found = resolve({ module: "m", revision: "2024-01-01", submodule: "sub", submoduleRevision: "2020-01-01" });
    assert.equal(found?.format, "yin");
  });
});

test("resolvers are asked one after the other", () => {
  const only =
    (name: string): ModuleResolver =>
    ({ module }) =>
      module === name ? { text: name, format: "yang" } : undefined;
  const resolve = firstOf([only("a"), only("b")]);
  assert.equal(textOf(resolve, "b"), "b");
  assert.equal(textOf(resolve, "c"), undefined);
});
