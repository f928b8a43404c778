import assert from "node:assert/strict";
import { test } from "node:test";
import { loadLibyang } from "../src/load.js";
import { markedLeafs } from "../src/marked-leafs.js";
import { parseContent } from "../src/reader/message-body.js";
import { readerContext, shelfJson } from "./reader/fixture.js";

test("leafs with an extension are found wherever they are, with value and schema node", async () => {
  const { context, schema } = readerContext(await loadLibyang());
  using _context = context;
  const result = parseContent(context, Buffer.from(JSON.stringify(shelfJson)), { format: "json", kind: "data" });
  assert.ok(result.ok);
  using tree = result.tree;
  const [found, ...others] = markedLeafs(tree, "reader-types", "fragile");
  assert.ok(found);
  assert.equal(others.length, 0);
  assert.equal(found.value, "s");
  assert.match(found.node.path, /book\[title=.*\]\/details\/secret$/);
  assert.equal(schema[found.schemaId]?.path, "/reader-test:shelf/book/details/secret");
  assert.deepEqual(markedLeafs(tree, "reader-types", "unbreakable"), []);
  found.node.changeValue("t");
  assert.equal(markedLeafs(tree, "reader-types", "fragile")[0]?.value, "t");
});
