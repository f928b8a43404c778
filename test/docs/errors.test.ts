/** docs/errors.md lists every error-tag with the status that RESTCONF answers it with. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { statusOfTag } from "../../src/northbound/restconf/status.js";
import { readDocument, tableBehind } from "./markdown.js";

test("the document and the code have the same statuses for the same tags", () => {
  const rows = tableBehind(readDocument("docs/errors.md"), "## Tags and statuses");
  const documented = rows.map(([tag = "", status = ""]) => [tag.replaceAll("`", ""), Number(status)]);
  assert.deepEqual(Object.fromEntries(documented), statusOfTag);
});
