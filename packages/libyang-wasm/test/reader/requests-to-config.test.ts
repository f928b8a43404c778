import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { ConfigTree } from "../../src/config-tree/config-tree.js";
import type { YangContext } from "../../src/context.js";
import { loadLibyang } from "../../src/load.js";
import { openCursor } from "../../src/reader/cursor.js";
import { attachEditMeta, type EditMetadata, editTreeForPath } from "../../src/reader/edit-tree.js";
import { parseContent } from "../../src/reader/message-body.js";
import { decodeRpc } from "../../src/reader/rpc-document.js";
import { readerContext } from "./fixture.js";

const base = "urn:ietf:params:xml:ns:netconf:base:1.0";
const shelf = "/reader-test:shelf";

describe("requests applied to a configuration", () => {
  let context: YangContext;
  let config: ConfigTree;

  before(async () => {
    ({ context } = readerContext(await loadLibyang()));
  });

  after(() => context[Symbol.dispose]());

  const chapters = (numbers: readonly number[]) => numbers.map((number) => ({ number, part: "p" }));

  function start(): void {
    config = ConfigTree.create(context);
    const book = { title: "x", pages: 3, author: ["a", "b"], chapter: chapters([1, 2]) };
    config.load(JSON.stringify({ "reader-test:shelf": { book: [book] } }), "json");
  }

  function shown(): { title: string; pages?: number; author?: string[]; chapter?: { number: number }[] }[] {
    using cursor = openCursor(context, [{ root: config.root }], {
      format: "json",
      root: "target",
      select: [`${shelf}/book`],
    });
    return JSON.parse(Buffer.from(cursor.drain()).toString())["reader-test:book"] ?? [];
  }

  function netconf(content: string): void {
    const edit = `<edit-config><target><running/></target><config><shelf xmlns="urn:sweetcomb:reader-test" xmlns:nc="${base}">${content}</shelf></config></edit-config>`;
    const rpc = decodeRpc(context, Buffer.from(`<rpc xmlns="${base}" message-id="1">${edit}</rpc>`));
    assert.ok(rpc.ok);
    using decoded = rpc;
    const tree = decoded.contents.get("config")?.tree;
    assert.ok(tree);
    assert.deepEqual(config.edit(tree, { defaultOperation: "merge" }), []);
  }

  function restconf(parentPath: string, body: unknown, metadata: EditMetadata): void {
    const parsed = parseContent(context, Buffer.from(JSON.stringify(body)), {
      format: "json",
      kind: "edit",
      parentPath,
    });
    assert.ok(parsed.ok);
    attachEditMeta(context, parsed.targets[0]!.node, metadata);
    assert.deepEqual(config.edit(parsed.tree, { defaultOperation: "none" }), []);
  }

  function remove(path: string): void {
    assert.deepEqual(
      config.edit(editTreeForPath(context, path, { operation: "delete" }), { defaultOperation: "none" }),
      [],
    );
  }

  const cases: readonly [name: string, overNetconf: string, overRestconf: () => void][] = [
    [
      "create an entry",
      '<book nc:operation="create"><title>n</title><pages>7</pages></book>',
      () => restconf(shelf, { "reader-test:book": [{ title: "n", pages: 7 }] }, { operation: "create" }),
    ],
    [
      "replace an entry",
      '<book nc:operation="replace"><title>x</title><pages>9</pages></book>',
      () => restconf(shelf, { "reader-test:book": [{ title: "x", pages: 9 }] }, { operation: "replace" }),
    ],
    [
      "delete a leaf",
      '<book><title>x</title><pages nc:operation="delete"/></book>',
      () => remove(`${shelf}/book[title='x']/pages`),
    ],
    [
      "delete an entry",
      '<book nc:operation="delete"><title>x</title></book>',
      () => remove(`${shelf}/book[title='x']`),
    ],
    [
      "insert an entry before another one",
      '<book><title>x</title><chapter xmlns:yang="urn:ietf:params:xml:ns:yang:1" xmlns:rt="urn:sweetcomb:reader-test" nc:operation="create"' +
        ` yang:insert="before" yang:key="[rt:number='2'][rt:part='p']"><number>5</number><part>p</part></chapter></book>`,
      () =>
        restconf(
          `${shelf}/book[title='x']`,
          { "reader-test:chapter": chapters([5]) },
          {
            operation: "create",
            insert: "before",
            point: `${shelf}/book[title='x']/chapter[number='2'][part='p']`,
          },
        ),
    ],
    [
      "insert a value behind another one",
      '<book><title>x</title><author xmlns:yang="urn:ietf:params:xml:ns:yang:1" nc:operation="create" yang:insert="after" yang:value="a">c</author></book>',
      () =>
        restconf(
          `${shelf}/book[title='x']`,
          { "reader-test:author": ["c"] },
          {
            operation: "create",
            insert: "after",
            point: `${shelf}/book[title='x']/author[.='a']`,
          },
        ),
    ],
  ];

  for (const [name, overNetconf, overRestconf] of cases) {
    test(`${name} with the same result over NETCONF and RESTCONF`, () => {
      start();
      const untouched = shown();
      netconf(overNetconf);
      const afterNetconf = shown();
      assert.notDeepEqual(afterNetconf, untouched);
      config[Symbol.dispose]();
      start();
      overRestconf();
      assert.deepEqual(shown(), afterNetconf);
      config[Symbol.dispose]();
      assert.equal(context.instance.liveHandles, 1);
    });
  }

  test("order entries as they were inserted", () => {
    start();
    cases[4]?.[2]();
    cases[5]?.[2]();
    const [book] = shown();
    assert.deepEqual(
      book?.chapter?.map(({ number }) => number),
      [1, 5, 2],
    );
    assert.deepEqual(book?.author, ["a", "c", "b"]);
    config[Symbol.dispose]();
  });
});
