import assert from "node:assert/strict";
import { test } from "node:test";
import { type DataTree, LibyangError } from "../src/index.js";
import { parseFleet, twoVehicles, withFleet } from "./support/fleet.js";

const firstVehicle = "/fleet:fleet/vehicle[plate='A-1']";

function nodeAt(tree: DataTree, path: string) {
  const node = tree.find(path);
  assert.ok(node, `${path} is not there`);
  return node;
}

test("a node tells its kind, name, module, value and whether it is a default", async () => {
  await withFleet((context) => {
    using tree = parseFleet(context, twoVehicles);
    assert.deepEqual(nodeAt(tree, `${firstVehicle}/kind`).describe(), {
      kind: "leaf",
      name: "kind",
      module: "fleet",
      value: "fleet-types:van",
      isDefault: false,
    });
    assert.deepEqual(nodeAt(tree, firstVehicle).describe(), {
      kind: "list",
      name: "vehicle",
      module: "fleet",
      value: undefined,
      isDefault: false,
    });
  });
});

test("a node knows its path, its parent, its children and its schema node", async () => {
  await withFleet((context) => {
    using tree = parseFleet(context, twoVehicles);
    const vehicle = nodeAt(tree, firstVehicle);
    assert.equal(vehicle.path, firstVehicle);
    assert.equal(vehicle.pathWithoutLastPredicate, "/fleet:fleet/vehicle");
    assert.equal(vehicle.parent?.path, "/fleet:fleet");
    assert.equal(vehicle.parent?.parent, undefined);
    assert.deepEqual(
      vehicle.children().map((node) => node.name),
      ["plate", "kind", "chassis", "driver", "driver"],
    );
    assert.equal(vehicle.schema?.describe().dataPath, "/fleet:fleet/vehicle");
  });
});

test("a node is printed alone, and copied alone or with its parents", async () => {
  await withFleet((context) => {
    using tree = parseFleet(context, twoVehicles);
    const chassis = nodeAt(tree, `${firstVehicle}/chassis`);
    assert.equal(chassis.print("xml").toString(), '<chassis xmlns="urn:sweetcomb:test:fleet">x1</chassis>');
    using alone = chassis.duplicate();
    assert.equal(alone.topLevel()[0]?.name, "chassis");
    using rooted = chassis.duplicate({ withParents: true });
    assert.equal(rooted.selectValues("//fleet:chassis")[0]?.path, `${firstVehicle}/chassis`);
    assert.equal(rooted.find(`${firstVehicle}/kind`), undefined);
  });
});

test("a leaf changes its value, and says when it had it already", async () => {
  await withFleet((context) => {
    using tree = parseFleet(context, twoVehicles);
    const kind = nodeAt(tree, `${firstVehicle}/kind`);
    assert.equal(kind.changeValue("fleet-types:bicycle"), true);
    assert.equal(kind.changeValue("fleet-types:bicycle"), false);
    assert.equal(kind.value, "fleet-types:bicycle");
    assert.throws(() => kind.changeValue("fleet-types:rocket"), LibyangError);
  });
});

test("a node is taken out of its tree and put into another", async () => {
  await withFleet((context) => {
    using tree = parseFleet(context, twoVehicles);
    using other = parseFleet(context, {});
    using vehicle = nodeAt(tree, firstVehicle).unlink();
    assert.equal(tree.select("/fleet:fleet/vehicle").length, 1);
    nodeAt(other, "/fleet:fleet").insert("child", vehicle);
    assert.equal(vehicle.isEmpty, true);
    assert.equal(nodeAt(other, `${firstVehicle}/chassis`).value, "x1");
  });
});

test("unlinking the only top-level node leaves an empty tree", async () => {
  await withFleet((context) => {
    using tree = parseFleet(context, {});
    using taken = nodeAt(tree, "/fleet:fleet").unlink();
    assert.equal(tree.isEmpty, true);
    assert.equal(taken.isEmpty, false);
  });
});

test("an entry of a user-ordered leaf-list moves before and after another", async () => {
  await withFleet((context) => {
    using tree = parseFleet(context, { vehicle: [{ plate: "A-1", driver: ["1", "2", "3"] }] });
    const order = () => tree.selectValues(`${firstVehicle}/driver`).map(({ value }) => value);
    using third = nodeAt(tree, `${firstVehicle}/driver[.='3']`).unlink();
    nodeAt(tree, `${firstVehicle}/driver[.='1']`).insert("before", third);
    assert.deepEqual(order(), ["3", "1", "2"]);
    using again = nodeAt(tree, `${firstVehicle}/driver[.='3']`).unlink();
    nodeAt(tree, `${firstVehicle}/driver[.='1']`).insert("after", again);
    assert.deepEqual(order(), ["1", "3", "2"]);
  });
});

test("metadata is added, listed, printed and removed", async () => {
  await withFleet((context) => {
    using tree = parseFleet(context, twoVehicles);
    const vehicle = nodeAt(tree, firstVehicle);
    vehicle.addMetadata("fleet:note", "needs a wash");
    assert.deepEqual(vehicle.annotations(), [{ module: "fleet", name: "note", value: "needs a wash" }]);
    assert.match(tree.print("json").toString(), /"@":\{"fleet:note":"needs a wash"\}/);
    assert.throws(() => vehicle.addMetadata("fleet:absent", "x"), LibyangError);
    assert.equal(vehicle.removeMetadata("fleet:note"), true);
    assert.equal(vehicle.removeMetadata("fleet:note"), false);
    assert.deepEqual(vehicle.annotations(), []);
  });
});

test("anydata keeps its content", async () => {
  await withFleet((context) => {
    using tree = parseFleet(context, { remarks: { "fleet:spare": "A-1" } });
    assert.match(nodeAt(tree, "/fleet:fleet/remarks").anyText(), /spare/);
    assert.match(tree.print("json").toString(), /"remarks":\{"(fleet:)?spare":"A-1"\}/);
  });
});

test("opaque nodes carry name, namespace, value and attributes", async () => {
  await withFleet((context) => {
    using tree = context.emptyTree();
    const root = tree.newOpaque("greeting", "hello", { namespace: "urn:greetings", prefix: "g" });
    root.addAttribute("tone", "warm", { namespace: "urn:greetings", prefix: "g" });
    assert.deepEqual(root.describe(), {
      kind: "opaque",
      name: "greeting",
      module: "urn:greetings",
      value: "hello",
      isDefault: false,
    });
    assert.deepEqual(root.annotations(), [{ module: "urn:greetings", name: "tone", value: "warm" }]);
    assert.match(tree.print("xml").toString(), /greeting[^>]*g:tone="warm"[^>]*>hello</);
    assert.equal(root.removeAttribute("tone"), true);
    assert.equal(root.removeAttribute("tone"), false);
    root.newOpaque("inner", "hi", { namespace: "urn:greetings" }).addAttribute("plain", "1");
    assert.deepEqual(root.children()[0]?.annotations(), [{ module: undefined, name: "plain", value: "1" }]);
    tree.newOpaque("second", undefined, { module: "greetings" });
    assert.equal(tree.topLevel().length, 2);
  });
});

test("attributes of elements without schema are listed with their namespace", async () => {
  await withFleet((context) => {
    const text = '<a xmlns="urn:a" xmlns:b="urn:b" plain="1" b:qualified="2"><c/></a>';
    using tree = context.parseData(text, "xml", { opaque: true });
    const [root] = tree.topLevel();
    assert.deepEqual(root?.annotations(), [
      { module: undefined, name: "plain", value: "1" },
      { module: "urn:b", name: "qualified", value: "2" },
    ]);
    assert.deepEqual(
      root?.children().map((node) => node.describe().kind),
      ["opaque"],
    );
  });
});
