import assert from "node:assert/strict";
import type { IncomingHttpHeaders } from "node:http";
import { test } from "node:test";
import { entityHeaders, evaluateRead, parsePreconditions } from "../../../src/northbound/restconf/preconditions.js";

const entity = { etag: "r1", lastModifiedMs: Date.parse("2026-03-01T12:00:00.500Z") };
const earlier = "Sun, 01 Mar 2026 11:59:59 GMT";
const same = "Sun, 01 Mar 2026 12:00:00 GMT";

test("a resource has a strong tag for each format, and the time of its last change", () => {
  assert.deepEqual(entityHeaders(entity, "json"), { etag: '"r1-json"', "last-modified": same });
  assert.equal(entityHeaders(entity, "xml").etag, '"r1-xml"');
});

const readings: readonly (readonly [headers: IncomingHttpHeaders, verdict: string])[] = [
  [{}, "proceed"],
  [{ "if-none-match": '"r1-json"' }, "not-modified"],
  [{ "if-none-match": 'W/"r1-json"' }, "not-modified"],
  [{ "if-none-match": '"x", "r1-json"' }, "not-modified"],
  [{ "if-none-match": "*" }, "not-modified"],
  [{ "if-none-match": '"r1-xml"' }, "proceed"],
  [{ "if-none-match": '"r0-json"' }, "proceed"],
  [{ "if-none-match": '"r0-json"', "if-modified-since": same }, "proceed"],
  [{ "if-modified-since": same }, "not-modified"],
  [{ "if-modified-since": earlier }, "proceed"],
  [{ "if-modified-since": "yesterday" }, "proceed"],
  [{ "if-match": '"r1-xml"' }, "proceed"],
  [{ "if-match": "*" }, "proceed"],
  [{ "if-match": 'W/"r1-json"' }, "precondition-failed"],
  [{ "if-match": '"r0-json"' }, "precondition-failed"],
  [{ "if-match": "" }, "precondition-failed"],
  [{ "if-unmodified-since": same }, "proceed"],
  [{ "if-unmodified-since": earlier }, "precondition-failed"],
  [{ "if-match": '"r1-json"', "if-unmodified-since": earlier }, "proceed"],
];

for (const [headers, verdict] of readings) {
  test(`a GET with ${JSON.stringify(headers)}: ${verdict}`, () => {
    assert.equal(evaluateRead(headers, entity, "json"), verdict);
  });
}

test("a write hands on the tags without their format", () => {
  assert.deepEqual(parsePreconditions({ "if-match": '"r1-json", W/"w", "plain"' })?.ifMatch, ['"r1"', '"plain"']);
  assert.equal(parsePreconditions({ "if-none-match": "*" })?.ifNoneMatch, "*");
  assert.equal(parsePreconditions({ "if-unmodified-since": same })?.ifUnmodifiedSince, Date.parse(same));
  assert.equal(parsePreconditions({}), undefined);
});
