import assert from "node:assert/strict";
import { test } from "node:test";
import { identities } from "../src/index.js";
import { withFleet } from "./support/fleet.js";

test("each identity tells which ones have it as their base", async () => {
  await withFleet((context) => {
    const all = identities(context);
    const names = all.map(({ module, name }) => `${module}:${name}`);
    assert.deepEqual(names, [...new Set(names)]);
    const kind = all.find(({ name }) => name === "vehicle-kind");
    assert.deepEqual(kind?.derived.map(({ module, name }) => `${module}:${name}`).sort(), [
      "fleet-types:bicycle",
      "fleet-types:van",
    ]);
  });
});
