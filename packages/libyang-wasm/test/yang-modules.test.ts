import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { YangContext } from "../src/index.js";
import { withInstance } from "./support/fleet.js";

interface ListedModule {
  readonly module: string;
  readonly revision: string;
  readonly package: string;
}

const listed: ListedModule[] = JSON.parse(readFileSync(new URL("../../yang-sources.json", import.meta.url), "utf8"));
/** Compiled as part of the module that they belong to. */
const submodules = new Set(["ietf-ipv6-router-advertisements"]);

test("every published module that is listed is there and compiles", async () => {
  const folder = await publishedModules();
  await withInstance((instance) => {
    for (const { module, revision } of listed) {
      if (submodules.has(module)) continue;
      using context = new YangContext(instance, { searchDirs: [folder] });
      context.loadModule(module, { revision });
      const loaded = context.modules().find((one) => one.name === module && one.implemented);
      assert.equal(loaded?.revision, revision, module);
    }
  });
});

test("a module and revision are listed once", () => {
  const names = listed.map(({ module, revision }) => `${module}@${revision}`);
  assert.equal(new Set(names).size, names.length);
});

async function publishedModules(): Promise<string> {
  const script = new URL("../../scripts/yang-modules.mjs", import.meta.url);
  const { ensureYangModules } = await import(script.href);
  return ensureYangModules({ log: () => {} });
}
