/** docs/vpp-api.md lists the requests that are not offered, and those that are refused in some states. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { fences } from "../../src/vpp-api/fences/fences.js";
import { refusedMessages } from "../../src/vpp-api/fences/refused-messages.js";
import { readDocument, tableBehind } from "./markdown.js";

const document = readDocument("docs/vpp-api.md");

test("the document and the code leave out the same requests for the same reasons", () => {
  const rows = tableBehind(document, "## Not offered");
  const documented = rows.map(([message = "", reason = ""]) => [message.replaceAll("`", ""), reason] as const);
  assert.deepEqual(new Map(documented), refusedMessages);
});

test("the document and the code refuse the same requests in some states", () => {
  const rows = tableBehind(document, "## Refused in some states");
  const documented = rows.flatMap(([messages = ""]) => messages.replaceAll("`", "").split(", "));
  assert.deepEqual(documented.sort(), [...fences.keys()].sort());
});
