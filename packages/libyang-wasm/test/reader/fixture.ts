// The schema and trees of the reader's tests.
import { fileURLToPath } from "node:url";
import { YangContext } from "../../src/context.js";
import type { DataTree } from "../../src/data-tree.js";
import type { LibyangInstance } from "../../src/instance.js";
import { openCursor } from "../../src/reader/cursor.js";
import type { ReadRequest } from "../../src/reader/read-request.js";
import { type SchemaTable, schemaTable } from "../../src/reader/schema-table.js";

const yangFolder = fileURLToPath(new URL("../../../test/reader/yang/", import.meta.url));

/** A context with the modules of ./yang, its nodes numbered. */
export function readerContext(instance: LibyangInstance): { context: YangContext; schema: SchemaTable } {
  const context = new YangContext(instance, { searchDirs: [yangFolder] });
  context.loadModule("ietf-netconf", { features: ["candidate"] });
  for (const name of ["ietf-netconf-with-defaults", "ietf-origin", "ietf-netconf-nmda", "notifications"]) {
    context.loadModule(name);
  }
  for (const name of ["ietf-datastores", "reader-types", "reader-test", "reader-augment"]) context.loadModule(name);
  return { context, schema: schemaTable(context) };
}

/** A small tree with something of every type. */
export const shelfJson = {
  "reader-test:shelf": {
    book: [
      {
        title: 'Älter & <neuer> "x"',
        pages: 100,
        sold: "18446744073709551615",
        price: "12.5",
        kind: "reader-types:novel",
        marked: [null],
        flags: "red blue",
        mixed: 7,
        target: "/reader-test:shelf/book[title='b']/reader-augment:rating",
        cover: "AQID",
        author: ["Zoe", "Adam"],
        details: { secret: "s", colour: "red", deep: { note: "line\nbreak\ttab" } },
        special: {},
        chapter: [
          { number: 2, part: "a", heading: "two", read: { times: 3 } },
          { number: 1, part: "b" },
        ],
        hard: [null],
        appendix: { "reader-test:motto": "inner" },
        "reader-augment:rating": { stars: 5, kind: "essay", title: "t" },
      },
      { title: "b", kind: "local-kind", mixed: "18446744073709551615", weight: [1, 9] },
      { title: "c", mixed: "reader-types:poem", soft: "leather" },
    ],
    favourite: "b",
  },
  "reader-test:state": { uptime: "5", event: [{ text: "one" }, { text: "two" }], name: ["p", "q"] },
  "reader-test:motto": "read",
  "reader-test:top": [
    { name: "x", value: 1 },
    { name: "y", value: -2 },
  ],
  "reader-test:tag": ["m", "n"],
};

export function parseShelf(context: YangContext, withDefaults = true): DataTree {
  const tree = context.parseData(JSON.stringify(shelfJson), "json");
  if (withDefaults) tree.addDefaults();
  return tree;
}

/** One tree read to its end, as text. */
export function read(context: YangContext, tree: DataTree, request: ReadRequest): string {
  using cursor = openCursor(context, [{ root: tree.pointer }], request);
  return Buffer.from(cursor.drain()).toString();
}

export function readJson(context: YangContext, tree: DataTree, request: Omit<ReadRequest, "format">): unknown {
  return JSON.parse(read(context, tree, { ...request, format: "json" }));
}
