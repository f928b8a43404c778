import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import fc from "fast-check";
import type { YangContext } from "../../src/context.js";
import { loadLibyang } from "../../src/load.js";
import type { ReaderExports } from "../../src/reader/reader-exports.js";
import { decodeRpc, type RpcDocument } from "../../src/reader/rpc-document.js";
import { readerContext } from "./fixture.js";

const base = "urn:ietf:params:xml:ns:netconf:base:1.0";
const shelfNamespace = "urn:sweetcomb:reader-test";

/** An edit with some content of the shelf; `behind` stands behind the config. */
function edit(content: string, behind = "", attributes = ""): string {
  const config = `<config><s:shelf xmlns:s="${shelfNamespace}">${content}</s:shelf></config>`;
  return (
    `<rpc xmlns="${base}" xmlns:s="${shelfNamespace}" message-id="1"${attributes}>` +
    `<edit-config><target><candidate/></target>${config}${behind}</edit-config></rpc>`
  );
}

function book(title: string, content = ""): string {
  return `<s:book><s:title>${title}</s:title>${content}</s:book>\n`;
}

/** Books of about this many bytes altogether. */
function books(from: number, bytes: number): string {
  const one = book(`title ${1e6}`, "<s:pages>12</s:pages>");
  const count = Math.ceil(bytes / one.length);
  return Array.from({ length: count }, (_, i) => book(`title ${1e6 + from + i}`, `<s:pages>${i}</s:pages>`)).join("");
}

interface Outcome {
  readonly config?: string;
  readonly errors?: unknown;
  readonly input?: unknown;
  readonly attributes: unknown;
}

describe("a document that is used up while it is parsed", () => {
  let context: YangContext;

  before(async () => {
    ({ context } = readerContext(await loadLibyang()));
  });

  after(() => {
    assert.equal(context.instance.liveHandles, 1);
    context[Symbol.dispose]();
  });

  function outcomeOf(document: RpcDocument): Outcome {
    if (!document.ok) return { attributes: document.attributes, errors: document.errors };
    using decoded = document;
    const config = decoded.contents.get("config")?.tree.print("xml").toString() ?? "";
    return { attributes: decoded.attributes, input: decoded.input, config };
  }

  const usedUp = (text: string) => decodeRpc(context, Buffer.from(text), 0, () => undefined);

  /** What it becomes, which is what it becomes when the text stays. */
  function decodedBothWays(text: string): Outcome {
    const outcome = outcomeOf(usedUp(text));
    assert.deepEqual(outcome, outcomeOf(decodeRpc(context, Buffer.from(text))));
    return outcome;
  }

  test("becomes the same tree", () => {
    const { config } = decodedBothWays(edit(books(0, 2e6)));
    assert.ok(config?.includes("<title>title 1000000</title>"));
  });

  test("becomes the same tree with large values, sections, references, comments and attributes between", () => {
    const content = [
      books(0, 300_000),
      book("long", `<s:details><s:secret>${"long ".repeat(100_000)}</s:secret></s:details>`),
      book("section", `<s:details><s:secret><![CDATA[${"<&]]".repeat(60_000)}]]></s:secret></s:details>`),
      book("references", `<s:details><s:secret>${"&lt;&#x41;&amp;".repeat(60_000)}</s:secret></s:details>`),
      `<!-- ${"much ".repeat(60_000)} -->`,
      `<s:book xmlns:nc="${base}" nc:operation="merge"><s:title>merged</s:title></s:book>`,
      books(100_000, 300_000),
    ];
    const { config } = decodedBothWays(edit(content.join("")));
    assert.ok(config?.includes("long long"));
    assert.ok(config?.includes("&lt;A&amp;&lt;A&amp;"));
  });

  test("becomes the same tree when elements are open over many pages, their names unknown", () => {
    const inside = `<x:outer xmlns:x="urn:none">${"<x:inner>text</x:inner>".repeat(20_000)}${books(0, 500_000)}`;
    const { config } = decodedBothWays(edit(`${books(200_000, 200_000)}${inside}</x:outer>${books(300_000, 300_000)}`));
    assert.ok(config?.includes("</outer>"));
  });

  const broken: readonly [name: string, text: string][] = [
    ["ends too early", edit(books(0, 1e6)).slice(0, -40)],
    ["closes another element", edit(`${books(0, 1e6)}<s:book></s:shelf>`)],
    ["holds a character that is none", edit(`${books(0, 1e6)}${book("\u0001")}`)],
    ["has a parameter behind the content that nobody knows", edit(books(0, 1e6), "<more/>")],
    ["has one in a namespace that the envelope declares", edit(books(0, 1e6), "<z:more/>", ' xmlns:z="urn:none"')],
    ["has a bad value behind the content", edit(books(0, 1e6), "<test-option>no</test-option>")],
    [
      "has a bad operation near its end",
      edit(`${books(0, 1e6)}<s:book xmlns:nc="${base}" nc:operation="fly"><s:title>a</s:title></s:book>`),
    ],
    [
      "has an attribute that no module can know",
      edit(`${books(0, 1e6)}<s:book operation="delete"><s:title>a</s:title></s:book>`),
    ],
    [
      "has an attribute that no module can know, and ends too early",
      edit(`<s:book a="b"/>${books(0, 1e6)}`).slice(0, -9),
    ],
  ];

  for (const [name, text] of broken) {
    test(`${name}: the same errors, twice in a row`, () => {
      const { errors } = decodedBothWays(text);
      assert.ok(errors);
      assert.deepEqual(decodedBothWays(text).errors, errors);
    });
  }

  test("keeps its text where the parser has not used it up", () => {
    const text = edit(books(0, 1e6)).replace("<target>", "<tarjet>");
    const failed = usedUp(text);
    assert.ok(!failed.ok);
    assert.equal(Buffer.from(failed.text!).toString(), text);
  });

  test("has no text where it has", () => {
    const failed = usedUp(edit(books(0, 1e6)).slice(0, -40));
    assert.ok(!failed.ok);
    assert.equal(failed.text, undefined);
  });

  test("is used up but for a few pages at its ends", () => {
    const { instance } = context;
    const text = edit(books(0, 5e6)).slice(0, -40);
    const reader = instance.exportsAs<ReaderExports>();
    const printed = instance.withBytes(text, (document, length) => {
      assert.notEqual(reader.lyw_decode_rpc(context.pointer, document, length + 1, 0), 0);
      return instance.outputText();
    });
    const { remains } = JSON.parse(printed) as { remains: readonly (readonly [place: number, length: number])[] };
    const left = remains.reduce((sum, [, length]) => sum + length, 0);
    assert.ok(left < 9 * 65536, `${left} bytes of ${text.length} are left`);
  });

  test("of any shape becomes the same tree or the same errors", () => {
    const piece = fc.oneof(
      fc.tuple(fc.nat(1000), fc.integer({ min: 1, max: 400_000 })).map(([from, bytes]) => books(from * 10_000, bytes)),
      fc.integer({ min: 1, max: 200_000 }).map((n) => book(`x${n}`, `<s:author>${"&#65;b".repeat(n)}</s:author>`)),
      fc.integer({ min: 1, max: 100_000 }).map((n) => `<!--${" ".repeat(n)}-->`),
      fc.integer({ min: 1, max: 200_000 }).map((n) => book(`y${n}`, `<s:author>${"y".repeat(n)}</s:author>`)),
      fc
        .integer({ min: 1, max: 60 })
        .map((n) => `<u:${"n".repeat(n)} xmlns:u="urn:u">${books(0, 90_000)}</u:${"n".repeat(n)}>`),
      fc.constantFrom("<s:book/>", "<s:open>", "</s:book>", "&none;", '<s:book nc:operation="delete"/>', "]]>"),
    );
    fc.assert(
      fc.property(fc.array(piece, { minLength: 1, maxLength: 8 }), fc.nat(100), (pieces, cut) => {
        const text = edit(pieces.join(""));
        decodedBothWays(cut < 20 ? text.slice(0, -cut * 1000 - 1) : text);
      }),
      { numRuns: 12 },
    );
  });

  test("comes and goes ten times without taking more memory each time", () => {
    const text = edit(books(0, 5e6));
    const sizes = Array.from({ length: 10 }, () => {
      outcomeOf(usedUp(text));
      outcomeOf(usedUp(text.slice(0, -40)));
      return context.instance.memoryBytes;
    });
    assert.equal(sizes.at(-1), sizes[2]);
  });

  test("that lives on as a tree leaves room for the next ones", () => {
    const text = edit(books(0, 2e6));
    const kept = usedUp(text);
    assert.ok(kept.ok);
    using held = kept;
    const sizes = Array.from({ length: 6 }, () => {
      outcomeOf(usedUp(text));
      return context.instance.memoryBytes;
    });
    assert.equal(sizes.at(-1), sizes[1]);
    assert.equal(held.operation, "edit-config");
  });
});

test("a document that is used up fits into memory that is too small for one that stays", async () => {
  const text = Buffer.from(edit(books(0, 20e6)));
  const fits = async (memoryLimitMb: number, copied?: () => void) => {
    const { context } = readerContext(await loadLibyang({ memoryLimitMb }));
    using loaded = context;
    const document = decodeRpc(loaded, text, 0, copied);
    if (document.ok) document[Symbol.dispose]();
    return document.ok;
  };
  // Between what the two need, by several MB.
  assert.equal(await fits(102), false);
  assert.equal(await fits(102, () => undefined), true);
});
