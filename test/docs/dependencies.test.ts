/** docs/dependencies.md accounts for every package that package.json asks for. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { readDocument, tableBehind } from "./markdown.js";

const document = readDocument("docs/dependencies.md");
const { dependencies, devDependencies } = JSON.parse(readDocument("package.json")) as {
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
};

for (const [heading, wanted] of [
  ["## Runtime", dependencies],
  ["## Development", devDependencies],
] as const) {
  test(`"${heading}" lists what package.json asks for, in versions that will do`, () => {
    const rows = tableBehind(document, heading).map(([name = "", version = ""]) => [name.replaceAll("`", ""), version]);
    assert.deepEqual(
      Object.fromEntries(rows),
      Object.fromEntries(Object.entries(wanted).map(([name, range]) => [name, majorAndMinor(range)])),
    );
  });
}

/** "^5.12.8" is 5.12. */
function majorAndMinor(range: string): string {
  return /\d+\.\d+/.exec(range)![0];
}
