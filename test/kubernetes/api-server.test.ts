/** The API server of these tests is held against what clients rely on. A real one is held against the same. */

import assert from "node:assert/strict";
import { after, it } from "node:test";
import { KubeConfig } from "@kubernetes/client-node";
import { describeApi } from "./api-semantics.js";
import { ApiServer } from "./api-server.js";
import { rawApi } from "./raw-api.js";

const server = new ApiServer();
const kubeConfig = new KubeConfig();

async function connect(): Promise<KubeConfig> {
  await server.start();
  kubeConfig.loadFromString(server.kubeconfig);
  return kubeConfig;
}

describeApi("the API server of the tests", connect);

it("ends a watch with 410 that begins before what it remembers, and a list whose version it has forgotten", async () => {
  const api = rawApi(kubeConfig);
  for (const name of ["a", "b"]) server.put({ kind: "Node", metadata: { name } });
  const { body } = await api.ask("GET", "/api/v1/nodes?limit=1");
  server.put({ kind: "Node", metadata: { name: "c" } });
  server.forgetPast();
  const heard: unknown[] = [];
  const path = `/api/v1/nodes?watch=true&resourceVersion=${body.metadata.resourceVersion}`;
  for await (const { type, object } of api.watch(path, new AbortController().signal)) heard.push([type, object.code]);
  assert.deepEqual(heard, [["ERROR", 410]]);
  const next = await api.ask("GET", `/api/v1/nodes?limit=1&continue=${encodeURIComponent(body.metadata.continue)}`);
  assert.deepEqual([next.status, next.body.reason], [410, "Expired"]);
});

after(() => server.stop());
