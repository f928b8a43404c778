import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import type { YangContext } from "../../src/context.js";
import type { DataTree } from "../../src/data-tree.js";
import { loadLibyang } from "../../src/load.js";
import { openCursor } from "../../src/reader/cursor.js";
import { XPathError } from "../../src/reader/data-error.js";
import type { SchemaTable } from "../../src/reader/schema-table.js";
import { exists, select } from "../../src/reader/select.js";
import { parseShelf, read, readerContext, readJson } from "./fixture.js";

describe("a cursor over a selection", () => {
  let context: YangContext;
  let schema: SchemaTable;
  let tree: DataTree;

  before(async () => {
    ({ context, schema } = readerContext(await loadLibyang()));
    tree = parseShelf(context);
  });

  after(() => {
    tree[Symbol.dispose]();
    assert.equal(context.instance.liveHandles, 1);
    context[Symbol.dispose]();
  });

  const inTree = (...xpaths: string[]) => readJson(context, tree, { root: "tree", select: xpaths });
  const asTarget = (...xpaths: string[]) => readJson(context, tree, { root: "target", select: xpaths });

  test("prints ancestors with their keys only", () => {
    assert.deepEqual(inTree("/reader-test:shelf/book[title='b']/kind"), {
      "reader-test:shelf": { book: [{ title: "b", kind: "local-kind" }] },
    });
  });

  test("unites expressions in the order of the tree", () => {
    const united = inTree(
      "/reader-test:motto",
      "/reader-test:shelf/book[title='c']/mixed",
      "/reader-test:shelf/book[title='b']",
    );
    assert.deepEqual(Object.keys(united as object), ["reader-test:shelf", "reader-test:motto"]);
    assert.deepEqual(united, {
      "reader-test:shelf": {
        book: [
          { title: "b", kind: "local-kind", mixed: "18446744073709551615", weight: [1, 9] },
          { title: "c", mixed: "reader-types:poem" },
        ],
      },
      "reader-test:motto": "read",
    });
  });

  test("keeps the order of the expressions when it is told to", () => {
    const select = ["/reader-test:shelf/book[title='c']/soft", "/reader-test:shelf/book[title='b']/kind"];
    const kept = readJson(context, tree, { root: "tree", select, keepOrder: true });
    assert.deepEqual(kept, {
      "reader-test:shelf": {
        book: [
          { title: "c", soft: "leather" },
          { title: "b", kind: "local-kind" },
        ],
      },
    });
  });

  test("tells of a page beside its first entry, in both formats", () => {
    const request = {
      root: "tree",
      page: { remaining: 4, next: 'n"', previous: "<p>", locale: "C" },
    } as const;
    const told = readJson(context, tree, { ...request, select: ["/reader-test:top"] }) as Record<string, unknown[]>;
    assert.deepEqual(told["reader-test:top"]?.[0], {
      "@": {
        "ietf-list-pagination:remaining": 4,
        "ietf-list-pagination:next": 'n"',
        "ietf-list-pagination:previous": "<p>",
        "ietf-list-pagination:locale": "C",
      },
      name: "x",
      value: 1,
    });
    assert.equal(JSON.stringify(told).match(/remaining/g)?.length, 1);
    const xml = read(context, tree, { ...request, format: "xml", select: ["/reader-test:tag"] });
    assert.match(
      xml,
      /^<tag [^>]*lpg:remaining="4" lpg:next="n&quot;" lpg:previous="&lt;p&gt;" lpg:locale="C">m<\/tag><tag [^>]*>n/,
    );
  });

  test("prints so many entries of the lists inside, and says how many are left out", () => {
    const limited = (request: object) =>
      readJson(context, tree, { root: "tree", sublists: { limit: 1, ofSelected: false }, ...request }) as {
        "reader-test:shelf"?: { book: Record<string, unknown>[] };
      } & Record<string, unknown>;
    const everything = limited({});
    const remaining = { "ietf-list-pagination:remaining": 1 };
    const books = everything["reader-test:shelf"]!.book;
    assert.deepEqual([books.length, books[0]!["@"]], [1, { "ietf-list-pagination:remaining": 2 }]);
    assert.deepEqual([books[0]!.weight, books[0]!["@weight"]], [[1], [remaining]]);
    assert.deepEqual([everything["reader-test:tag"], everything["@reader-test:tag"]], [["m"], [remaining]]);
    const selected = limited({ select: ["/reader-test:shelf/book"] })["reader-test:shelf"]!.book;
    assert.deepEqual([selected.length, selected[0]!.weight], [3, [1]]);
    const alsoSelected = limited({ select: ["/reader-test:top"], sublists: { limit: 1, ofSelected: true } });
    assert.deepEqual(alsoSelected["reader-test:top"], [{ "@": remaining, name: "x", value: 1 }]);
    const enough = limited({ sublists: { limit: 3, ofSelected: false } });
    assert.doesNotMatch(JSON.stringify(enough), /remaining/);
  });

  test("prints a node once when expressions overlap", () => {
    const whole = inTree("/reader-test:shelf/book[title='c']");
    assert.deepEqual(inTree("/reader-test:shelf/book[title='c']/soft", "/reader-test:shelf/book[title='c']"), whole);
    assert.deepEqual(inTree("/reader-test:shelf/book[title='c']", "/reader-test:shelf/book[title='c']/soft"), whole);
  });

  test("prints an entry with its keys when a key is what was selected", () => {
    assert.deepEqual(inTree("/reader-test:shelf/book/title"), {
      "reader-test:shelf": { book: [{ title: "b" }, { title: "c" }, { title: 'Älter & <neuer> "x"' }] },
    });
  });

  test("makes each target a top-level node, in an array where it is of a list", () => {
    assert.deepEqual(asTarget("/reader-test:shelf/book[title='c']"), {
      "reader-test:book": [{ title: "c", mixed: "reader-types:poem", soft: "leather" }],
    });
    assert.deepEqual(asTarget("/reader-test:shelf/favourite"), { "reader-test:favourite": "b" });
    assert.deepEqual(asTarget("/reader-test:tag[.='n']"), { "reader-test:tag": ["n"] });
    assert.deepEqual(asTarget("/reader-test:shelf/book/reader-augment:rating/kind"), {
      "reader-augment:kind": "essay",
    });
  });

  test("declares the namespace of a target in XML", () => {
    assert.equal(
      read(context, tree, {
        format: "xml",
        root: "target",
        select: ["/reader-test:shelf/book/reader-augment:rating/stars"],
      }),
      '<stars xmlns="urn:sweetcomb:reader-augment">5</stars>',
    );
  });

  test("narrows a target to fields, and keeps the keys of entries", () => {
    const fields = [["title"], ["chapter", "heading"], ["reader-augment:rating", "stars"]];
    const target = "/reader-test:shelf/book[pages='100' and chapter]";
    assert.deepEqual(readJson(context, tree, { root: "target", select: [target], fields }), {
      "reader-test:book": [
        {
          title: 'Älter & <neuer> "x"',
          chapter: [{ number: 2, part: "a", heading: "two" }],
          "reader-augment:rating": { stars: 5 },
        },
      ],
    });
  });

  test("prints a target without any of its fields as empty", () => {
    const request = {
      root: "target",
      select: ["/reader-test:shelf"],
      fields: [["empty-inside", "more", "nothing"]],
    } as const;
    assert.deepEqual(readJson(context, tree, request), { "reader-test:shelf": {} });
  });

  test("stops at the depth, with the keys of the entries that it cuts off", () => {
    const depth = (levels: number) =>
      readJson(context, tree, { root: "target", select: ["/reader-test:shelf"], depth: levels });
    assert.deepEqual(depth(1), { "reader-test:shelf": {} });
    assert.deepEqual(depth(2), {
      "reader-test:shelf": { book: [{ title: "b" }, { title: "c" }, { title: 'Älter & <neuer> "x"' }], favourite: "b" },
    });
  });

  test("counts levels from each selected node and not from its ancestors", () => {
    assert.deepEqual(readJson(context, tree, { root: "tree", select: ["/reader-test:shelf/book/details"], depth: 2 }), {
      "reader-test:shelf": {
        book: [{ title: 'Älter & <neuer> "x"', details: { secret: "s", colour: "red", deep: {} } }],
      },
    });
  });

  test("is empty when nothing is selected, before anything was read", () => {
    for (const format of ["xml", "json"] as const) {
      for (const xpaths of [[], ["/reader-test:shelf/book[title='none']"]]) {
        using cursor = openCursor(context, [{ root: tree.pointer }], { format, root: "tree", select: xpaths });
        assert.equal(cursor.empty, true);
        assert.equal(Buffer.from(cursor.drain()).toString(), format === "xml" ? "" : "{}");
      }
    }
  });

  test("puts several trees into one document", () => {
    using other = context.parseData('{"reader-test:motto":"other","reader-test:shelf":{"favourite":"z"}}', "json");
    const parts = [
      { root: other.pointer, excludeTopLevel: [{ module: "reader-test", name: "shelf" }] },
      { root: 0 },
      {
        root: tree.pointer,
        excludeTopLevel: ["state", "motto", "top"].map((name) => ({ module: "reader-test", name })),
      },
    ];
    using cursor = openCursor(context, parts, { format: "json", root: "tree", depth: 1 });
    assert.deepEqual(JSON.parse(Buffer.from(cursor.drain()).toString()), {
      "reader-test:motto": "other",
      "reader-test:shelf": {},
      "reader-test:tag": ["m", "n"],
    });
    assert.deepEqual(
      select(context, parts, "/reader-test:motto | /reader-test:tag").map(({ path }) => path),
      ["/reader-test:motto", "/reader-test:tag[.='m']", "/reader-test:tag[.='n']"],
    );
  });

  test("refuses expressions that cannot be evaluated, with the reason", () => {
    for (const xpath of ["/reader-test:shelf/[", "/nowhere:shelf", "1 + ", "'text'"]) {
      assert.throws(
        () => inTree(xpath),
        (error) => error instanceof XPathError && error.message.startsWith(xpath),
      );
      assert.throws(() => select(context, [{ root: tree.pointer }], xpath), XPathError);
    }
  });

  test("lists what an expression selects", () => {
    const parts = [{ root: tree.pointer }];
    const [chapter] = select(context, parts, "/reader-test:shelf/book/chapter[number='1']");
    assert.equal(chapter?.path, `/reader-test:shelf/book[title='Älter & <neuer> "x"']/chapter[number='1'][part='b']`);
    assert.equal(schema[chapter?.schemaId ?? -1]?.path, "/reader-test:shelf/book/chapter");
    assert.equal(exists(context, parts, "/reader-test:shelf/book[title='b']"), true);
    assert.equal(exists(context, parts, "/reader-test:shelf/book[title='q']"), false);
  });

  test("cannot be read after it was released", () => {
    const cursor = openCursor(context, [{ root: tree.pointer }], { format: "json", root: "tree" });
    cursor[Symbol.dispose]();
    assert.throws(() => cursor.next(1), /released/);
  });
});
