import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { unwrapDatastore } from "../../../src/northbound/restconf/datastore-document.js";
import { RestconfError } from "../../../src/northbound/restconf/restconf-error.js";

const ns = "urn:ietf:params:xml:ns:yang:ietf-restconf";

function unwrap(text: string, format: "xml" | "json"): string {
  return Buffer.from(unwrapDatastore(Buffer.from(text), format)).toString("utf8");
}

const unwrapped: readonly (readonly [body: string, format: "xml" | "json", nodes: string])[] = [
  ['{"ietf-restconf:data":{}}', "json", "{}"],
  [' {\n "ietf-restconf:data" : { "a:b" : {"c":"}"} } }\n', "json", '{ "a:b" : {"c":"}"} }'],
  [`<data xmlns="${ns}"/>`, "xml", ""],
  [`<data xmlns='${ns}' ><a xmlns="u">é</a></data >\n`, "xml", '<a xmlns="u">é</a>'],
  [`<?xml version="1.0"?>\n<!-- a <data> --><rc:data xmlns:rc="${ns}"></rc:data>`, "xml", ""],
  [
    `<data xmlns="${ns}" xmlns:p="u"><p:a><p:b c=">"/></p:a><p:d/><e xmlns="v" xmlns:p="w"/></data>`,
    "xml",
    '<p:a xmlns:p="u"><p:b c=">"/></p:a><p:d xmlns:p="u"/><e xmlns="v" xmlns:p="w"/>',
  ],
];

for (const [body, format, nodes] of unwrapped) {
  test(`the nodes in ${JSON.stringify(body)} are ${JSON.stringify(nodes)}`, () => {
    assert.equal(unwrap(body, format), nodes);
  });
}

const refused: readonly (readonly [body: string, format: "xml" | "json"])[] = [
  ["", "json"],
  ["{}", "json"],
  ['{"data":{}}', "json"],
  ['{"ietf-restconf:data":[]}', "json"],
  ['{"ietf-restconf:data":{}', "json"],
  ["", "xml"],
  ["<data/>", "xml"],
  ['<data xmlns="urn:other"/>', "xml"],
  [`<config xmlns="${ns}"/>`, "xml"],
  [`<data xmlns="${ns}">`, "xml"],
  [`<data xmlns="${ns}"></other>`, "xml"],
];

for (const [body, format] of refused) {
  test(`${JSON.stringify(body)} is no datastore in ${format}`, () => {
    assert.throws(
      () => unwrap(body, format),
      (error) => error instanceof RestconfError && error.error.tag === "malformed-message",
    );
  });
}

test("members behind the datastore leave text that is no JSON", () => {
  assert.throws(() => JSON.parse(unwrap('{"ietf-restconf:data":{"a":1},"b":{}}', "json")));
});

test("any text is unwrapped or refused", () => {
  const piece = fc.constantFrom(
    "<data ",
    `xmlns="${ns}"`,
    ' xmlns:p="u"',
    ">",
    "<",
    "</data>",
    "/>",
    "<p:a",
    "<!--",
    "-->",
    '"',
    "{",
    "}",
    '"ietf-restconf:data":',
    "é",
  );
  fc.assert(
    fc.property(
      fc.array(piece, { maxLength: 15 }),
      fc.constantFrom("xml" as const, "json" as const),
      (pieces, format) => {
        try {
          unwrap(pieces.join(""), format);
        } catch (error) {
          assert.ok(error instanceof RestconfError, String(error));
        }
      },
    ),
    { numRuns: 2000 },
  );
});
