import assert from "node:assert/strict";
import { test } from "node:test";
import type { YangContext } from "../src/index.js";
import { withFleet } from "./support/fleet.js";

function schemaAt(context: YangContext, path: string) {
  const node = context.findSchema(path);
  assert.ok(node, `${path} is not there`);
  return node;
}

test("a list tells its keys, unique leaves and order", async () => {
  await withFleet((context) => {
    const vehicle = schemaAt(context, "/fleet:fleet/vehicle").describe();
    assert.equal(vehicle.kind, "list");
    assert.deepEqual(vehicle.keys, ["plate"]);
    assert.deepEqual(vehicle.uniques, [["/fleet:fleet/vehicle/chassis"]]);
    assert.equal(vehicle.orderedByUser, false);
    assert.equal(vehicle.maxElements, undefined);
    assert.equal(schemaAt(context, "/fleet:fleet/vehicle/driver").describe().orderedByUser, true);
    assert.equal(schemaAt(context, "/fleet:fleet/vehicle/plate").describe().isKey, true);
  });
});

test("a leaf tells its default, units, must with message and app-tag, and config", async () => {
  await withFleet((context) => {
    const seats = schemaAt(context, "/fleet:fleet/vehicle/seats").describe();
    assert.deepEqual(seats.defaults, ["2"]);
    assert.deepEqual(seats.musts, [
      {
        xpath: "not(../kind = 'ft:bicycle') or . <= 2",
        prefixes: seats.musts[0]?.prefixes,
        errorMessage: "a bicycle has at most 2 seats",
        errorAppTag: "too-many-seats",
      },
    ]);
    assert.ok(seats.musts[0]?.prefixes.some(({ prefix, module }) => prefix === "ft" && module === "fleet-types"));
    assert.equal(schemaAt(context, "/fleet:fleet/vehicle/load").describe().units, "tonnes");
    assert.equal(schemaAt(context, "/fleet:fleet/vehicle/kind").describe().mandatory, true);
    assert.equal(schemaAt(context, "/fleet:fleet/vehicle/state").describe().config, false);
  });
});

test("a conditional container tells its when and its presence", async () => {
  await withFleet((context) => {
    const tracker = schemaAt(context, "/fleet:fleet/vehicle/tracker").describe();
    assert.equal(tracker.presence, true);
    assert.deepEqual(
      tracker.whens.map(({ xpath }) => xpath),
      ["../kind = 'ft:van'"],
    );
  });
});

test("a node behind a disabled feature does not exist", async () => {
  await withFleet((context) => assert.equal(context.findSchema("/fleet:fleet/vehicle/tracker"), undefined), {
    features: [],
  });
});

test("types tell their base, typedef and restrictions", async () => {
  await withFleet((context) => {
    const typeOf = (name: string) => schemaAt(context, `/fleet:fleet/${name}`).type();
    const typedef = undefined;
    assert.deepEqual(typeOf("vehicle/seats"), { base: "uint8", typedef, range: [{ min: "1", max: "9" }] });
    assert.deepEqual(typeOf("vehicle/plate"), {
      base: "string",
      typedef: "plate",
      length: [{ min: "1", max: "16" }],
      patterns: [{ expression: "[A-Z]+-[0-9]+", inverted: false }],
    });
    assert.deepEqual(typeOf("vehicle/load"), {
      base: "decimal64",
      typedef,
      fractionDigits: 2,
      range: [{ min: "0.00", max: "12.50" }],
    });
    assert.deepEqual(typeOf("vehicle/state"), {
      base: "enumeration",
      typedef,
      values: [
        { name: "parked", value: 0 },
        { name: "driving", value: 7 },
      ],
    });
    assert.deepEqual(typeOf("vehicle/kind"), {
      base: "identityref",
      typedef,
      bases: [{ module: "fleet-types", name: "vehicle-kind" }],
    });
    const spare = typeOf("spare");
    assert.equal(spare?.base === "leafref" && spare.path.xpath, "../vehicle/plate");
    assert.equal(spare?.base === "leafref" && spare.target.base, "string");
    assert.equal(schemaAt(context, "/fleet:fleet").type(), undefined);
  });
});

test("a union tells its members", async () => {
  await withFleet((context) => {
    context.loadModule("fleet-deviations");
    const colour = schemaAt(context, "/fleet:fleet/vehicle/fleet-deviations:colour").type();
    assert.deepEqual(colour?.base === "union" && colour.types.map(({ base }) => base), ["enumeration", "int8"]);
    const int8 = colour?.base === "union" ? colour.types[1] : undefined;
    assert.deepEqual(int8, { base: "int8", typedef: undefined, range: [] });
  });
});

test("the walk visits choices, cases, actions, notifications, rpcs with input and output", async () => {
  await withFleet((context) => {
    const kinds = new Set<string>();
    const paths: string[] = [];
    for (const top of context.topLevel("fleet")) {
      for (const node of top.walk()) {
        const { kind, schemaPath } = node.describe();
        kinds.add(kind);
        paths.push(schemaPath);
      }
    }
    for (const kind of ["choice", "case", "action", "notification", "rpc", "input", "output", "anydata"]) {
      assert.ok(kinds.has(kind), kind);
    }
    assert.ok(paths.includes("/fleet:fleet/vehicle/energy/fuel/tank"));
    assert.equal(new Set(paths).size, paths.length);
  });
});

test("a choice names its default case and a nested node its parent", async () => {
  await withFleet((context) => {
    const tank = schemaAt(context, "/fleet:fleet/vehicle/tank");
    const fuel = tank.parent;
    const energy = fuel?.parent;
    assert.equal(fuel?.describe().kind, "case");
    assert.deepEqual(energy?.describe().defaults, ["fuel"]);
    assert.equal(tank.describe().dataPath, "/fleet:fleet/vehicle/tank");
  });
});

test("schema nodes taken before a module was added are refused", async () => {
  await withFleet((context) => {
    const load = schemaAt(context, "/fleet:fleet/vehicle/load");
    context.loadModule("fleet-deviations");
    assert.throws(() => load.describe(), /modules of the context have changed/);
  });
});
