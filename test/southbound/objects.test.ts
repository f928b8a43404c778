import assert from "node:assert/strict";
import { test } from "node:test";
import type { ObjectChange } from "../../src/datastore/southbound-port.js";
import { entryChanges } from "../../src/southbound/objects.js";
import { createRegistry } from "../../src/southbound/registry.js";
import { translators } from "../../translators/index.js";
import { loadSchema } from "../translators/test-bed.js";

const { schema } = await loadSchema();
const registry = createRegistry(translators, schema);
const everything: ReadonlyMap<string, readonly string[]> = new Map();

function interfaceChange(before: object | null, after: object | null): ObjectChange {
  const named = (value: object | null) => (value === null ? null : { name: "x", ...value });
  return {
    schemaPath: "/ietf-interfaces:interfaces/interface",
    path: "/ietf-interfaces:interfaces/interface[name='x']",
    keys: [["interface", "name", "x"]],
    before: named(before),
    after: named(after),
  };
}

const loopback = { type: "iana-if-type:softwareLoopback", enabled: true };
const tap = { type: "sweetcomb-interfaces:tap", enabled: true };

function changed(before: object | null, after: object | null) {
  return entryChanges(registry, everything, [interfaceChange(before, after)]).map(({ before, after, inPlace }) => {
    const verb = before === undefined ? "create" : after === undefined ? "delete" : inPlace ? "update" : "recreate";
    return `${verb} ${(after ?? before)!.translator}`;
  });
}

test("a unit of configuration holds an object of each translator that finds its leafs", () => {
  assert.deepEqual(changed(null, { ...loopback, description: "d" }), [
    "create loopback",
    "create interface-enabled",
    "create interface-description",
    "create interface-ipv4-vrf",
    "create interface-ipv6-vrf",
  ]);
});

test("only the objects whose leafs differ are changed", () => {
  assert.deepEqual(changed(loopback, { ...loopback, enabled: false }), ["recreate interface-enabled"]);
  assert.deepEqual(changed(loopback, { ...loopback, "ietf-ip:ipv4": { mtu: 1400 } }), ["create interface-mtu"]);
  assert.deepEqual(changed(loopback, loopback), []);
});

test("another type is another translator for the same object", () => {
  assert.deepEqual(changed(loopback, tap), ["recreate tap"]);
});

test("a MAC address is changed in place, and taken away by making the interface anew", () => {
  const withMac = { ...loopback, "sweetcomb-interfaces:mac-address": "02:00:00:00:00:01" };
  assert.deepEqual(changed(loopback, withMac), ["update loopback"]);
  assert.deepEqual(changed(withMac, loopback), ["recreate loopback"]);
});

test("an entry that a translator refuses is an error at its leaf", () => {
  const local0 = { ...interfaceChange(null, loopback), keys: [["interface", "name", "local0"]] as const };
  assert.throws(() => entryChanges(registry, everything, [local0]), {
    tag: "invalid-value",
    message: "local0 is VPP's own interface and cannot be configured",
  });
});

test("an object whose messages VPP lacks is refused with their names", () => {
  const missing = new Map([["tap", ["tap_create_v3"]]]);
  assert.throws(() => entryChanges(registry, missing, [interfaceChange(null, tap)]), {
    tag: "operation-not-supported",
    message: /cannot hold a tap: it lacks tap_create_v3/,
  });
  assert.doesNotThrow(() => entryChanges(registry, missing, [interfaceChange(tap, null)]));
});
