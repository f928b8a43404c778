import assert from "node:assert/strict";
import { test } from "node:test";
import { createSealer } from "../../src/secrets/seal.js";
import { dryRun } from "../../src/southbound/dry-run.js";
import { ObjectTable } from "../../src/southbound/object-table.js";
import { entryChanges } from "../../src/southbound/objects.js";
import { planChanges } from "../../src/southbound/plan.js";
import { createRegistry } from "../../src/southbound/registry.js";
import { translators } from "../../translators/index.js";
import { testSealingKey } from "../support/sealing-key.js";
import { loadSchema } from "../translators/test-bed.js";

test("a dry run shows zeros where secrets are", async () => {
  const { schema } = await loadSchema();
  const sealer = createSealer(testSealingKey);
  const registry = createRegistry(translators, schema, sealer);
  const schemaPath = "/sweetcomb-ipsec:ipsec/security-association";
  const sealed = sealer.seal(`${schemaPath}/encryption-key`, "a1".repeat(16));
  const changes = entryChanges(registry, new Map(), [
    {
      schemaPath,
      path: `${schemaPath}[id='1']`,
      keys: [["security-association", "id", "1"]],
      before: null,
      after: { id: 1, spi: 300, "encryption-algorithm": "aes-gcm-128", "encryption-key": sealed },
    },
  ]);
  const table = new ObjectTable();
  const { requests } = await dryRun(planChanges(changes, table), registry, table);
  const { entry } = requests[0]!.fields as { entry: { cryptoKey: { length: number; data: Uint8Array } } };
  assert.equal(entry.cryptoKey.length, 16);
  assert.ok(entry.cryptoKey.data.every((byte) => byte === 0));
});

test("a dry run says what would be sent, and leaves the table as it was", async () => {
  const { schema } = await loadSchema();
  const registry = createRegistry(translators, schema);
  const path = "/ietf-interfaces:interfaces/interface[name='loop0']";
  const changes = entryChanges(registry, new Map(), [
    {
      schemaPath: "/ietf-interfaces:interfaces/interface",
      path,
      keys: [["interface", "name", "loop0"]],
      before: null,
      after: { name: "loop0", type: "iana-if-type:softwareLoopback", enabled: true },
    },
    {
      schemaPath: "/ietf-interfaces:interfaces/interface/ietf-ip:ipv4/address",
      path: `${path}/ietf-ip:ipv4/address[ip='192.0.2.1']`,
      keys: [
        ["interface", "name", "loop0"],
        ["address", "ip", "192.0.2.1"],
      ],
      before: null,
      after: { ip: "192.0.2.1", "prefix-length": 24 },
    },
  ]);
  const table = new ObjectTable();
  const { operations, requests } = await dryRun(planChanges(changes, table), registry, table);
  assert.deepEqual(operations, [
    "1. create loopback loop0",
    "2. create interface-enabled loop0",
    "2. create interface-ipv4-vrf loop0",
    "2. create interface-ipv6-vrf loop0",
    "3. create interface-ipv4-address loop0 192.0.2.1",
  ]);
  assert.deepEqual(
    requests.map(({ message }) => message),
    ["create_loopback_instance", "sw_interface_tag_add_del", "sw_interface_set_flags", "sw_interface_add_del_address"],
  );
  assert.equal(table.size, 0);
});
