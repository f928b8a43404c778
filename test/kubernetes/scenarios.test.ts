/**
 * Folders of objects, and the entries that are written for them. `UPDATE_EXPECTED=1` writes what comes out; a human reads the difference.
 */

import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { render } from "../../src/cli/kubernetes/render.js";

const scenarios = fileURLToPath(new URL("../../../test/kubernetes/scenarios/", import.meta.url));

for (const name of readdirSync(scenarios)) {
  test(`the scenario "${name}" is written as expected`, async () => {
    const expected = `${scenarios}${name}/expected.json`;
    const config = `${scenarios}${name}/settings.json`;
    const settings = existsSync(config) ? ["--config", config] : [];
    // What follows from the entries is for the tests of the derivations.
    const { derived: _derived, ...found } = JSON.parse(
      await render([...settings, `${scenarios}${name}/objects.yaml`], {}),
    );
    if (process.env.UPDATE_EXPECTED === "1") writeFileSync(expected, `${JSON.stringify(found, undefined, 2)}\n`);
    assert.deepEqual(found, JSON.parse(readFileSync(expected, "utf8")));
  });
}

test("a file that is no YAML, or has no objects, is told by its name", async () => {
  await assert.rejects(render([`${scenarios}shop/README.md`], {}), /README\.md/);
  await assert.rejects(render([], {}), /usage/);
});

test("what follows from the entries is rendered beside them", async () => {
  const { derived } = JSON.parse(await render([`${scenarios}shop`], {}));
  const translated = derived["sweetcomb-cnat:cnat"]["virtual-address"].map(
    ({ address }: { address: string }) => address,
  );
  assert.deepEqual(translated, ["10.96.0.1", "192.0.2.1"]);
  const [attached] = derived["ietf-access-control-list:acls"]["attachment-points"].interface;
  assert.equal(attached["interface-id"], "pod-web");
});
