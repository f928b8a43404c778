/** Writing with the client's own classes. */

import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { CoreV1Api, KubeConfig } from "@kubernetes/client-node";
import { apiClient } from "../../src/kubernetes/cluster/api-client.js";
import { ApiServer } from "./api-server.js";

describe("a client that writes", () => {
  const api = new ApiServer();
  const kubeConfig = new KubeConfig();

  before(async () => {
    await api.start();
    kubeConfig.loadFromString(api.kubeconfig);
  });
  after(() => api.stop());

  it("says so when a server takes a request and never answers", async () => {
    api.silent = () => true;
    const client = apiClient(kubeConfig, CoreV1Api, 50);
    await assert.rejects(client.listNode(), /\/api\/v1\/nodes has not been answered for 0\.05 s$/);
    api.silent = () => false;
  });

  it("hands on what the server says and what the connection says", async () => {
    const client = apiClient(kubeConfig, CoreV1Api, 60_000);
    assert.deepEqual((await client.listNode()).items, []);
    api.refuse = () => 403;
    await assert.rejects(client.listNode(), { code: 403 });
    await api.stop();
    await assert.rejects(client.listNode(), /ECONNREFUSED/);
    await api.start();
  });
});
