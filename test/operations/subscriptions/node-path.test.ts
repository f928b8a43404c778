import assert from "node:assert/strict";
import { describe, it } from "node:test";
import {
  type NodePath,
  parseNodePath,
  schemaPathOf,
  touchedPart,
} from "../../../src/operations/subscriptions/node-path.js";

const path = (xpath: string): NodePath => parseNodePath(xpath)!;
const part = (filter: string, touched: string) => touchedPart(path(filter), path(touched));

describe("paths of nodes", () => {
  it("a plain path has steps, and anything else has none", () => {
    assert.deepEqual(path("/m:a/b[k='x/y']/n:c"), [
      { name: "m:a", predicates: [] },
      { name: "m:b", predicates: ["[k='x/y']"] },
      { name: "n:c", predicates: [] },
    ]);
    for (const xpath of ["//m:a", "/m:a//b", "/m:a | /m:b", "/m:a/*", "count(/m:a)", "m:a", "/m:a/..", ""]) {
      assert.equal(parseNodePath(xpath), undefined, xpath);
    }
    assert.equal(schemaPathOf(path("/m:a/b[k='1']/n:c/d")), "/m:a/b/n:c/d");
  });

  it("what is inside a filter is read where it was touched, with the keys on the way", () => {
    assert.deepEqual(part("/m:a", "/m:a/b[k='1']/c"), ["/m:a/m:b[k='1']/k", "/m:a/m:b[k='1']/m:c"]);
    assert.deepEqual(part("/m:a/b", "/m:a/b[k='1']"), ["/m:a/m:b[k='1']"]);
  });

  it("a filter that goes further than what was touched is read in that entry alone", () => {
    assert.deepEqual(part("/m:a/b/c", "/m:a/b[k='1']"), ["/m:a/m:b[k='1']/k", "/m:a/m:b[k='1']/m:c"]);
  });

  it("what was touched elsewhere, or in another entry, is nothing", () => {
    assert.deepEqual(part("/m:a/b/c", "/m:a/b[k='1']/d"), []);
    assert.deepEqual(part("/m:a/b[k='1']", "/m:a/b[k='2']/c"), []);
    assert.deepEqual(part('/m:a/b[m:k="1"]', "/m:a/b[k='1']/c"), [
      "/m:a/m:b[k='1'][m:k=\"1\"]/k",
      "/m:a/m:b[k='1'][m:k=\"1\"]/m:c",
    ]);
  });

  it("a filter that looks at a value is read as a whole in the entry where something has changed", () => {
    assert.deepEqual(part("/m:a/b[v='2']/c", "/m:a/b[k='1']/v"), [
      "/m:a/m:b[k='1'][v='2']/k",
      "/m:a/m:b[k='1'][v='2']/m:c",
    ]);
  });
});
