import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import {
  eventParameters,
  insertParameters,
  parseQuery,
  readParameters,
} from "../../../src/northbound/restconf/query.js";
import { parseResourcePath } from "../../../src/northbound/restconf/resource-path.js";
import { RestconfError } from "../../../src/northbound/restconf/restconf-error.js";
import type { DatastoreName } from "../../../src/operations/operation.js";
import { schema } from "./support/schema.js";

const D = "/example-devices:devices";

function target(uri: string, datastore?: DatastoreName) {
  return { resource: parseResourcePath(uri, schema), datastore, schema };
}

function read(query: string, uri = D, datastore?: DatastoreName) {
  return JSON.parse(JSON.stringify(readParameters(parseQuery(query), target(uri, datastore))));
}

function refusedWith400(act: () => unknown) {
  assert.throws(
    act,
    (error) => error instanceof RestconfError && error.status === 400 && error.error.tag === "invalid-value",
  );
}

const readings: readonly (readonly [query: string, parameters: object])[] = [
  ["", { content: "all" }],
  ["&", { content: "all" }],
  ["content=config&", { content: "config" }],
  ["content=nonconfig&&depth=2", { content: "nonconfig", depth: 2 }],
  ["depth=unbounded", { content: "all" }],
  ["depth=65535", { content: "all", depth: 65535 }],
  ["%64epth=%31", { content: "all", depth: 1 }],
  ["with-defaults=report-all-tagged", { content: "all", withDefaults: "report-all-tagged" }],
  ["with-defaults=trim", { content: "all", withDefaults: "trim" }],
  ["fields=device", { content: "all", fields: [["device"]] }],
];

for (const [query, parameters] of readings) {
  test(`a GET with "?${query}" has the parameters ${JSON.stringify(parameters)}`, () => {
    assert.deepEqual(read(query), parameters);
  });
}

const refusedReadings = [
  "depth=0",
  "depth=65536",
  "depth=-1",
  "depth=1.5",
  "depth=0x1",
  "depth=",
  "depth",
  "content=state",
  "content=",
  "with-defaults=all",
  "unknown=1",
  "Depth=1",
  "=1",
  "depth=1&depth=1",
  "depth=1&%64epth=2",
  "depth=%",
  "depth=%FF",
  "insert=first",
  "point=%2Fa",
  "filter=x",
  "start-time=2026-01-01T00:00:00Z",
  "with-origin",
];

for (const query of refusedReadings) {
  test(`a GET with "?${query}" is answered with 400`, () => refusedWith400(() => read(query)));
}

test("with-origin is for operational and has no value", () => {
  assert.equal(read("with-origin", D, "operational").withOrigin, true);
  refusedWith400(() => read("with-origin=true", D, "operational"));
  refusedWith400(() => read("with-origin", D, "running"));
});

const fieldsTable: readonly (readonly [fields: string, uri: string, paths: readonly string[]])[] = [
  ["device/name", D, ["device/name"]],
  ["device(name;port(slot;mtu));rule", D, ["device/name", "device/port/slot", "device/port/mtu", "rule"]],
  ["device/port/mtu;device/name", D, ["device/port/mtu", "device/name"]],
  ["name;name", `${D}/device=a`, ["name"]],
  ["example-extra:note;example-devices:name", `${D}/device=a`, ["example-extra:note", "name"]],
  ["example-devices:devices/rule;example-devices:log", "", ["example-devices:devices/rule", "example-devices:log"]],
  ["time", "/example-devices:log/entry", ["time"]],
];

for (const [fields, uri, paths] of fieldsTable) {
  test(`fields=${fields} selects ${paths.join(" and ")}`, () => {
    const { fields: selected } = read(`fields=${encodeURIComponent(fields)}`, uri);
    assert.deepEqual(
      selected.map((path: string[]) => path.join("/")),
      paths,
    );
  });
}

const refusedFields = [
  "",
  ";",
  "device;",
  "device(",
  "device()",
  "device(name",
  "device(name))",
  "device)",
  "device(name)/port",
  "/device",
  "device/",
  "device//name",
  "nothing",
  "device/note",
  "device/reset",
  "device name",
  "nowhere:device",
  "device=a",
];

for (const fields of refusedFields) {
  test(`fields=${fields} is answered with 400`, () =>
    refusedWith400(() => read(`fields=${encodeURIComponent(fields)}`)));
}

test("a top-level name in fields needs its module", () => refusedWith400(() => read("fields=devices", "")));

test("insert and point of a POST and a PUT name an entry of the list that is written to", () => {
  const point = encodeURIComponent(`${D}/rule=r1`);
  const expected = { insert: "before", point: `${D}/rule[id='r1']` };
  assert.deepEqual(insertParameters(parseQuery(`insert=before&point=${point}`), "POST", target(D)), expected);
  assert.deepEqual(
    insertParameters(parseQuery(`point=${point}&insert=before`), "PUT", target(`${D}/rule=r9`)),
    expected,
  );
  assert.deepEqual(insertParameters(parseQuery("insert=first"), "POST", target(D)), { insert: "first" });
});

const refusedInsertions: readonly (readonly [query: string, method: "POST" | "PUT", uri: string])[] = [
  ["insert=before", "POST", D],
  ["insert=middle", "POST", D],
  ["insert=first&point=%2Fexample-devices%3Adevices%2Frule%3Dr1", "POST", D],
  ["point=%2Fexample-devices%3Adevices%2Frule%3Dr1", "POST", D],
  ["insert=after&point=%2Fexample-devices%3Adevices%2Frule", "POST", D],
  ["insert=after&point=%2Fexample-devices%3Adevices%2Fdevice%3Da", "POST", D],
  ["insert=after&point=%2Fexample-devices%3Adevices%2Frule%3Dr1", "POST", ""],
  ["insert=first", "PUT", `${D}/device=a`],
  ["insert=first", "PUT", D],
  ["depth=1", "PUT", D],
  ["with-defaults=trim", "POST", D],
];

for (const [query, method, uri] of refusedInsertions) {
  test(`a ${method} to "${uri}" with "?${query}" is answered with 400`, () =>
    refusedWith400(() => insertParameters(parseQuery(query), method, target(uri))));
}

test("any query is either understood or refused with 400", () => {
  const piece = fc.oneof(
    fc.constantFrom(
      "fields=",
      "depth=1",
      "&",
      "=",
      "(",
      ")",
      ";",
      "/",
      "device",
      "name",
      "%",
      "%28",
      "%FF",
      "content=all",
    ),
    fc.string({ unit: "binary", maxLength: 3 }),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 15 }), (pieces) => {
      try {
        read(pieces.join(""));
      } catch (error) {
        assert.ok(error instanceof RestconfError && error.status === 400, String(error));
      }
    }),
    { numRuns: 2000 },
  );
});

test("a stream is replayed from a day of the calendar", () => {
  const start = (time: string) => eventParameters(parseQuery(`start-time=${time}`)).startTimeMs;
  assert.equal(start("2024-02-29T00:00:00Z"), Date.UTC(2024, 1, 29));
  for (const time of ["2023-02-29T00:00:00Z", "2023-04-31T00:00:00Z", "2023-04-30", "2023-04-30T00:00:00"])
    refusedWith400(() => start(time));
});
