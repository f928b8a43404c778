import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import fc from "fast-check";
import type { YangContext } from "../../src/context.js";
import type { DataTree } from "../../src/data-tree.js";
import { loadLibyang } from "../../src/load.js";
import { openCursor } from "../../src/reader/cursor.js";
import { parseShelf, read, readerContext } from "./fixture.js";
import { randomShelf } from "./random-shelf.js";

const runs = 60;
const libyangModes = {
  explicit: "explicit",
  trim: "trim",
  "report-all": "all",
  "report-all-tagged-by-value": "all-tag",
} as const;
const modes = Object.keys(libyangModes) as (keyof typeof libyangModes)[];

describe("what a cursor prints", () => {
  let context: YangContext;

  before(async () => {
    ({ context } = readerContext(await loadLibyang()));
  });

  after(() => {
    assert.equal(context.instance.liveHandles, 1);
    context[Symbol.dispose]();
  });

  function withShelf(json: string, check: (tree: DataTree) => void): void {
    using tree = context.parseData(json, "json");
    tree.addDefaults();
    check(tree);
  }

  test("is in JSON what libyang prints", () => {
    // Not trim: there libyang 3.12.2 prints no valid JSON behind a leaf-list whose last value is left out.
    const printable = modes.filter((mode) => mode !== "trim");
    fc.assert(
      fc.property(randomShelf(), fc.constantFrom(...printable), (shelf, withDefaults) =>
        withShelf(shelf, (tree) => {
          const expected = tree.print("json", { withDefaults: libyangModes[withDefaults] }).toString();
          assert.deepEqual(
            JSON.parse(read(context, tree, { format: "json", root: "tree", withDefaults })),
            JSON.parse(expected),
          );
        }),
      ),
      { numRuns: runs },
    );
  });

  test("is the same tree in JSON and in XML", () => {
    fc.assert(
      fc.property(randomShelf(), (shelf) =>
        withShelf(shelf, (tree) => {
          const request = { root: "tree", withDefaults: "trim" } as const;
          using json = context.parseData(read(context, tree, { ...request, format: "json" }), "json");
          using xml = context.parseData(read(context, tree, { ...request, format: "xml" }), "xml");
          assert.ok(json.equals(xml));
        }),
      ),
      { numRuns: runs },
    );
  });

  test("is in XML what libyang prints, text for text", () => {
    fc.assert(
      fc.property(randomShelf(), fc.constantFrom(...modes), (shelf, withDefaults) =>
        withShelf(shelf, (tree) => {
          // libyang gives the attribute the namespace of the YANG module; RFC 6243 6 has another.
          const expected = tree
            .print("xml", { withDefaults: libyangModes[withDefaults] })
            .toString()
            .replaceAll(
              /urn:ietf:params:xml:ns:yang:[\w.-]*with-defaults/g,
              "urn:ietf:params:xml:ns:netconf:default:1.0",
            );
          assert.equal(read(context, tree, { format: "xml", root: "tree", withDefaults }), expected);
        }),
      ),
      { numRuns: runs },
    );
  });

  test("can be read back as the same tree, also when it is indented", () => {
    using tree = parseShelf(context, false);
    for (const format of ["xml", "json"] as const) {
      for (const pretty of [false, true]) {
        const printed = read(context, tree, { format, root: "tree", pretty });
        using again = context.parseData(printed, format);
        assert.ok(again.equals(tree), printed);
      }
    }
  });

  test("comes in whole nodes, whatever the budget", () => {
    fc.assert(
      fc.property(
        randomShelf(),
        fc.constantFrom("xml", "json"),
        fc.integer({ min: 1, max: 300 }),
        (shelf, format, budget) =>
          withShelf(shelf, (tree) => {
            const request = { format, root: "tree" } as const;
            using cursor = openCursor(context, [{ root: tree.pointer }], request);
            const decoder = new TextDecoder("utf-8", { fatal: true });
            let text = "";
            for (let chunk = cursor.next(budget); chunk; chunk = cursor.next(budget)) text += decoder.decode(chunk);
            assert.equal(text, read(context, tree, request));
            assert.equal(cursor.next(budget), null);
          }),
      ),
      { numRuns: runs },
    );
  });

  test("escapes what XML and JSON do not allow as it is", () => {
    const motto = 'a<b>&"c"\\ \t\r\n é 𝄞';
    using tree = context.parseData(JSON.stringify({ "reader-test:motto": motto }), "json");
    assert.deepEqual(JSON.parse(read(context, tree, { format: "json", root: "tree" })), { "reader-test:motto": motto });
    using again = context.parseData(read(context, tree, { format: "xml", root: "tree" }), "xml");
    assert.ok(again.equals(tree));
  });

  test("names members below an rpc without its module", () => {
    using tree = context.parseData('{"reader-test:motto":"m"}', "json");
    assert.equal(read(context, tree, { format: "json", root: "tree", module: "reader-test" }), '{"motto":"m"}');
  });

  test("carries annotations of the data", () => {
    using tree = parseShelf(context);
    tree.find("/reader-test:shelf/book[title='b']")?.addMetadata("reader-test:note", "n");
    tree.find("/reader-test:tag[.='n']")?.addMetadata("reader-test:note", '"q"');
    assert.equal(
      read(context, tree, { format: "xml", root: "tree" }),
      tree.print("xml").toString().replace("<appendix>", '<appendix xmlns="urn:sweetcomb:reader-test">'),
    );
    assert.deepEqual(
      JSON.parse(read(context, tree, { format: "json", root: "tree" })),
      JSON.parse(tree.print("json").toString().replace('"motto":"inner"', '"reader-test:motto":"inner"')),
    );
  });

  test("keeps set values of a leaf-list that are among its defaults", () => {
    const book = { title: "a", weight: [1, 9] };
    using tree = context.parseData(JSON.stringify({ "reader-test:shelf": { book: [book] } }), "json");
    for (const withDefaults of ["trim", "report-all-tagged-by-value"] as const) {
      const printed = read(context, tree, { format: "json", root: "tree", withDefaults });
      assert.equal(printed, `{"reader-test:shelf":{"book":[${JSON.stringify(book)}]}}`);
    }
  });
});
