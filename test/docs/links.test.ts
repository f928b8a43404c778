/** Links from one file of the project to another lead somewhere. */

import assert from "node:assert/strict";
import { existsSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { projectRoot, readDocument } from "./markdown.js";

const documents = [
  "README.md",
  "CHANGELOG.md",
  "certs/README.md",
  ...markdownBelow("docs"),
  ...readdirSync(join(projectRoot, "packages")).map((name) => `packages/${name}/README.md`),
];

for (const path of documents) {
  test(`the links of ${path} lead somewhere`, () => {
    for (const target of relativeLinks(readDocument(path))) {
      assert.ok(existsSync(join(projectRoot, dirname(path), target)), `${target} is not there`);
    }
  });
}

function markdownBelow(folder: string): string[] {
  const names = readdirSync(join(projectRoot, folder), { recursive: true }).map(String);
  return names.filter((name) => name.endsWith(".md")).map((name) => `${folder}/${name}`);
}

/** Targets of "[text](target)" in the project, without what stands behind "#". */
function relativeLinks(markdown: string): readonly string[] {
  const targets = [...markdown.matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = ""]) => target.split("#", 1)[0]!);
  return targets.filter((target) => target !== "" && !/^\w+:/.test(target));
}
