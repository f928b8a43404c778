import assert from "node:assert/strict";
import { test } from "node:test";
import { entriesOf, schemaPathsOf } from "../../src/operations/schema-paths.js";
import { schemaOf } from "../southbound/fake-schema.js";

const cases: readonly (readonly [what: string, select: string, path: string | undefined])[] = [
  ["a path with the module on every step", "/a:b/a:c/d:e/d:f", "/a:b/c/d:e/f"],
  ["a path with the module where it changes", "/a:b/c/d:e/f", "/a:b/c/d:e/f"],
  ["a module that comes back", "/a:b/d:c/a:e", "/a:b/d:c/a:e"],
  ["predicates with brackets and quotes", `/a:b/a:c[a:k='x]"/y'][a:l="'"]/a:d`, "/a:b/c/d"],
  ["all descendants", "/a:b//a:c", undefined],
  ["any name", "/a:b/*", undefined],
  ["a function", "id('x')/a:b", undefined],
  ["a union", "/a:b | /a:c", undefined],
];
for (const [what, select, path] of cases) {
  test(`${what} ${path === undefined ? "may be about anything" : "becomes a schema path"}`, () => {
    assert.deepEqual(schemaPathsOf([select]), path === undefined ? undefined : [path]);
  });
}

test("one selection that is too free makes all of them so, and none at all selects everything", () => {
  assert.equal(schemaPathsOf(["/a:b", "//a:c"]), undefined);
  assert.equal(schemaPathsOf(undefined), undefined);
  assert.deepEqual(schemaPathsOf([]), []);
});

const schema = schemaOf(`
  /m:top container
  /m:top/item list name
  /m:top/item/name string
  /m:top/item/size uint32
  /m:top/item/n:part list id kind
  /m:top/item/n:part/id string
  /m:top/item/n:part/kind identityref
  /m:top/number list value
  /m:top/number/value uint32
`);
const item = "/m:top/item";

const selections: readonly (readonly [what: string, select: readonly string[], entries: object])[] = [
  ["an entry named by its key", ["/m:top/item[name='a']"], { [item]: [{ name: "a" }] }],
  ["what is in an entry", ['/m:top/m:item[m:name="it\'s"]/size'], { [item]: [{ name: "it's" }] }],
  [
    "an entry in an entry, the key that can be written in two ways apart",
    ["/m:top/item[name='a']/n:part[n:id='x'][kind='n:y']"],
    { [item]: [{ name: "a" }], [`${item}/n:part`]: [{ id: "x" }] },
  ],
  ["several entries", ["/m:top/item[name='a']", "/m:top/item[name='b']"], { [item]: [{ name: "a" }, { name: "b" }] }],
  ["an entry, and another list", ["/m:top/item[name='a']", "/m:top/number"], { [item]: [{ name: "a" }] }],
  ["an entry, and all of them", ["/m:top/item[name='a']", "/m:top/item/size"], {}],
  ["an entry, and what is around it", ["/m:top/item[name='a']", "/m:top"], {}],
  ["an entry by a key that can be written in two ways", ["/m:top/number[value='007']"], { "/m:top/number": [{}] }],
  ["an entry by a leaf that is no key", ["/m:top/item[size='7']"], { [item]: [{}] }],
  ["a condition on other entries", ["/m:top/item[name='a'][../item[name='b']/size=7]"], {}],
  ["either of two", ["/m:top/item[name='a' or name='b']"], {}],
  ["an entry by its position", ["/m:top/item[2]"], {}],
];
for (const [what, select, entries] of selections) {
  test(`entries of lists are wanted as a selection names them: ${what}`, () => {
    assert.deepEqual(Object.fromEntries(entriesOf(select, schema)), entries);
  });
}
