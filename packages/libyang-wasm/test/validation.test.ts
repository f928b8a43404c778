import assert from "node:assert/strict";
import { test } from "node:test";
import { type ErrorItem, LibyangError } from "../src/index.js";
import { parseFleet, twoVehicles, withFleet } from "./support/fleet.js";

/** The errors of a call that has to fail. */
function errorsOf(call: () => unknown): readonly ErrorItem[] {
  try {
    call();
  } catch (error) {
    assert.ok(error instanceof LibyangError, String(error));
    return error.items;
  }
  return assert.fail("the call succeeded");
}

test("one validation reports every error with path, schema path and app-tag", async () => {
  await withFleet((context) => {
    using tree = parseFleet(context, {
      vehicle: [
        { plate: "A-1", kind: "fleet-types:bicycle", seats: 5, chassis: "same" },
        { plate: "B-2", chassis: "same" },
      ],
      spare: "Z-9",
    });
    const errors = errorsOf(() => tree.validate({ present: true }));
    const facts = errors.map(({ appTag, dataPath, schemaPath }) => ({ appTag, dataPath, schemaPath }));
    const seats = "/fleet:fleet/vehicle/seats";
    assert.deepEqual(
      facts.find(({ appTag }) => appTag === "too-many-seats"),
      { appTag: "too-many-seats", dataPath: "/fleet:fleet/vehicle[plate='A-1']/seats", schemaPath: seats },
    );
    assert.ok(facts.some(({ appTag }) => appTag === "instance-required"));
    assert.ok(facts.some(({ appTag }) => appTag === "data-not-unique"));
    assert.ok(errors.some(({ message }) => message.includes('Mandatory node "kind"')));
    assert.equal(errors.find(({ appTag }) => appTag === "too-many-seats")?.message, "a bicycle has at most 2 seats");
  });
});

test("only the first error is reported when asked", async () => {
  await withFleet((context) => {
    using tree = parseFleet(context, { vehicle: [{ plate: "A-1" }, { plate: "B-2" }] });
    assert.equal(errorsOf(() => tree.validate({ present: true })).length, 2);
    assert.equal(errorsOf(() => tree.validate({ present: true, multiError: false })).length, 1);
  });
});

test("values that break their type are refused while parsing, with the line", async () => {
  await withFleet((context) => {
    const text = '{"fleet:fleet":{\n"vehicle":[\n{"plate":"A-1","kind":"fleet-types:van","seats":10}]}}';
    const [error] = errorsOf(() => context.parseData(text, "json"));
    assert.equal(error?.appTag, "seats-range");
    assert.equal(error?.message, "between 1 and 9 seats");
    assert.equal(error?.line, 3);
    assert.equal(error?.dataPath, "/fleet:fleet/vehicle[plate='A-1']/seats");
    assert.equal(error?.schemaPath, "/fleet:fleet/vehicle/seats");
  });
});

test("unknown nodes are an error, or left out, or kept as opaque nodes", async () => {
  await withFleet((context) => {
    const text = '{"fleet:fleet":{"absent":1,"spare":"A-1"}}';
    assert.match(errorsOf(() => context.parseData(text, "json"))[0]?.message ?? "", /absent/);
    using without = context.parseData(text, "json", { strict: false });
    assert.equal(without.print("json").toString(), '{"fleet:fleet":{"spare":"A-1"}}');
    using opaque = context.parseData(text, "json", { opaque: true });
    assert.match(opaque.print("json").toString(), /"absent":1/);
  });
});

test("validation returns what it changed", async () => {
  await withFleet((context) => {
    using tree = parseFleet(context, twoVehicles);
    using diff = tree.validateWithDiff({ present: true });
    assert.match(diff.print("xml", { withDefaults: "all" }).toString(), /<tank[^>]*operation="create"[^>]*>60<\/tank>/);
    using again = tree.validateWithDiff({ present: true });
    assert.equal(again.isEmpty, true);
  });
});

test("a failed validation releases what it had changed so far", async () => {
  await withFleet((context) => {
    using tree = parseFleet(context, { ...twoVehicles, spare: "Z-9" });
    assert.ok(errorsOf(() => tree.validateWithDiff({ present: true })).length > 0);
  });
});

test("one module can be validated alone", async () => {
  await withFleet((context) => {
    using tree = parseFleet(context, { spare: "Z-9" });
    tree.validate({ module: "fleet-types" });
    assert.equal(errorsOf(() => tree.validate({ module: "fleet" })).length, 1);
    assert.throws(() => tree.validate({ module: "absent" }), /no module absent/);
  });
});

test("state data is refused on request and broken constraints of state are warnings on request", async () => {
  await withFleet((context) => {
    const text = '{"fleet:fleet":{"vehicle":[{"plate":"A-1","kind":"fleet-types:van","state":"parked"}]}}';
    assert.match(errorsOf(() => context.parseData(text, "json", { noState: true }))[0]?.message ?? "", /state/i);
    using tree = parseFleet(context, { vehicle: [{ plate: "A-1", kind: "fleet-types:bicycle", seats: 5 }] });
    tree.validate({ present: true, operational: true });
    const warnings = context.instance.takeErrors(context.pointer);
    assert.equal(warnings.length > 0 && warnings.every(({ level }) => level === "warning"), true);
  });
});

test("validate is part of parsing when asked", async () => {
  await withFleet((context) => {
    const text = '{"fleet:fleet":{"spare":"Z-9"}}';
    using unchecked = context.parseData(text, "json");
    assert.equal(unchecked.isEmpty, false);
    assert.equal(errorsOf(() => context.parseData(text, "json", { validate: { present: true } })).length, 1);
  });
});
