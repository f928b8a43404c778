/**
 * Modules in yang/ that stand for published ones have the same name, namespace, revision, features, identities and data tree.
 * SWEETCOMB_PUBLISHED_YANG names a folder with the published files; without it there is nothing to compare with.
 */

import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { type LibyangInstance, loadLibyang, type SchemaNode, YangContext } from "libyang-wasm";

const ours = fileURLToPath(new URL("../../../yang/", import.meta.url));
const packaged = fileURLToPath(new URL("../../../dist/yang", import.meta.url));
const published = process.env.SWEETCOMB_PUBLISHED_YANG;

if (published === undefined) {
  test("modules in our own words are as published", {
    skip: "set SWEETCOMB_PUBLISHED_YANG to the published files",
  }, () => {});
} else {
  const files = readdirSync(ours).filter((file) => file.endsWith(".yang") && existsSync(`${published}/${file}`));
  for (const file of files) {
    test(`${file} is interface-compatible with the published one`, async () => {
      const expected = await interfaceOf(file, [published, packaged]);
      const actual = await interfaceOf(file, [ours, packaged]);
      assert.deepEqual(actual.module, expected.module);
      assert.deepEqual(actual.definitions, expected.definitions);
      assert.deepEqual(Object.keys(actual.nodes), Object.keys(expected.nodes));
      for (const [path, node] of Object.entries(expected.nodes)) assert.deepEqual(actual.nodes[path], node, path);
    });
  }
}

/** What a client sees of a module, all features on: everything but the words of people. */
async function interfaceOf(file: string, searchDirs: readonly string[]) {
  const [name = "", revision = ""] = file.replace(/\.yang$/, "").split("@");
  const instance: LibyangInstance = await loadLibyang();
  const context = new YangContext(instance, { searchDirs });
  try {
    context.loadModule(name, { revision, features: "all" });
    const { pointer, deviatedBy, augmentedBy, submodules, features, ...module } = context
      .modules()
      .find((candidate) => candidate.name === name)!;
    const nodes = context.topLevel(name).flatMap((root) => [...root.walk()]);
    return {
      module: { ...module, features: features.map((feature) => feature.name) },
      definitions: definitionsIn(readFileSync(`${searchDirs[0]}/${file}`, "utf8")),
      nodes: Object.fromEntries(nodes.map((node) => [node.describe().schemaPath, withoutWords(node)])),
    };
  } finally {
    context[Symbol.dispose]();
  }
}

function withoutWords(node: SchemaNode) {
  const { description, musts, whens, ...facts } = node.describe();
  return {
    ...facts,
    type: node.type(),
    musts: musts.map(({ xpath, errorAppTag }) => ({ xpath, errorAppTag })),
    // Line breaks inside an expression are nobody's interface.
    whens: whens.map(({ xpath }) => xpath.replace(/\s+/g, " ")),
  };
}

/** Names that other modules may refer to and that stand in no data tree. */
function definitionsIn(text: string): string[] {
  return Array.from(
    text.matchAll(/^\s*(typedef|identity|grouping|extension)\s+([\w-]+)/gm),
    ([, kind, name]) => `${kind} ${name}`,
  ).sort();
}
