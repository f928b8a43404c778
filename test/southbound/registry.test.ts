import assert from "node:assert/strict";
import { test } from "node:test";
import { LbConf, SwInterfaceDump } from "vpp-binapi-ts/api";
import { createRegistry, missingMessages } from "../../src/southbound/registry.js";
import { defineTranslator } from "../../src/southbound/translator.js";
import { schemaOf } from "./fake-schema.js";

const schema = schemaOf(`
  /m:top container
  /m:top/item list name
  /m:top/item/name string
  /m:top/item/size uint32
  /m:top/item/part list number
  /m:top/item/part/number uint32
`);

function translator(changes: {
  readonly name?: string;
  readonly path?: string;
  readonly leafs?: string[];
  readonly key?: string;
}) {
  return defineTranslator<{ name: string }, object>({
    name: changes.name ?? "item",
    path: changes.path ?? "/m:top/item",
    keys: { name: changes.key ?? "item/name" },
    leafs: changes.leafs,
    messages: [SwInterfaceDump, LbConf],
    create: async () => {},
    update: "recreate",
    delete: async () => {},
    dump: "unreadable",
  });
}

test("all gaps between translators and schema are told at once", () => {
  const translators = [
    translator({}),
    translator({ leafs: ["size", "colour"] }),
    translator({ name: "other", path: "/m:top/thing" }),
    translator({ name: "third", key: "item/number" }),
  ];
  assert.throws(
    () => createRegistry(translators, schema),
    (error: Error) => {
      assert.match(error.message, /item: the name is used twice/);
      assert.match(error.message, /item: there is no schema node \/m:top\/item\/colour/);
      assert.match(error.message, /other: there is no schema node \/m:top\/thing/);
      assert.match(error.message, /third: item\/number is not a key along \/m:top\/item/);
      return true;
    },
  );
});

test("a unit leaves out what are units of their own", () => {
  const part = translator({ name: "part", path: "/m:top/item/part", key: "part/number" });
  const registry = createRegistry([translator({}), part], schema);
  assert.deepEqual(registry.objectPaths, ["/m:top/item", "/m:top/item/part"]);
  assert.deepEqual(registry.byName("item").nestedUnits, [["part"]]);
});

test("a translator whose messages VPP lacks is told with their names", () => {
  const registry = createRegistry([translator({})], schema);
  const missing = missingMessages(registry, ({ name }) => name !== "lb_conf");
  assert.deepEqual([...missing], [["item", ["lb_conf"]]]);
});
