/** Ports on which load balancers ask whether a node has endpoints of a service. */

import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, describe, it } from "node:test";
import { ServiceHealth } from "../../../src/northbound/health/service-health.js";

describe("the health of services", () => {
  let health: ServiceHealth;
  // Waiting for the next attempt keeps no process alive.
  let alive: NodeJS.Timeout;
  beforeEach(() => {
    health = new ServiceHealth(10);
    alive = setInterval(() => undefined, 1000);
  });
  afterEach(async () => {
    clearInterval(alive);
    await health.close();
  });

  const check = (port: number, name: string, localEndpoints = 1) => ({ port, namespace: "shop", name, localEndpoints });
  const taken = async () => {
    const server = createServer().listen(0);
    await once(server, "listening");
    const release = async () => {
      server.close();
      await once(server, "close");
    };
    return { port: (server.address() as AddressInfo).port, release };
  };
  /** The next time that something changes for a service. */
  const change = () => new Promise<void>((resolve) => health.onChange.push(() => resolve()));
  const asked = async (port: number) => {
    const answer = await fetch(`http://127.0.0.1:${port}/healthz`);
    return { status: answer.status, ...((await answer.json()) as { localEndpoints: number }) };
  };

  it("is told with 200 or 503 as long as a service wants it", async () => {
    const { port, release } = await taken();
    health.set("web", check(port, "web"));
    await change();
    await release();
    await change();
    assert.deepEqual(await asked(port), {
      ...{ status: 200, service: { namespace: "shop", name: "web" } },
      ...{ localEndpoints: 1, serviceProxyHealthy: true },
    });
    health.set("web", check(port, "web", 0));
    assert.equal((await asked(port)).status, 503);
    health.set("web", undefined);
    await assert.rejects(asked(port));
  });

  it("says why a port is not open, until it is", async () => {
    const { port, release } = await taken();
    health.set("web", check(port, "web"));
    await change();
    assert.equal(health.failureOf("web"), `Port ${port} cannot be opened: EADDRINUSE.`);
    await release();
    await change();
    assert.equal(health.failureOf("web"), undefined);
    assert.equal((await asked(port)).status, 200);
  });

  it("is that of the first of two services with one port, and the other is told so", async () => {
    const { port, release } = await taken();
    await release();
    health.set("web", check(port, "web"));
    health.set("api", check(port, "api", 0));
    assert.equal(health.failureOf("web"), `Port ${port} tells of the health of service shop/api.`);
    health.set("api", undefined);
    assert.equal(health.failureOf("web"), undefined);
  });
});
