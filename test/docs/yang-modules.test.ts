/** docs/yang-modules.md lists what yang/modules.json implements. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { readDocument, tableBehind } from "./markdown.js";

interface ImplementedModule {
  readonly name: string;
  readonly revision: string;
  readonly features: readonly string[];
}

test("the document and the list have the same modules, revisions and features", () => {
  const rows = tableBehind(readDocument("docs/yang-modules.md"), "## Implemented");
  const documented = rows.map(([name = "", revision = "", features = ""]) => ({
    name: name.replaceAll("`", ""),
    revision,
    features: features.split(", ").flatMap((feature) => feature.replaceAll("`", "") || []),
  }));
  const { implement } = JSON.parse(readDocument("yang/modules.json")) as { implement: ImplementedModule[] };
  assert.deepEqual(
    documented,
    implement.map(({ name, revision, features }) => ({ name, revision, features })),
  );
});
