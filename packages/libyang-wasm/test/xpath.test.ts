import assert from "node:assert/strict";
import { test } from "node:test";
import { LibyangError } from "../src/index.js";
import { parseFleet, twoVehicles, withFleet } from "./support/fleet.js";

test("an expression selects nodes in document order", async () => {
  await withFleet((context) => {
    using tree = parseFleet(context, twoVehicles);
    assert.deepEqual(
      tree.select("/fleet:fleet/vehicle/plate").map((node) => node.value),
      ["A-1", "B-2"],
    );
    assert.deepEqual(tree.selectValues("/fleet:fleet/vehicle[kind='fleet-types:van']/driver[2]"), [
      { path: "/fleet:fleet/vehicle[plate='A-1']/driver[.='Al']", value: "Al" },
    ]);
  });
});

test("an expression is evaluated to a node set, a string, a number or a boolean", async () => {
  await withFleet((context) => {
    using tree = parseFleet(context, twoVehicles);
    const nodes = tree.evaluate("/fleet:fleet/vehicle");
    assert.equal(nodes.kind === "node-set" && nodes.nodes.length, 2);
    assert.deepEqual(tree.evaluate("string(/fleet:fleet/spare)"), { kind: "string", value: "B-2" });
    assert.deepEqual(tree.evaluate("count(/fleet:fleet/vehicle) div 4"), { kind: "number", value: 0.5 });
    assert.deepEqual(tree.evaluate("1 div 0"), { kind: "number", value: Number.POSITIVE_INFINITY });
    assert.deepEqual(tree.evaluate("-1 div 0"), { kind: "number", value: Number.NEGATIVE_INFINITY });
    assert.deepEqual(tree.evaluate("number('x')"), { kind: "number", value: Number.NaN });
    assert.deepEqual(tree.evaluate("/fleet:fleet/spare = 'B-2'"), { kind: "boolean", value: true });
  });
});

test("an expression may start at a node", async () => {
  await withFleet((context) => {
    using tree = parseFleet(context, twoVehicles);
    const vehicle = tree.find("/fleet:fleet/vehicle[plate='B-2']");
    assert.deepEqual(vehicle?.selectValues("fleet:kind"), [
      { path: "/fleet:fleet/vehicle[plate='B-2']/kind", value: "fleet-types:bicycle" },
    ]);
    assert.deepEqual(vehicle?.evaluate("count(../fleet:vehicle)"), { kind: "number", value: 2 });
  });
});

test("a broken expression is an error of kind xpath", async () => {
  await withFleet((context) => {
    using tree = parseFleet(context, twoVehicles);
    for (const expression of ["/fleet:fleet[", "1 +", "unknown-function()", "absent:node"]) {
      assert.throws(() => tree.select(expression), LibyangError, expression);
    }
    assert.throws(
      () => tree.select("/fleet:fleet["),
      (error: LibyangError) => error.items[0]?.validationCode === "xpath",
    );
  });
});

test("the atoms of an expression are the schema nodes that it reads", async () => {
  await withFleet((context) => {
    const seats = context.findSchema("/fleet:fleet/vehicle/seats");
    const [must] = seats?.describe().musts ?? [];
    assert.equal(must?.xpath, "not(../kind = 'ft:bicycle') or . <= 2");
    const atoms = context.atoms("/fleet:fleet/vehicle[kind='x']/seats").map((node) => node.describe().dataPath);
    assert.deepEqual(atoms.sort(), [
      "/fleet:fleet",
      "/fleet:fleet/vehicle",
      "/fleet:fleet/vehicle/kind",
      "/fleet:fleet/vehicle/seats",
    ]);
    const relative = context.atoms("../fleet:kind", seats).map((node) => node.describe().name);
    assert.ok(relative.includes("kind"));
    assert.deepEqual(
      context.atoms("../wings", seats).filter((node) => node.describe().name === "wings"),
      [],
    );
    assert.throws(() => context.atoms("../wings", seats, { known: true }), { code: "not-found" });
  });
});

const plates = (count: number) => Array.from({ length: count }, (_, index) => `P-${String(index).padStart(4, "0")}`);
const fleetOf = (all: readonly string[]) => ({
  vehicle: all.map((plate) => ({ plate, kind: "fleet-types:bicycle", chassis: plate })),
});

test("an axis that goes backwards gives its nodes in document order", async () => {
  await withFleet((context) => {
    using tree = parseFleet(context, fleetOf(plates(50)));
    const before = "/fleet:fleet/vehicle[plate='P-0040']/preceding-sibling::vehicle/plate";
    assert.deepEqual(
      tree.select(before).map((node) => node.value),
      plates(40),
    );
  });
});

test("the evaluation of an expression can be bounded, and goes on as before without the bound", async () => {
  await withFleet((context) => {
    using tree = parseFleet(context, fleetOf(plates(300)));
    const pairs = "/fleet:fleet/vehicle[count(../vehicle[plate != current()/plate]) = 7]";
    assert.throws(
      () => context.instance.limitXPath(1, () => tree.select(pairs)),
      (error: LibyangError) => error.code === "denied" && /takes too long/.test(error.message),
    );
    assert.deepEqual(tree.select(pairs), []);
    assert.equal(tree.select("/fleet:fleet/vehicle").length, 300);
  });
});
