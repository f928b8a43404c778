import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import fc from "fast-check";
import type { YangContext } from "../../src/context.js";
import { loadLibyang } from "../../src/load.js";
import type { DataError } from "../../src/reader/data-error.js";
import { attachEditMeta, type EditMetadata, editTreeForPath } from "../../src/reader/edit-tree.js";
import { type BodyOptions, parseContent, parseInput } from "../../src/reader/message-body.js";
import { readerContext } from "./fixture.js";

const shelf = "/reader-test:shelf";
const book = `${shelf}/book[title='x']`;

describe("message bodies", () => {
  let context: YangContext;

  before(async () => {
    ({ context } = readerContext(await loadLibyang()));
  });

  after(() => {
    assert.equal(context.instance.liveHandles, 1);
    context[Symbol.dispose]();
  });

  const options = (text: string, parentPath?: string, kind: BodyOptions["kind"] = "edit"): BodyOptions => ({
    format: text.startsWith("<") ? "xml" : "json",
    kind,
    ...(parentPath === undefined ? {} : { parentPath }),
  });

  function edit(text: string, parentPath: string | undefined, metadata: EditMetadata): { path: string; xml: string } {
    const body = parseContent(context, Buffer.from(text), options(text, parentPath));
    assert.ok(body.ok, text);
    using tree = body.tree;
    const [target] = body.targets;
    assert.ok(target);
    attachEditMeta(context, target.node, metadata);
    return { path: target.path, xml: tree.print("xml").toString() };
  }

  function failure(text: string, parentPath?: string): DataError {
    const body = parseContent(context, Buffer.from(text), options(text, parentPath));
    assert.ok(!body.ok, text);
    return body.errors[0];
  }

  test("stand below their parent, with the target marked", () => {
    for (const text of [
      '{"reader-test:book":[{"title":"n","pages":3}]}',
      '<book xmlns="urn:sweetcomb:reader-test"><title>n</title><pages>3</pages></book>',
    ]) {
      const { path, xml } = edit(text, shelf, { operation: "create" });
      assert.equal(path, "/reader-test:shelf/book[title='n']");
      assert.match(
        xml,
        /^<shelf [^>]*><book [^>]*nc:operation="create"><title>n<\/title><pages>3<\/pages><\/book><\/shelf>$/,
      );
    }
  });

  test("may be top-level data", () => {
    assert.equal(edit('{"reader-test:motto":"m"}', undefined, { operation: "replace" }).path, "/reader-test:motto");
  });

  test("say where an entry of a user-ordered list goes", () => {
    const point = `${book}/chapter[number='2'][part='a/b]']`;
    const chapter = '{"reader-test:chapter":[{"number":1,"part":"p"}]}';
    const { xml } = edit(chapter, book, { operation: "create", insert: "before", point });
    assert.match(xml, /yang:insert="before" yang:key="\[number='2'\]\[part='a\/b\]'\]"/);
    const author = edit('{"reader-test:author":["n"]}', book, {
      operation: "create",
      insert: "after",
      point: `${book}/author[.='Zoe']`,
    });
    assert.match(author.xml, /yang:insert="after" yang:value="Zoe">n</);
  });

  test("may hold any number of nodes when they are data", () => {
    const text = '{"reader-test:shelf":{},"reader-test:state":{"uptime":"1"}}';
    const body = parseContent(context, Buffer.from(text), options(text, undefined, "data"));
    assert.ok(body.ok);
    using _tree = body.tree;
    assert.deepEqual(
      body.targets.map(({ path }) => path),
      ["/reader-test:shelf", "/reader-test:state"],
    );
  });

  const failures: readonly [text: string, parent: string | undefined, expected: Partial<DataError>][] = [
    ["", undefined, { tag: "malformed-message" }],
    ["null", undefined, { tag: "malformed-message" }],
    ['{"reader-test:motto":', undefined, { tag: "malformed-message" }],
    ['{"reader-test:motto":"m"} x', undefined, { tag: "malformed-message" }],
    ['<motto xmlns="urn:sweetcomb:reader-test">m</motto>x', undefined, { tag: "malformed-message" }],
    ['{"reader-test:motto":"m","reader-test:motto":"n"}', undefined, { tag: "malformed-message" }],
    ['{"reader-test:book":[{"title":"a","details":{}, "details":{}}]}', shelf, { tag: "malformed-message" }],
    ["{}", undefined, { tag: "missing-element" }],
    ['{"reader-test:motto":"m","reader-test:shelf":{}}', undefined, { tag: "bad-element" }],
    ['{"reader-test:book":[{"title":"a"},{"title":"a"}]}', shelf, { tag: "bad-element", badElement: "book" }],
    [
      '{"reader-test:top":[{"name":"a"},{"name":"b"},{"name":"a"}]}',
      undefined,
      { tag: "bad-element", badElement: "top" },
    ],
    ['{"reader-test:title":"x"}', book, { tag: "bad-element", badElement: "title" }],
    ['{"reader-test:nothing":1}', shelf, { tag: "unknown-element", badElement: "nothing", path: shelf }],
    ['{"nowhere:nothing":1}', undefined, { tag: "unknown-namespace", badNamespace: "nowhere" }],
    ['{"reader-test:book":[{"pages":1}]}', shelf, { tag: "missing-element", badElement: "title" }],
    ['{"reader-test:pages":"x"}', book, { tag: "invalid-value", path: book }],
    ['{"reader-test:sold":"1"}', book, { tag: "bad-element", badElement: "sold" }],
    ['{"reader-test:x":1}', "/reader-test:motto", { tag: "invalid-value" }],
  ];

  for (const [text, parent, expected] of failures) {
    test(`are refused with ${expected.tag}: ${text}`, () => {
      const error = failure(text, parent);
      for (const [name, value] of Object.entries(expected)) assert.equal(error[name as keyof DataError], value, name);
    });
  }

  test("bring the input of operations, with defaults", () => {
    const path = `${book}/lend`;
    for (const [text, format] of [
      ['{"reader-test:input":{"to":"me"}}', "json"],
      ['<input xmlns="urn:sweetcomb:reader-test"><to>me</to></input>', "xml"],
    ] as const) {
      const input = parseInput(context, Buffer.from(text), { format, operationPath: path });
      assert.ok(input.ok, text);
      assert.equal(input.path, path);
      assert.deepEqual(input.input, { to: "me", days: 14 });
      input[Symbol.dispose]();
    }
  });

  test("bring anydata parameters of operations as trees", () => {
    const text = '{"reader-test:input":{"to":"x","how":{"plan":{"reader-test:motto":"m"}}}}';
    const input = parseInput(context, Buffer.from(text), { format: "json", operationPath: "/reader-test:lend-all" });
    assert.ok(input.ok);
    assert.equal(input.contents.get("how/plan")?.tree.print("json").toString(), '{"reader-test:motto":"m"}');
    input[Symbol.dispose]();
  });

  test("may be missing when an operation needs no input", () => {
    const parse = (operationPath: string, text = "") =>
      parseInput(context, Buffer.from(text), { format: "json", operationPath });
    assert.equal(parse("/reader-test:forget").ok, true);
    for (const [result, tag] of [
      [parse("/reader-test:lend-all"), "missing-element"],
      [parse("/reader-test:motto"), "operation-not-supported"],
      [parse("/reader-test:lend-all", '{"reader-test:input":{"to":"a","to":"b"}}'), "malformed-message"],
      [parse("/reader-test:lend-all", '{"reader-test:input":{"from":"a"}}'), "unknown-element"],
    ] as const) {
      assert.ok(!result.ok);
      assert.equal(result.errors[0].tag, tag);
    }
  });

  test("name a parameter with a bad value", () => {
    for (const [operationPath, input, expected] of [
      ["/reader-test:lend-all", '{"to":5}', "/reader-test:to"],
      [`${book}/lend`, '{"to":"a","days":700}', "/reader-test:days"],
    ] as const) {
      const text = `{"reader-test:input":${input}}`;
      const result = parseInput(context, Buffer.from(text), { format: "json", operationPath });
      assert.ok(!result.ok);
      const [{ tag, path }] = result.errors;
      assert.deepEqual({ tag, path }, { tag: "invalid-value", path: expected }, operationPath);
    }
  });

  test("survive damage", () => {
    const whole = Buffer.from(
      '{"reader-test:book":[{"title":"b","pages":1,"flags":"red","mixed":[1],"author":["a","b"]}]}',
    );
    const damage = fc.array(fc.tuple(fc.nat(whole.length - 1), fc.integer({ min: 1, max: 255 })), { maxLength: 4 });
    fc.assert(
      fc.property(damage, fc.nat(whole.length), (changes, length) => {
        const damaged = Buffer.from(whole.subarray(0, Math.max(length, whole.length / 2)));
        for (const [position, byte] of changes) if (position < damaged.length) damaged[position] = byte;
        const body = parseContent(context, damaged, { format: "json", kind: "edit", parentPath: shelf });
        if (body.ok) body.tree[Symbol.dispose]();
        assert.equal(context.instance.liveHandles, 1);
      }),
      { numRuns: 400 },
    );
  });
});

describe("an edit tree for a path", () => {
  test("marks the node that the path names, a leaf without its value too", async () => {
    const { context } = readerContext(await loadLibyang());
    using _context = context;
    const printed = (path: string) => {
      using tree = editTreeForPath(context, path, { operation: "delete" });
      return tree.print("xml").toString();
    };
    assert.match(printed(book), /<book [^>]*nc:operation="delete"><title>x</);
    assert.match(printed(`${book}/pages`), /<book><title>x<\/title><pages [^>]*nc:operation="delete"\/><\/book>/);
    assert.match(printed(`${book}/author[.='q']`), /<author [^>]*nc:operation="delete">q</);
    assert.match(printed("/reader-test:motto"), /^<motto [^>]*nc:operation="delete"\/>$/);
    assert.throws(() => printed("/reader-test:nothing"), /nothing/);
  });
});
