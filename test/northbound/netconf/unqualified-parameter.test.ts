import assert from "node:assert/strict";
import { test } from "node:test";
import { qualifyParameter } from "../../../src/northbound/netconf/unqualified-parameter.js";

const base = "urn:ietf:params:xml:ns:netconf:base:1.0";

const cases: readonly (readonly [what: string, message: string, qualified: string | undefined])[] = [
  [
    "a config without namespace",
    "<nc:edit-config><config><a xmlns='x'/></config>",
    `<nc:edit-config><config xmlns="${base}"><a xmlns='x'/></config>`,
  ],
  ["a filter with attributes", '<nc:get><filter type="subtree"/>', `<nc:get><filter xmlns="${base}" type="subtree"/>`],
  ["text in other scripts in front", "<nc:get é='ü'><filter/>", `<nc:get é='ü'><filter xmlns="${base}"/>`],
  ["a config that has a namespace", `<config xmlns="${base}"><a/></config>`, undefined],
  ["an element that only begins with the word", "<configuration/>", undefined],
  [
    "a format without the prefix of its element",
    "<n:get-schema><n:format>yang</n:format>",
    "<n:get-schema><n:format>n:yang</n:format>",
  ],
  [
    "a filter of a subscription under the prefix of RFC 6241",
    '<create-subscription xmlns="n"><b:filter type="subtree"><a xmlns="x"/></b:filter></create-subscription>',
    '<create-subscription xmlns="n"><filter xmlns="urn:ietf:params:xml:ns:netconf:notification:1.0" type="subtree">' +
      '<a xmlns="x"/></filter></create-subscription>',
  ],
  ["a message without parameters", "<nc:commit/>", undefined],
];
for (const [what, message, qualified] of cases) {
  test(`${what} ${qualified === undefined ? "is left as it is" : "gets its namespace"}`, () => {
    assert.equal(qualifyParameter(Buffer.from(message))?.toString(), qualified);
  });
}
