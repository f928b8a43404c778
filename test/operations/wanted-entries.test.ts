import assert from "node:assert/strict";
import { test } from "node:test";
import { wantedEntries } from "../../src/operations/wanted-entries.js";
import { schemaOf } from "../southbound/fake-schema.js";

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
    "an entry in an entry",
    ["/m:top/item[name='a']/n:part[n:id='x'][kind='n:y']"],
    { [item]: [{ name: "a" }], [`${item}/n:part`]: [{ id: "x", kind: "n:y" }] },
  ],
  ["several entries", ["/m:top/item[name='a']", "/m:top/item[name='b']"], { [item]: [{ name: "a" }, { name: "b" }] }],
  ["an entry, and another list", ["/m:top/item[name='a']", "/m:top/number"], { [item]: [{ name: "a" }] }],
  ["an entry, and all of them", ["/m:top/item[name='a']", "/m:top/item/size"], {}],
  ["an entry, and what is around it", ["/m:top/item[name='a']", "/m:top"], {}],
  ["an entry by a key as it is written", ["/m:top/number[value='007']"], { "/m:top/number": [{ value: "007" }] }],
  ["an entry by a leaf that is no key", ["/m:top/item[size='7']"], { [item]: [{}] }],
  ["a condition on other entries", ["/m:top/item[name='a'][../item[name='b']/size=7]"], {}],
  ["either of two", ["/m:top/item[name='a' or name='b']"], {}],
  ["an entry by its position", ["/m:top/item[2]"], {}],
];
for (const [what, select, entries] of selections) {
  test(`entries of lists are wanted as a selection names them: ${what}`, () => {
    assert.deepEqual(Object.fromEntries(wantedEntries(select, schema)), entries);
  });
}
