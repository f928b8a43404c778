/** How the controller shows the API server who it is. */

import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { loadKubeConfig } from "../../src/kubernetes/cluster/kube-config.js";
import { readList } from "../../src/kubernetes/cluster/read-list.js";
import { ApiServer, TOKEN } from "./api-server.js";

describe("a kubeconfig with a token in a file", () => {
  const folder = mkdtempSync(join(tmpdir(), "sweetcomb-kubeconfig-"));
  const api = new ApiServer();
  const file = join(folder, "kubeconfig");
  const list = () => readList(loadKubeConfig(file, {}), "/api/v1/nodes", new AbortController().signal, 60_000);

  before(async () => {
    await api.start();
    const kubeconfig = JSON.parse(api.kubeconfig) as object;
    writeFileSync(join(folder, "token"), `${TOKEN}\n`);
    const users = [{ name: "test", user: { token: "of-another-day", tokenFile: "token" } }];
    writeFileSync(file, JSON.stringify({ ...kubeconfig, users }));
  });
  after(async () => {
    await api.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it("is read beside the kubeconfig, without the end of its line, and wins over a token", async () => {
    assert.deepEqual((await list()).items, []);
  });

  it("is read again for each request, so that a new token counts at once", async () => {
    const kubeConfig = loadKubeConfig(file, {});
    const read = () => readList(kubeConfig, "/api/v1/nodes", new AbortController().signal, 60_000);
    await read();
    writeFileSync(join(folder, "token"), "expired");
    await assert.rejects(read(), /was answered with 401: Unauthorized$/);
    writeFileSync(join(folder, "token"), TOKEN);
    await read();
    rmSync(join(folder, "token"));
    await assert.rejects(read(), /ENOENT/);
  });
});
