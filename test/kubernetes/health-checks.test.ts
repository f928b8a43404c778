/** Ports on which load balancers ask for endpoints of this node. */

import assert from "node:assert/strict";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, it } from "node:test";
import type { EntryChange } from "../../src/kubernetes/entry.js";
import { HealthChecks } from "../../src/kubernetes/health-checks.js";
import { until } from "./until.js";

const change = (port: number | undefined, endpoint: readonly object[] = []): EntryChange => {
  const own = { "health-check-port": port, port: [{ protocol: "tcp", number: 80, endpoint }] };
  const value = { namespace: "shop", name: "web", ...(port === undefined ? {} : own) };
  const of = { kind: "Service", key: "shop/web" } as const;
  return { id: "service shop web", entry: { list: "service", value, of } };
};

describe("the health check of a service", () => {
  let checks = new HealthChecks("node-1");
  afterEach(() => {
    checks.close();
    checks = new HealthChecks("node-1");
  });

  const freePort = async () => {
    const server = createServer().listen(0);
    await new Promise((resolve) => server.once("listening", resolve));
    const { port } = server.address() as AddressInfo;
    return { port, server };
  };
  const asked = async (port: number) => {
    const answer = await fetch(`http://127.0.0.1:${port}/`).catch(() => undefined);
    return answer && { status: answer.status, body: await answer.json() };
  };

  it("counts ready endpoints of this node, and follows them", async () => {
    const { port, server } = await freePort();
    await new Promise((resolve) => server.close(resolve));
    const here = { address: "10.1.0.1", port: 8080, node: "node-1" };
    checks.take([change(port, [here, { ...here, port: 8081 }, { address: "10.2.0.1", port: 8080, node: "node-2" }])]);
    await until(async () => (await asked(port))?.status === 200);
    assert.deepEqual((await asked(port))?.body, {
      service: { namespace: "shop", name: "web" },
      localEndpoints: 1,
      serviceProxyHealthy: true,
    });
    checks.take([change(port, [{ ...here, ready: false }])]);
    assert.equal((await asked(port))?.status, 503);
    checks.take([change(undefined)]);
    await until(async () => (await asked(port)) === undefined);
  });

  it("tells of a port that another process has", async () => {
    const { port, server } = await freePort();
    checks.take([change(port)]);
    await until(() => checks.troubles().length === 1);
    assert.match(checks.troubles()[0]!.message, new RegExp(`port ${port}`));
    await new Promise((resolve) => server.close(resolve));
  });
});
