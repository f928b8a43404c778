import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { ManagementError } from "../../../src/errors/management-error.js";
import { decodeOperation, isCloseSession } from "../../../src/northbound/netconf/decode-operation.js";
import type { RpcDocument } from "../../../src/operations/management.js";
import { exampleSchema } from "./example-schema.js";

const schema = exampleSchema();
const EMPTY = [null];
const never = new AbortController().signal;
const CONFIG = { kind: "rpc-parameter", document: 5, parameter: "config" };

type Rpc = Partial<RpcDocument> & { readonly operation: string };

function decode(rpc: Rpc): unknown {
  return decodeOperation(
    { document: 5, attributes: [], module: "ietf-netconf", input: {}, contents: [], ...rpc },
    schema,
    never,
  );
}

const nmda = (operation: string, input: Record<string, unknown>, more: Partial<RpcDocument> = {}): Rpc => ({
  module: "ietf-netconf-nmda",
  operation,
  input,
  ...more,
});

/** What an operation decodes to; members that are undefined are left out. */
const OPERATIONS: readonly (readonly [name: string, rpc: Rpc, operation: Record<string, unknown>])[] = [
  ["get", { operation: "get" }, { kind: "get", format: "xml" }],
  [
    "get with defaults and an empty filter",
    {
      operation: "get",
      input: { "ietf-netconf-with-defaults:with-defaults": "report-all" },
      filter: { type: "subtree", select: undefined, xml: "<filter/>", namespaces: {} },
    },
    { kind: "get", format: "xml", select: [], withDefaults: "report-all" },
  ],
  [
    "get-config of candidate",
    { operation: "get-config", input: { source: { candidate: EMPTY } } },
    { kind: "get-config", source: "candidate", format: "xml" },
  ],
  [
    "get-config with names in full",
    { operation: "get-config", input: { "ietf-netconf:source": { startup: EMPTY } } },
    { kind: "get-config", source: "startup", format: "xml" },
  ],
  [
    "get-data with everything",
    nmda("get-data", {
      datastore: "ietf-datastores:operational",
      "xpath-filter": "/odd:odd",
      "config-filter": true,
      "origin-filter": ["ietf-origin:intended", "ietf-origin:system"],
      "max-depth": 3,
      "with-origin": EMPTY,
      "with-defaults": "trim",
    }),
    {
      kind: "get-data",
      datastore: "operational",
      format: "xml",
      select: ["/odd:odd"],
      withDefaults: "trim",
      depth: 3,
      config: true,
      origins: { negated: false, identities: ["ietf-origin:intended", "ietf-origin:system"] },
      withOrigin: true,
    },
  ],
  [
    "get-data without a bound of depth",
    nmda("get-data", {
      datastore: "ietf-datastores:intended",
      "max-depth": "unbounded",
      "negated-origin-filter": ["ietf-origin:learned"],
    }),
    {
      kind: "get-data",
      datastore: "intended",
      format: "xml",
      origins: { negated: true, identities: ["ietf-origin:learned"] },
      withOrigin: false,
    },
  ],
  [
    "edit-config with its defaults",
    { operation: "edit-config", input: { target: { candidate: EMPTY } }, contents: ["config"] },
    {
      kind: "edit",
      rpc: "edit-config",
      target: "candidate",
      content: CONFIG,
      defaultOperation: "merge",
      testOption: "test-then-set",
      errorOption: "stop-on-error",
    },
  ],
  [
    "edit-config with all options",
    {
      operation: "edit-config",
      input: {
        target: { running: EMPTY },
        "default-operation": "none",
        "test-option": "test-only",
        "error-option": "rollback-on-error",
      },
      contents: ["config"],
    },
    {
      kind: "edit",
      rpc: "edit-config",
      target: "running",
      content: CONFIG,
      defaultOperation: "none",
      testOption: "test-only",
      errorOption: "rollback-on-error",
    },
  ],
  [
    "edit-data",
    nmda(
      "edit-data",
      { datastore: "ietf-datastores:running", "default-operation": "replace" },
      { contents: ["config"] },
    ),
    {
      kind: "edit",
      rpc: "edit-data",
      target: "running",
      content: CONFIG,
      defaultOperation: "replace",
      testOption: "set",
      errorOption: "rollback-on-error",
    },
  ],
  [
    "copy-config between datastores",
    { operation: "copy-config", input: { source: { running: EMPTY }, target: { startup: EMPTY } } },
    { kind: "copy-config", source: "running", target: "startup" },
  ],
  [
    "copy-config of configuration in the request",
    { operation: "copy-config", input: { source: {}, target: { candidate: EMPTY } }, contents: ["source/config"] },
    { kind: "copy-config", source: { ...CONFIG, parameter: "source/config" }, target: "candidate" },
  ],
  [
    "delete-config",
    { operation: "delete-config", input: { target: { startup: EMPTY } } },
    { kind: "delete-config", target: "startup" },
  ],
  ["lock", { operation: "lock", input: { target: { candidate: EMPTY } } }, { kind: "lock", target: "candidate" }],
  [
    "unlock of a datastore of NMDA",
    { operation: "unlock", input: { target: { "ietf-netconf-nmda:datastore": "ietf-datastores:running" } } },
    { kind: "unlock", target: "running" },
  ],
  [
    "validate",
    { operation: "validate", input: { source: { candidate: EMPTY } } },
    { kind: "validate", source: "candidate" },
  ],
  [
    "validate of configuration in the request",
    { operation: "validate", contents: ["config"] },
    { kind: "validate", source: CONFIG },
  ],
  ["commit", { operation: "commit" }, { kind: "commit", confirmed: false }],
  [
    "confirmed commit",
    { operation: "commit", input: { confirmed: EMPTY, "confirm-timeout": 30, persist: "a", "persist-id": "b" } },
    { kind: "commit", confirmed: true, confirmTimeoutS: 30, persist: "a", persistId: "b" },
  ],
  [
    "cancel-commit",
    { operation: "cancel-commit", input: { "persist-id": "b" } },
    { kind: "cancel-commit", persistId: "b" },
  ],
  ["discard-changes", { operation: "discard-changes" }, { kind: "discard-changes" }],
  ["kill-session", { operation: "kill-session", input: { "session-id": 4 } }, { kind: "kill-session", sessionId: 4 }],
  [
    "get-schema",
    {
      module: "ietf-netconf-monitoring",
      operation: "get-schema",
      input: { identifier: "odd", version: "2024-01-01", format: "ietf-netconf-monitoring:yang" },
    },
    { kind: "get-schema", identifier: "odd", version: "2024-01-01", format: "yang" },
  ],
  [
    "any other rpc",
    { module: "odd", operation: "make-toast", input: { slices: 2 } },
    { kind: "invoke", path: "/odd:make-toast", input: rpcInput({ slices: 2 }), format: "xml" },
  ],
  [
    "an action",
    {
      module: "ietf-interfaces",
      operation: "reset",
      actionPath: "/ietf-interfaces:interfaces/interface[name='a']/reset",
    },
    {
      kind: "invoke",
      path: "/ietf-interfaces:interfaces/interface[name='a']/reset",
      input: rpcInput({}),
      format: "xml",
    },
  ],
];

for (const [name, rpc, operation] of OPERATIONS) {
  test(`${name} is decoded`, () => {
    const decoded = Object.entries(decode(rpc) as object).filter(([, value]) => value !== undefined);
    assert.deepEqual(Object.fromEntries(decoded), operation);
  });
}

const REFUSED: readonly (readonly [name: string, rpc: Rpc, tag: string, badElement: string])[] = [
  ["get-config without source", { operation: "get-config" }, "missing-element", "source"],
  ["get-config with an empty source", { operation: "get-config", input: { source: {} } }, "missing-element", "source"],
  ["edit-config without target", { operation: "edit-config", contents: ["config"] }, "missing-element", "target"],
  [
    "edit-config without config",
    { operation: "edit-config", input: { target: { running: EMPTY } } },
    "missing-element",
    "config",
  ],
  [
    "edit-config of a URL without target",
    { operation: "edit-config", input: { url: "file:///x" } },
    "missing-element",
    "target",
  ],
  [
    "edit-config with an unknown option",
    {
      operation: "edit-config",
      input: { target: { running: EMPTY }, "error-option": "panic-on-error" },
      contents: ["config"],
    },
    "invalid-value",
    "error-option",
  ],
  [
    "copy-config from a URL to itself",
    { operation: "copy-config", input: { source: { url: "file:///x" }, target: { url: "file:///x" } } },
    "invalid-value",
    "target",
  ],
  [
    "copy-config without source",
    { operation: "copy-config", input: { target: { startup: EMPTY } } },
    "missing-element",
    "source",
  ],
  [
    "copy-config in a mode of with-defaults that is none",
    {
      operation: "copy-config",
      input: {
        source: { running: EMPTY },
        target: { startup: EMPTY },
        "ietf-netconf-with-defaults:with-defaults": "everything",
      },
    },
    "invalid-value",
    "with-defaults",
  ],
  ["get-data without datastore", nmda("get-data", {}), "missing-element", "datastore"],
  ["get-data of an unknown datastore", nmda("get-data", { datastore: "x:moon" }), "invalid-value", "datastore"],
  [
    "get-data of no levels",
    nmda("get-data", { datastore: "ietf-datastores:running", "max-depth": 0 }),
    "invalid-value",
    "max-depth",
  ],
  ["kill-session without session-id", { operation: "kill-session" }, "missing-element", "session-id"],
  [
    "kill-session of no number",
    { operation: "kill-session", input: { "session-id": "x" } },
    "invalid-value",
    "session-id",
  ],
  [
    "get-schema without identifier",
    { module: "ietf-netconf-monitoring", operation: "get-schema" },
    "missing-element",
    "identifier",
  ],
  ["commit with a strange persist", { operation: "commit", input: { persist: 1 } }, "invalid-value", "persist"],
];

for (const [name, rpc, tag, badElement] of REFUSED) {
  test(`${name} is refused`, () => {
    assert.throws(
      () => decode(rpc),
      (error) => {
        assert.ok(error instanceof ManagementError);
        assert.deepEqual([error.tag, error.type, error.details.badElement], [tag, "protocol", badElement]);
        return true;
      },
    );
  });
}

test("close-session is left to the session", () => {
  const rpc = { document: 1, attributes: [], input: {}, contents: [] };
  assert.equal(isCloseSession({ ...rpc, module: "ietf-netconf", operation: "close-session" }), true);
  assert.equal(isCloseSession({ ...rpc, module: "odd", operation: "close-session" }), false);
});

test("any input is either decoded or refused with an error of ours", () => {
  const operations = [...OPERATIONS.map(([, rpc]) => rpc), ...REFUSED.map(([, rpc]) => rpc)];
  const names = operations.flatMap(({ input }) => Object.keys(input ?? {}));
  const value = fc.oneof(fc.jsonValue(), fc.constantFrom({ running: EMPTY }, EMPTY, "running", "x:y", 1));
  const input = fc.dictionary(fc.constantFrom(...names), value, { maxKeys: 6 });
  fc.assert(
    fc.property(fc.constantFrom(...operations), input, (rpc, changes) => {
      try {
        decode({ ...rpc, input: { ...rpc.input, ...changes } });
      } catch (error) {
        assert.ok(error instanceof ManagementError, String(error));
      }
    }),
    { numRuns: 1000 },
  );
});

/** The input of an rpc that the helper `decode` makes, whose document has the number 5. */
function rpcInput(input: Readonly<Record<string, unknown>>) {
  return { kind: "rpc", document: 5, input, contents: [], select: undefined };
}
