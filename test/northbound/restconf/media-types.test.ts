import assert from "node:assert/strict";
import { test } from "node:test";
import { negotiateRepresentation } from "../../../src/northbound/restconf/media-types.js";

const json = "application/yang-data+json";
const xml = "application/yang-data+xml";

const table: readonly (readonly [
  accept: string | undefined,
  contentType: string | undefined,
  expected: string | undefined,
])[] = [
  [undefined, undefined, json],
  ["", undefined, json],
  ["*/*", undefined, json],
  [undefined, xml, xml],
  ["*/*", `${xml}; charset=utf-8`, xml],
  [json, xml, json],
  [xml, undefined, xml],
  [`${xml};q=0.5, ${json};q=0.4`, undefined, xml],
  [`${xml};q=0, */*`, undefined, json],
  ["application/*", undefined, json],
  ["application/*;q=0.1, text/xml", undefined, "text/xml"],
  ["text/*", undefined, "text/json"],
  ["text/*", xml, "text/xml"],
  ["application/json", undefined, "application/json"],
  ["Application/YANG-Data+XML ; Q=1.0", undefined, xml],
  ["text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", undefined, "application/xml"],
  ["text/html", undefined, undefined],
  ["image/*;q=1, text/html", undefined, undefined],
  [`${json};q=0`, undefined, undefined],
  [`${json};q=2`, undefined, undefined],
  ["*/*;q=0", undefined, undefined],
  ["nonsense", undefined, undefined],
  [",,;", undefined, undefined],
];

for (const [accept, contentType, expected] of table) {
  test(`Accept "${accept}" with a body of ${contentType ?? "no type"} is answered in ${expected ?? "nothing (406)"}`, () => {
    assert.equal(negotiateRepresentation(accept, contentType)?.mediaType, expected);
  });
}
