/** yang/sweetcomb-features is what the translators need of VPP. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { featuresModule, featuresModulePath } from "./features-module.js";
import { readDocument } from "./markdown.js";

test("the module has a feature for each file of VPP's API that translators need (test/docs/write-features.ts writes it)", () => {
  assert.equal(readDocument(featuresModulePath), featuresModule());
});
