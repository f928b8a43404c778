import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { parseResourcePath } from "../../../src/northbound/restconf/resource-path.js";
import { resourceUri } from "../../../src/northbound/restconf/resource-uri.js";
import { RestconfError } from "../../../src/northbound/restconf/restconf-error.js";
import { schema } from "./support/schema.js";

const D = "/example-devices:devices";

const understood: readonly (readonly [uri: string, path: string, single?: boolean])[] = [
  ["", ""],
  ["/", ""],
  [D, D],
  [`${D}/`, D],
  ["/example-devices%3Adevices", D],
  ["/example%2Ddevices:devices", D],
  [`${D}/example-devices:device=a`, `${D}/device[name='a']`],
  [`${D}/device`, `${D}/device`, false],
  [`${D}/device=a`, `${D}/device[name='a']`],
  [`${D}/device=`, `${D}/device[name='']`],
  [`${D}/device=a%2Fb`, `${D}/device[name='a/b']`],
  [`${D}/device=a%2Cb%3Dc`, `${D}/device[name='a,b=c']`],
  [`${D}/device=eth0:1.2`, `${D}/device[name='eth0:1.2']`],
  [`${D}/device=it's`, `${D}/device[name="it's"]`],
  [`${D}/device=%22q%22`, `${D}/device[name='"q"']`],
  [`${D}/device=%22'`, `${D}/device[name=concat('"', "'", '')]`],
  [`${D}/device=%C3%A9%F0%9F%98%80`, `${D}/device[name='é😀']`],
  [`${D}/device=a/port=1,2/mtu`, `${D}/device[name='a']/port[slot='1'][number='2']/mtu`],
  [`${D}/device=a/port=,2`, `${D}/device[name='a']/port[slot=''][number='2']`],
  [`${D}/device=a/port=,`, `${D}/device[name='a']/port[slot=''][number='']`],
  [`${D}/device=a/tag`, `${D}/device[name='a']/tag`, false],
  [`${D}/device=a/tag=x%5B1%5D`, `${D}/device[name='a']/tag[.='x[1]']`],
  [`${D}/device=a/example-extra:note`, `${D}/device[name='a']/example-extra:note`],
  [`${D}/device=a/reset`, `${D}/device[name='a']/reset`],
  ["/example-devices:log/entry", "/example-devices:log/entry", false],
];

for (const [uri, path, single = true] of understood) {
  test(`"${uri}" is the instance ${path || "of the datastore"}`, () => {
    const resource = parseResourcePath(uri, schema);
    assert.equal(resource.path, path);
    assert.equal(resource.single, single);
  });
}

const refused: readonly (readonly [uri: string, status: number, why: string])[] = [
  ["/devices", 400, "the first name has no module"],
  ["/:devices", 400, "the module name is empty"],
  [`${D}//device=a`, 400, "a name is empty"],
  [`${D}/device=a/port=1`, 400, "a key is missing"],
  [`${D}/device=a/port=1,2,3`, 400, "there is a key too many"],
  [`${D}/device=a,b`, 400, "there is a key too many"],
  [`${D}/device/description`, 400, "a list on the way has no keys"],
  [`${D}=a`, 400, "a container has a key"],
  [`${D}/device=a/description=x`, 400, "a leaf has a key"],
  ["/example-devices:log/entry=1", 400, "the list has no keys"],
  [`${D}/device=%00`, 400, "no YANG string has that character"],
  [`${D}/device=%`, 400, "the percent-encoding is broken"],
  [`${D}/device=%C3`, 400, "the UTF-8 is broken"],
  [`${D}/de[1]`, 400, "that is no identifier"],
  ["/nowhere:devices", 404, "there is no such module"],
  ["/example-devices:nothing", 404, "there is no such node"],
  [`${D}/nothing`, 404, "there is no such child"],
  [`${D}/device=a/note`, 404, "the child belongs to another module"],
  [`${D}/device=a/description/more`, 404, "a leaf has no children"],
  [`${D}/device=a/reset/input`, 404, "input is not in the data tree"],
  ["/example-devices:ping", 404, "an rpc is not in the data tree"],
  ["/example-devices:changed", 404, "a notification is not in the data tree"],
];

for (const [uri, status, why] of refused) {
  test(`"${uri}" is answered with ${status}: ${why}`, () => {
    assert.throws(
      () => parseResourcePath(uri, schema),
      (error) => error instanceof RestconfError && error.status === status && error.error.tag === "invalid-value",
    );
  });
}

test("the parent of an entry is the node that holds its list", () => {
  assert.equal(parseResourcePath(`${D}/device=a/port=1,2`, schema).parent, `${D}/device[name='a']`);
  assert.equal(parseResourcePath(D, schema).parent, "");
});

test("an instance path comes back from its URI, whatever the key values are", () => {
  const value = fc
    .string({ unit: "binary", maxLength: 12 })
    .filter(
      (text) => /^[\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]*$/u.test(text) && !text.includes("'"),
    );
  fc.assert(
    fc.property(value, value, value, (name, slot, number) => {
      const path = `${D}/device[name='${name}']/port[slot='${slot}'][number='${number}']`;
      assert.equal(parseResourcePath(resourceUri(path, schema), schema).path, path);
    }),
    { numRuns: 500 },
  );
});

test("keys are put into the order of the key statement", () => {
  const path = `${D}/device[name='a']/port[number='2'][slot='1']`;
  assert.equal(resourceUri(path, schema), `${D}/device=a/port=1,2`);
});

test("any text is either understood or refused with 400 or 404", () => {
  const piece = fc.oneof(
    fc.constantFrom(D, "/device", "=", ",", "/", "%", "%2", "%2F", "%00", "'", '"', "[", ":", "a", "/port=1,2", "é"),
    fc.string({ unit: "binary", maxLength: 4 }),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
      try {
        assert.equal(typeof parseResourcePath(pieces.join(""), schema).path, "string");
      } catch (error) {
        assert.ok(error instanceof RestconfError, String(error));
        assert.ok(error.status === 400 || error.status === 404);
      }
    }),
    { numRuns: 2000 },
  );
});
