/** Rpcs and actions by their handlers: input of both protocols, anydata, output, and who may run an action. */

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { createEngine } from "../../src/datastore/engine/engine.js";
import { checkRpcHandlers } from "../../src/operations/check-rpc-handlers.js";
import { collect } from "../../src/operations/collect.js";
import type { OperationContext } from "../../src/operations/context.js";
import { invoke, type RpcCall, type RpcHandlers } from "../../src/operations/invoke.js";
import type { Session } from "../../src/operations/management.js";
import type { Answer, OperationInput } from "../../src/operations/operation.js";
import { Permissions } from "../../src/operations/permissions.js";
import { buildSchemaTree } from "../../src/schema/build-schema-tree.js";
import type { SchemaTree } from "../../src/schema/schema-tree.js";
import { testSealingKey } from "../support/sealing-key.js";

const root = new URL("../../../", import.meta.url);
const inProject = (path: string) => fileURLToPath(new URL(path, root));
const engine = createEngine();
const WEIGH = "/example-operations:weigh";
const STRIKE = "/example-operations:bell/strike";
let schema: SchemaTree;
let heard: RpcCall | undefined;

before(async () => {
  const { modules, rows, contentId } = await engine.load({
    wasmPath: inProject("packages/libyang-wasm/dist/libyang.wasm"),
    memoryLimitMb: 512,
    firstId: 1,
    searchDirs: ["test/support/yang/", "dist/yang/"].map(inProject),
    modules: [{ name: "example-operations" }, { name: "ietf-netconf" }],
  });
  engine.sealWith(testSealingKey);
  engine.finishRestore();
  schema = buildSchemaTree(modules, rows, contentId);
});

after(() => {
  assert.equal(engine.statistics().openDocuments, 0);
});

const handlers: RpcHandlers = new Map([
  [WEIGH, answering({ weight: ["18446744073709551615", "2"] })],
  [STRIKE, answering({ tone: "g <sharp>" })],
]);

function answering(output: Readonly<Record<string, unknown>>) {
  return async (call: RpcCall) => {
    heard = call;
    return output;
  };
}

async function run(path: string, format: "xml" | "json", input?: OperationInput): Promise<string> {
  const context = { datastores: { engine }, schema, rpcHandlers: handlers } as unknown as OperationContext;
  const answer: Answer = await invoke(context, {} as Session, { kind: "invoke", path, format, input });
  return Buffer.from(await collect(answer)).toString();
}

test("a handler gets the defaults of an input that is absent", async () => {
  assert.equal(await run(WEIGH, "json"), '{"weight":["18446744073709551615","2"]}');
  assert.deepEqual(heard?.input, { scale: "coarse" });
  assert.equal(heard?.content("config"), undefined);
});

test("the anydata of a message body and of an <rpc> is there as content for the engine", async () => {
  const bytes = Buffer.from(
    '{"example-operations:input":{"scale":"fine","config":{"example-operations:bell":[{"name":"a"}]}}}',
  );
  let seen: string | undefined;
  const readContent = async (call: RpcCall) => {
    seen = Buffer.from(engine.contentJson(call.content("config")!, undefined, "none").json).toString();
    return undefined;
  };
  const context = {
    datastores: { engine },
    schema,
    rpcHandlers: new Map([[WEIGH, readContent]]),
  } as unknown as OperationContext;
  const path = WEIGH;
  const format = "xml";
  await invoke(context, {} as Session, {
    kind: "invoke",
    path,
    format,
    input: { kind: "body", format: "json", bytes },
  });
  const ofBody = seen;
  const rpc = engine.decodeRpc(
    Buffer.from(
      '<rpc xmlns="urn:ietf:params:xml:ns:netconf:base:1.0" message-id="1"><weigh xmlns="urn:example:operations">' +
        "<config><bell><name>a</name></bell></config></weigh></rpc>",
    ),
  );
  assert.deepEqual(rpc.contents, ["config"]);
  const { document, input, contents } = rpc;
  const given = { kind: "rpc", document, input, contents } as const;
  await invoke(context, {} as Session, { kind: "invoke", path, format, input: given });
  engine.releaseRpc(document);
  assert.deepEqual(JSON.parse(ofBody!), { "example-operations:bell": [{ name: "a" }] });
  assert.deepEqual(JSON.parse(seen!), JSON.parse(ofBody!));
});

test("an action is answered in both formats, under any key", async () => {
  const path = "/example-operations:bell[name='a/b']/strike";
  assert.equal(await run(path, "json"), '{"tone":"g <sharp>"}');
  assert.equal(await run(path, "xml"), '<tone xmlns="urn:example:operations">g &lt;sharp&gt;</tone>');
});

test("an input that the model refuses is told with its path", async () => {
  const bytes = Buffer.from('{"example-operations:input":{"scale":"rough"}}');
  await assert.rejects(run(WEIGH, "json", { kind: "body", format: "json", bytes }), ({ tag, details }) => {
    assert.deepEqual([tag, details.path], ["invalid-value", `${WEIGH}/scale`]);
    return true;
  });
});

test("an action asks for exec on it and for reading what it belongs to", () => {
  const permissions = new Permissions(schema, null);
  const path = "/example-operations:bell[name='a']/strike";
  permissions.requireAction({ user: "ann" }, path);
  permissions.update({ "exec-default": "deny" });
  assert.throws(() => permissions.requireAction({ user: "ann" }, path), { tag: "access-denied" });
  permissions.update({ "read-default": "deny" });
  assert.throws(() => permissions.requireAction({ user: "ann" }, path), { tag: "access-denied" });
});

test("a handler for what the schema does not have is refused at the start", () => {
  checkRpcHandlers(handlers, schema);
  const misspelt = new Map([["/example-operations:wiegh", answering({})]]);
  assert.throws(() => checkRpcHandlers(misspelt, schema), /example-operations:wiegh/);
});
