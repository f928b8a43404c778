import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import fc from "fast-check";
import type { YangContext } from "../../src/context.js";
import { loadLibyang } from "../../src/load.js";
import type { DataError } from "../../src/reader/data-error.js";
import { type DecodedRpc, decodeRpc, type RpcDocument } from "../../src/reader/rpc-document.js";
import { readerContext } from "./fixture.js";

const base = "urn:ietf:params:xml:ns:netconf:base:1.0";
const shelfNamespace = "urn:sweetcomb:reader-test";
const nmda =
  'xmlns="urn:ietf:params:xml:ns:yang:ietf-netconf-nmda" xmlns:ds="urn:ietf:params:xml:ns:yang:ietf-datastores"';

function rpc(operation: string, attributes = 'message-id="1"'): string {
  return `<rpc xmlns="${base}" ${attributes}>${operation}</rpc>`;
}

describe("decoding an rpc document", () => {
  let context: YangContext;

  before(async () => {
    ({ context } = readerContext(await loadLibyang()));
  });

  after(() => {
    assert.equal(context.instance.liveHandles, 1);
    context[Symbol.dispose]();
  });

  const decode = (document: string): RpcDocument => decodeRpc(context, Buffer.from(document));

  function decoded(document: string, check: (rpc: DecodedRpc) => void): void {
    const result = decode(document);
    assert.ok(result.ok, document);
    using released = result;
    check(released);
  }

  function firstError(document: string): DataError {
    const result = decode(document);
    assert.ok(!result.ok, document);
    return result.errors[0];
  }

  const inputs: readonly [operation: string, name: string, input: unknown][] = [
    ["<get/>", "get", {}],
    ["<lock><target><running/></target></lock>", "lock", { target: { running: [null] } }],
    ["<commit><confirmed/></commit>", "commit", { confirmed: [null], "confirm-timeout": 600 }],
    ["<kill-session><session-id>4</session-id></kill-session>", "kill-session", { "session-id": 4 }],
    ["<validate><source><candidate/></source></validate>", "validate", { source: { candidate: [null] } }],
    [
      '<get><with-defaults xmlns="urn:ietf:params:xml:ns:yang:ietf-netconf-with-defaults">trim</with-defaults></get>',
      "get",
      { "ietf-netconf-with-defaults:with-defaults": "trim" },
    ],
    [
      `<get-data ${nmda}><datastore>ds:operational</datastore><xpath-filter xmlns:s="${shelfNamespace}">/s:shelf</xpath-filter></get-data>`,
      "get-data",
      { datastore: "ietf-datastores:operational", "xpath-filter": "/reader-test:shelf", "max-depth": "unbounded" },
    ],
  ];

  for (const [operation, name, input] of inputs) {
    test(`gives the parameters of ${operation.slice(0, 60)}`, () => {
      decoded(rpc(operation), (document) => {
        assert.equal(document.operation, name);
        assert.deepEqual(document.input, input);
      });
    });
  }

  test("keeps all attributes of <rpc>, for the reply", () => {
    decoded(rpc("<get/>", `message-id="&lt;7" xmlns:x="urn:x" x:user='a"b' plain="1"`), (document) => {
      assert.equal(document.messageId, "<7");
      assert.deepEqual(document.attributes, [
        { name: "message-id", value: "<7" },
        { name: "user", prefix: "x", namespace: "urn:x", value: 'a"b' },
        { name: "plain", value: "1" },
      ]);
    });
  });

  test("keeps what an edit says about nodes, values that are left out, and nodes that no module knows", () => {
    const config =
      `<shelf xmlns="${shelfNamespace}" xmlns:nc="${base}"><book nc:operation="delete"><title>b</title>` +
      '<pages nc:operation="remove"/></book><unknown>1</unknown><other xmlns="urn:none"/></shelf>';
    decoded(rpc(`<edit-config><target><candidate/></target><config>${config}</config></edit-config>`), (document) => {
      assert.deepEqual(document.input, {
        target: { candidate: [null] },
        "default-operation": "merge",
        "error-option": "stop-on-error",
      });
      const printed = document.contents.get("config")?.tree.print("xml").toString() ?? "";
      assert.match(printed, /<book [^>]*nc:operation="delete"><title>b</);
      assert.match(printed, /<pages nc:operation="remove"\/>/);
      assert.match(printed, /<unknown>1<\/unknown><other xmlns="urn:none"\/>/);
    });
  });

  test("names a nested parameter by its path", () => {
    const source = `<source><config><motto xmlns="${shelfNamespace}">x</motto></config></source>`;
    decoded(rpc(`<copy-config><target><startup/></target>${source}</copy-config>`), (document) => {
      assert.deepEqual([...document.contents.keys()], ["source/config"]);
    });
  });

  test("gives a subtree filter as it was sent", () => {
    const xml = `<filter type="subtree"><s:shelf xmlns:s="${shelfNamespace}"><s:book a="1"><s:title> b </s:title><s:pages/></s:book></s:shelf></filter>`;
    decoded(rpc(`<get-config><source><running/></source>${xml}</get-config>`), ({ filters }) => {
      const filter = filters.get("filter");
      assert.equal(filter?.xml, xml);
      assert.deepEqual(filter?.attributes, [{ name: "type", value: "subtree" }]);
      const book = filter?.children[0]?.children[0];
      assert.equal(book?.namespace, shelfNamespace);
      assert.deepEqual(book?.attributes, [{ name: "a", value: "1" }]);
      assert.deepEqual(
        book?.children.map(({ name, text }) => [name, text]),
        [
          ["title", " b "],
          ["pages", undefined],
        ],
      );
    });
  });

  test("gives an XPath filter with what its prefixes mean, and with module names", () => {
    const filter = `<filter type="xpath" xmlns:s="${shelfNamespace}" select="/s:shelf/s:book[s:title='b']"/>`;
    decoded(rpc(`<get>${filter}</get>`), ({ filters, contents }) => {
      assert.deepEqual(filters.get("filter")?.namespaces, { "": base, s: shelfNamespace });
      assert.equal(contents.get("filter")?.metadata.select, "/reader-test:shelf/book[title='b']");
    });
  });

  test("decodes an action with the path of its instance", () => {
    const lend = "<book><title>b</title><lend><to>me</to></lend></book>";
    const action = `<action xmlns="urn:ietf:params:xml:ns:yang:1"><shelf xmlns="${shelfNamespace}">${lend}</shelf></action>`;
    decoded(rpc(action), (document) => {
      assert.equal(document.path, "/reader-test:shelf/book[title='b']/lend");
      assert.deepEqual(document.input, { to: "me", days: 14 });
    });
  });

  const failures: readonly [document: string, expected: Partial<DataError>][] = [
    ["", { tag: "malformed-message" }],
    ["<hello/>", { tag: "malformed-message" }],
    [rpc("<get></got>"), { tag: "malformed-message" }],
    [`${rpc("<get/>")}trailing`, { tag: "malformed-message" }],
    [`<!DOCTYPE rpc>${rpc("<get/>")}`, { tag: "malformed-message" }],
    [rpc("<get/>", ""), { tag: "missing-attribute", type: "rpc", badAttribute: "message-id", badElement: "rpc" }],
    [rpc(""), { tag: "missing-element" }],
    [rpc("<fly/>"), { tag: "operation-not-supported", badElement: "fly" }],
    [rpc('<fly xmlns="urn:none"/>'), { tag: "unknown-namespace", badElement: "fly", badNamespace: "urn:none" }],
    [rpc("<get/><get/>"), { tag: "bad-element", badElement: "get" }],
    [rpc("<get><with/></get>"), { tag: "unknown-element", badElement: "with", path: "/ietf-netconf:get" }],
    [rpc("<kill-session/>"), { tag: "missing-element", badElement: "session-id" }],
    [
      rpc("<kill-session><session-id>x</session-id></kill-session>"),
      { tag: "invalid-value", path: "/ietf-netconf:kill-session/session-id" },
    ],
    [rpc("<lock><target/></lock>"), { tag: "missing-element", appTag: "missing-choice" }],
    [rpc("<lock><target><running/><candidate/></target></lock>"), { tag: "bad-element" }],
    [rpc('<get xmlns:a="urn:a" a:b="c"/>'), { tag: "unknown-attribute", badAttribute: "b" }],
    [
      rpc(
        `<edit-config><target><running/></target><config><motto xmlns="${shelfNamespace}" xmlns:nc="${base}" nc:operation="fly">m</motto></config></edit-config>`,
      ),
      { tag: "bad-attribute", badAttribute: "operation" },
    ],
  ];

  for (const [document, expected] of failures) {
    test(`answers ${expected.tag} to ${document.slice(0, 30)}...${document.slice(-40)}`, () => {
      const error = firstError(document);
      for (const [name, value] of Object.entries(expected)) assert.equal(error[name as keyof DataError], value, name);
      assert.notEqual(error.message, "");
    });
  }

  test("refuses an operation attribute without its namespace, which would be passed over", () => {
    const edit = (book: string) =>
      rpc(
        "<edit-config><target><running/></target><config>" +
          `<shelf xmlns="${shelfNamespace}">${book}</shelf></config></edit-config>`,
      );
    const error = firstError(edit('<book operation = "delete"><title>b</title></book>'));
    assert.deepEqual([error.tag, error.badAttribute, error.badElement], ["unknown-attribute", "operation", "book"]);
    decoded(edit("<book><title> operation=</title></book>"), ({ contents }) => assert.equal(contents.size, 1));
  });

  test("keeps the attributes of a document with an error", () => {
    const result = decode(rpc("<fly/>"));
    assert.equal(result.messageId, "1");
    assert.equal(result.attributes.length, 1);
  });

  test("survives damaged documents", () => {
    const whole = Buffer.from(
      rpc(
        `<edit-config><target><running/></target><config><shelf xmlns="${shelfNamespace}"><book><title>b</title></book></shelf></config></edit-config>`,
      ),
    );
    const damage = fc.array(fc.tuple(fc.nat(whole.length - 1), fc.integer({ min: 1, max: 255 })), { maxLength: 4 });
    fc.assert(
      fc.property(damage, fc.nat(whole.length), (changes, length) => {
        const damaged = Buffer.from(whole.subarray(0, Math.max(length, whole.length / 2)));
        for (const [position, byte] of changes) if (position < damaged.length) damaged[position] = byte;
        const result = decodeRpc(context, damaged);
        if (result.ok) result[Symbol.dispose]();
        else assert.ok(result.errors[0].tag);
        assert.equal(context.instance.liveHandles, 1);
      }),
      { numRuns: 400 },
    );
  });

  test("an attribute of an edit that no module can know is unknown, and those that edits have are not", () => {
    const tagOf = (attribute: string) => {
      const entry = `<shelf xmlns="${shelfNamespace}" ${attributes(attribute)}><book><title>a</title></book></shelf>`;
      const document = rpc(`<edit-config><target><candidate/></target><config>${entry}</config></edit-config>`);
      const result = decode(document);
      if (!result.ok) return result.errors[0].tag;
      result[Symbol.dispose]();
      return "none";
    };
    const attributes = (text: string) => `xmlns:n="${base}" xmlns:c="urn:colours" ${text}`;
    assert.equal(tagOf('colour="red"'), "unknown-attribute");
    assert.equal(tagOf('c:colour="red"'), "unknown-attribute");
    assert.equal(tagOf('operation="delete"'), "unknown-attribute");
    assert.equal(tagOf('n:operation="merge"'), "none");
  });
});
