import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import type { YangContext } from "../../src/context.js";
import type { DataTree } from "../../src/data-tree.js";
import { loadLibyang } from "../../src/load.js";
import { openCursor } from "../../src/reader/cursor.js";
import type { ReadAccess, ReadRequest } from "../../src/reader/read-request.js";
import type { SchemaTable } from "../../src/reader/schema-table.js";
import { readerContext } from "./fixture.js";

const noRule = 65535;

const data = {
  "reader-test:shelf": {
    book: [
      { title: "a", pages: 100, sold: "1", details: { secret: "s", deep: { rank: 5 } } },
      { title: "b", pages: 7, chapter: [{ number: 1, part: "p", read: { times: 2 } }] },
    ],
  },
  "reader-test:state": { uptime: "3" },
  "reader-test:motto": "m",
};

describe("what a cursor shows of a tree", () => {
  let context: YangContext;
  let schema: SchemaTable;
  let tree: DataTree;

  before(async () => {
    ({ context, schema } = readerContext(await loadLibyang()));
    tree = context.parseData(JSON.stringify(data), "json");
    tree.addDefaults();
  });

  after(() => {
    tree[Symbol.dispose]();
    context[Symbol.dispose]();
  });

  const text = (request: Partial<ReadRequest>, origin?: string): string => {
    const part = { root: tree.pointer, ...(origin === undefined ? {} : { origin }) };
    using cursor = openCursor(context, [part], { format: "json", root: "tree", ...request });
    return Buffer.from(cursor.drain()).toString();
  };
  const json = (request: Partial<ReadRequest>) => JSON.parse(text(request));

  const bookA = (request: Partial<ReadRequest>) =>
    json({ root: "target", select: ["/reader-test:shelf/book[title='a']"], content: "config", ...request })[
      "reader-test:book"
    ][0];

  test("defaults: explicit shows what was set", () => {
    assert.deepEqual(bookA({ withDefaults: "explicit" }), {
      title: "a",
      pages: 100,
      details: { secret: "s", deep: { rank: 5 } },
    });
  });

  test("defaults: trim leaves out what has its default value, and containers of nothing else", () => {
    assert.deepEqual(bookA({ withDefaults: "trim" }), { title: "a", details: { secret: "s" } });
  });

  test("defaults: report-all shows them all", () => {
    assert.deepEqual(bookA({ withDefaults: "report-all" }), {
      title: "a",
      pages: 100,
      "in-print": true,
      weight: [1, 2],
      details: { secret: "s", deep: { rank: 5 } },
    });
  });

  test("defaults: report-all-tagged marks what nobody has set, and by value what was set to its default, too", () => {
    const mark = { "ietf-netconf-with-defaults:default": true };
    const unset = bookA({ withDefaults: "report-all-tagged", depth: 2 });
    assert.deepEqual([unset["@pages"], unset["@in-print"]], [undefined, mark]);
    assert.deepEqual(bookA({ withDefaults: "report-all-tagged-by-value", depth: 2 }), {
      title: "a",
      pages: 100,
      "@pages": mark,
      "in-print": true,
      "@in-print": mark,
      weight: [1, 2],
      "@weight": [mark, mark],
      details: {},
    });
    const xml = text({
      format: "xml",
      select: ["/reader-test:shelf/book[title='a']/pages"],
      withDefaults: "report-all-tagged-by-value",
    });
    assert.match(
      xml,
      /<pages xmlns:ncwd="urn:ietf:params:xml:ns:netconf:default:1.0" ncwd:default="true">100<\/pages>/,
    );
  });

  test("content: config leaves state out", () => {
    assert.deepEqual(json({ content: "config" }), {
      "reader-test:shelf": {
        book: [
          { title: "a", pages: 100, details: { secret: "s", deep: { rank: 5 } } },
          { title: "b", pages: 7, chapter: [{ number: 1, part: "p" }] },
        ],
      },
      "reader-test:motto": "m",
    });
  });

  test("content: nonconfig keeps the way to state, with keys", () => {
    assert.deepEqual(json({ content: "nonconfig" }), {
      "reader-test:shelf": {
        book: [
          { title: "a", sold: "1" },
          { title: "b", chapter: [{ number: 1, part: "p", read: { times: 2 } }] },
        ],
      },
      "reader-test:state": { uptime: "3" },
    });
  });

  test("origin: stands where it is not that of the parent, and not at state", () => {
    const path = "/reader-test:shelf/book[title='b']";
    tree.find(`${path}/pages`)?.addMetadata("ietf-origin:origin", "ietf-origin:learned");
    const shown = JSON.parse(text({ origin: true, withDefaults: "report-all" }, "ietf-origin:intended"));
    const origin = (name: string) => ({ "ietf-origin:origin": `ietf-origin:${name}` });
    assert.deepEqual(shown["reader-test:shelf"]["@"], origin("intended"));
    const [a, b] = shown["reader-test:shelf"].book;
    assert.equal(a["@"], undefined);
    assert.equal(a["@sold"], undefined);
    assert.deepEqual(a["@in-print"], origin("default"));
    assert.deepEqual(a["@weight"], [origin("default"), origin("default")]);
    assert.deepEqual(b["@pages"], origin("learned"));
    assert.equal(shown["@reader-test:state"], undefined);
    const xml = text({ format: "xml", origin: true, select: [`${path}/pages`] }, "ietf-origin:intended");
    assert.match(
      xml,
      /^<shelf xmlns="urn:sweetcomb:reader-test" xmlns:or="[^"]*" or:origin="or:intended"><book><title>/,
    );
    assert.match(xml, /<pages xmlns:or="[^"]*" or:origin="or:learned">7</);
    assert.doesNotMatch(text({ format: "xml" }, "ietf-origin:intended"), /origin/);
  });

  test("origin: a filter lets through what comes from there, with the way to it", () => {
    const part = { root: tree.pointer, origin: "ietf-origin:intended" };
    const shown = (identities: string[], negated = false) => {
      const request = { format: "json", root: "tree", content: "config", origins: { negated, identities } } as const;
      using cursor = openCursor(context, [part], request);
      return JSON.parse(Buffer.from(cursor.drain()).toString());
    };
    assert.deepEqual(shown(["ietf-origin:learned"]), { "reader-test:shelf": { book: [{ title: "b", pages: 7 }] } });
    assert.deepEqual(shown(["ietf-origin:system"]), {});
    assert.deepEqual(shown(["ietf-origin:origin"]), json({ content: "config" }));
    assert.equal(shown(["ietf-origin:learned"], true)["reader-test:shelf"].book[1].pages, undefined);
    assert.throws(() => shown(["ietf-origin:nowhere"]), /nowhere/);
  });

  /** Rules in the order of their index; the last match by path prefix decides, as a rule covers what is below it. */
  const access = (
    rules: readonly { path: string; permit: boolean }[],
    instanceRules: ReadAccess["instanceRules"] = [],
    byDefault = true,
  ): ReadAccess => {
    const firstRule = new Uint16Array(schema.length).fill(noRule);
    const permit = new Uint8Array(schema.length).fill(byDefault ? 1 : 0);
    for (const { id, path } of schema) {
      const index = rules.findIndex((rule) => path === rule.path || path.startsWith(`${rule.path}/`));
      if (index < 0) continue;
      firstRule[id] = 10 * index;
      permit[id] = rules[index]?.permit ? 1 : 0;
    }
    return { firstRule, permit, instanceRules };
  };

  test("access: what may not be read is left out with all that is below", () => {
    const hidden = access([{ path: "/reader-test:shelf/book/details", permit: false }]);
    assert.equal(bookA({ access: hidden }).details, undefined);
    assert.deepEqual(json({ access: access([{ path: "/reader-test:shelf", permit: false }]), content: "config" }), {
      "reader-test:motto": "m",
    });
  });

  test("access: what is below a hidden node cannot be a target", () => {
    const hidden = access([{ path: "/reader-test:shelf/book/details", permit: false }]);
    const request = { access: hidden, root: "target", select: ["/reader-test:shelf/book/details/secret"] } as const;
    assert.equal(text(request), "{}");
    const list = access([
      { path: "/reader-test:shelf/book/details/secret", permit: true },
      { path: "/reader-test:shelf", permit: false },
    ]);
    assert.equal(text({ ...request, access: list }), "{}");
  });

  test("access: an ancestor of a hidden selection is not shown", () => {
    const hidden = access([{ path: "/reader-test:shelf/book/details/secret", permit: false }]);
    assert.equal(text({ access: hidden, select: ["/reader-test:shelf/book/details/secret"] }), "{}");
  });

  test("access: an entry that may be read has its keys", () => {
    const withoutTitle = access([{ path: "/reader-test:shelf/book/title", permit: false }]);
    assert.equal(bookA({ access: withoutTitle }).title, "a");
  });

  test("access: of schema and instance rules the first in the list decides", () => {
    const instance = (index: number, permit: boolean) => [
      { index, xpath: "/reader-test:shelf/book[title='a']", permit },
    ];
    const pages = (rules: ReadAccess) =>
      (json({ access: rules, content: "config" })["reader-test:shelf"]?.book ?? []).map(
        (book: { title: string; pages?: number }) => [book.title, book.pages],
      );
    const denyPages = [
      { path: "/reader-test:motto", permit: true },
      { path: "/reader-test:shelf/book/pages", permit: false },
    ];
    assert.deepEqual(pages(access(denyPages, instance(5, true))), [
      ["a", 100],
      ["b", undefined],
    ]);
    assert.deepEqual(pages(access(denyPages, instance(15, true))), [
      ["a", undefined],
      ["b", undefined],
    ]);
    assert.deepEqual(pages(access([], instance(5, false))), [["b", 7]]);
    assert.deepEqual(pages(access(denyPages, [...instance(7, false), ...instance(3, true)])), [
      ["a", 100],
      ["b", undefined],
    ]);
  });

  test("access: the default applies where no rule speaks", () => {
    const onlyMotto = access([{ path: "/reader-test:motto", permit: true }], [], false);
    assert.deepEqual(json({ access: onlyMotto }), { "reader-test:motto": "m" });
  });
});
