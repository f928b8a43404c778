/** The datastore of Kubernetes outlives the server: VPP is not emptied before the cluster has been heard of again. */

import assert from "node:assert/strict";
import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { connectVpp } from "vpp-binapi-ts";
import { CnatTranslationDump } from "vpp-binapi-ts/api";
import { curl, skipWithout } from "../support/clients.js";
import { type ServerProcess, startServerProcess } from "../support/server-process.js";
import { until } from "./until.js";

const path = "/restconf/ds/sweetcomb-datastores:kubernetes/sweetcomb-service-proxy:service-proxy/service=shop,web";
const port = [{ protocol: "tcp", number: 80, endpoint: [{ address: "10.1.0.1", port: 8080 }] }];
const service = { namespace: "shop", name: "web", "cluster-address": ["10.96.0.1"], port };

describe("the content of the datastore of Kubernetes", { skip: skipWithout("curl") }, () => {
  let server: ServerProcess;
  before(async () => {
    server = await startServerProcess();
  });
  after(() => server?.dispose());

  const file = () => join(server.folder, "state", "sweetcomb-datastores.kubernetes.json");
  const translations = async () => {
    const vpp = await connectVpp({ socketPath: server.vppSocket, name: "other" });
    let count = 0;
    for await (const _ of vpp.dump(CnatTranslationDump, {})) count++;
    await vpp.close();
    return count;
  };

  it("is there again after a crash", async () => {
    const body = JSON.stringify({ "sweetcomb-service-proxy:service": [service] });
    const { status } = await curl(server, { method: "PUT", path, body });
    assert.equal(status, 201);
    await until(() => existsSync(file()));
    await server.stop("SIGKILL");
    server = await server.restart();
    assert.equal(await translations(), 1);
    const read = await curl(server, { path });
    assert.equal(JSON.parse(read.body)["sweetcomb-service-proxy:service"][0].name, "web");
  });

  it("is left out when its file is damaged, and that is told", async () => {
    await server.stop();
    writeFileSync(file(), '{"sweetcomb-service-proxy:service-proxy": {"servi');
    server = await server.restart();
    assert.equal(await translations(), 0);
    assert.match(server.log(), /the content of before cannot be used/);
  });
});
