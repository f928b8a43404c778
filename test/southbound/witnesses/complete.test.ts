/** No kind of object is configured without a witness: see witnesses/index.ts. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { translators } from "../../../translators/index.js";
import { testimonies, withoutWitness } from "./index.js";

const configured = translators.filter(({ messages }) => messages.length > 0).map(({ name }) => name);

test("each kind of object has a show command of VPP as its witness, or a reason why it has none", () => {
  const shown = testimonies();
  const forgotten = configured.filter((name) => !shown.has(name) && withoutWitness[name] === undefined);
  assert.deepEqual(forgotten, []);
});

test("witnesses and reasons are of kinds that are there, and no kind has both", () => {
  const shown = testimonies();
  for (const name of [...shown.keys(), ...Object.keys(withoutWitness)]) assert.ok(configured.includes(name), name);
  assert.deepEqual(
    Object.keys(withoutWitness).filter((name) => shown.has(name)),
    [],
  );
});
