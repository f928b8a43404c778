import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import type { YangContext } from "../../src/context.js";
import { loadLibyang } from "../../src/load.js";
import type { SchemaRow, SchemaTable } from "../../src/reader/schema-table.js";
import { schemaTable } from "../../src/reader/schema-table.js";
import { readerContext } from "./fixture.js";

describe("the schema table", () => {
  let context: YangContext;
  let schema: SchemaTable;

  before(async () => {
    ({ context, schema } = readerContext(await loadLibyang()));
  });

  after(() => context[Symbol.dispose]());

  const row = (path: string, kind?: SchemaRow["kind"]): SchemaRow => {
    const found = schema.find((candidate) => candidate.path === path && (!kind || candidate.kind === kind));
    assert.ok(found, path);
    return found;
  };

  test("numbers rows in their order, parents before children", () => {
    for (const [index, { id, parent }] of schema.entries()) {
      assert.equal(id, index);
      assert.ok(parent < id);
    }
  });

  test("keeps the numbers when it is asked again", () => {
    assert.deepEqual(schemaTable(context), schema);
  });

  test("tells lists, keys and the order of entries", () => {
    const chapter = row("/reader-test:shelf/book/chapter");
    assert.equal(chapter.kind, "list");
    assert.deepEqual(chapter.keys, ["number", "part"]);
    assert.equal(chapter.userOrdered, true);
    assert.equal(row("/reader-test:shelf/book").userOrdered, false);
    assert.deepEqual(row("/reader-test:state/event").keys, []);
  });

  test("tells types, and those of the targets of leafrefs", () => {
    assert.equal(row("/reader-test:shelf/book/pages").type, "uint32");
    assert.equal(row("/reader-test:shelf/book/kind").type, "identityref");
    const favourite = row("/reader-test:shelf/favourite");
    assert.equal(favourite.type, "string");
    assert.equal(favourite.leafref, true);
  });

  test("tells whose values are the same only if they are written alike", () => {
    assert.equal(row("/reader-test:shelf/book/title").verbatim, true);
    assert.equal(row("/reader-test:shelf/favourite").verbatim, true);
    assert.equal(row("/reader-test:shelf/book/pages").verbatim, false);
    assert.equal(row("/notifications:create-subscription/input/startTime").verbatim, false);
  });

  test("tells defaults, presence, mandatory and configuration", () => {
    assert.deepEqual(row("/reader-test:shelf/book/pages").default, ["100"]);
    assert.deepEqual(row("/reader-test:shelf/book/weight").default, ["1", "2"]);
    assert.equal(row("/reader-test:shelf/book/special").presence, true);
    assert.equal(row("/reader-test:shelf/book/details").presence, false);
    assert.equal(row("/reader-test:lend-all/input/to").mandatory, true);
    assert.equal(row("/reader-test:shelf/book").config, true);
    assert.equal(row("/reader-test:shelf/book/sold").config, false);
  });

  test("names the module in a path only where it changes", () => {
    assert.equal(row("/reader-test:shelf/book/reader-augment:rating/stars").module, "reader-augment");
  });

  test("holds choices and cases, which the paths of data pass over", () => {
    const hard = row("/reader-test:shelf/book/hard", "leaf");
    assert.equal(schema[hard.parent]?.kind, "case");
    assert.equal(schema[schema[hard.parent]?.parent ?? -1]?.name, "binding");
  });

  test("holds operations with their input and output, actions and notifications", () => {
    assert.equal(row("/reader-test:lend-all").kind, "rpc");
    assert.equal(row("/reader-test:lend-all/input").kind, "input");
    assert.equal(row("/reader-test:shelf/book/lend").kind, "action");
    assert.equal(row("/reader-test:shelf/book/lend/output/until").type, "string");
    assert.equal(row("/reader-test:shelf/book/torn").kind, "notification");
    assert.equal(row("/reader-test:closed").kind, "notification");
  });

  test("carries the default access of NACM", () => {
    assert.equal(row("/reader-test:forget").nacm, "default-deny-all");
    assert.equal(row("/reader-test:shelf/book/details/secret").nacm, "default-deny-all");
    assert.equal(row("/reader-test:shelf").nacm, undefined);
  });

  test("tells extensions, those of access control apart", () => {
    assert.deepEqual(row("/reader-test:shelf/book/details/secret").extensions, ["reader-types:fragile"]);
    assert.deepEqual(row("/reader-test:forget").extensions, []);
  });
});
