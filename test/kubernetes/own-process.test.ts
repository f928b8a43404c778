/** The controller as a process of its own: it writes over RESTCONF what the one in the server would write. */

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { after, before, describe, it } from "node:test";
import { fileURLToPath } from "node:url";
import type { KubernetesObject } from "../../src/kubernetes/objects.js";
import { curl, skipWithout } from "../support/clients.js";
import { type ServerProcess, startServerProcess } from "../support/server-process.js";
import { ApiServer } from "./api-server.js";
import { until } from "./until.js";

const entry = fileURLToPath(new URL("../../server/run.js", import.meta.url));

const service = (name: string, more: object = {}): KubernetesObject & { readonly spec: object } => ({
  kind: "Service",
  metadata: { namespace: "shop", name },
  spec: { clusterIP: "10.96.0.1", ports: [{ port: 80 }], ...more },
});

describe("a controller beside the server", { skip: skipWithout("curl") }, () => {
  const folder = mkdtempSync(join(tmpdir(), "sweetcomb-kubernetes-"));
  const api = new ApiServer();
  let server: ServerProcess;
  let stop: () => Promise<unknown>;
  let health: string;

  before(async () => {
    await api.start();
    const kubeconfig = join(folder, "kubeconfig");
    writeFileSync(kubeconfig, api.kubeconfig);
    server = await startServerProcess();
    const own =
      "/restconf/ds/sweetcomb-datastores:kubernetes/sweetcomb-service-proxy:service-proxy/service=shop,left-over";
    const left = { "sweetcomb-service-proxy:service": [{ namespace: "shop", name: "left-over" }] };
    const written = await curl(server, { method: "PUT", path: own, body: JSON.stringify(left) });
    assert.equal(written.status, 201, written.body);
    api.put(service("web"));
    const files = ["ca", "cert", "key"].flatMap((flag, index) => [
      `--${flag}`,
      join(server.certs, ["ca.crt", "admin.crt", "admin.key"][index]!),
    ]);
    const words = ["--restconf", `https://localhost:${server.restconfPort}`, ...files, "--kubeconfig", kubeconfig];
    const settings = join(folder, "settings.json");
    writeFileSync(settings, JSON.stringify({ kubernetes: { loadBalancer: { addresses: ["198.51.100.8/29"] } } }));
    words.push("--node-name", "node-1", "--config", settings);
    const child = spawn(process.execPath, [entry, "kubernetes", "run", ...words], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    stop = async () => {
      child.kill("SIGTERM");
      if (child.exitCode === null) await once(child, "exit");
    };
    for await (const line of createInterface({ input: child.stdout })) {
      health = /http:\S+/.exec(line)?.[0] ?? health;
      if (line === "ready") break;
    }
  });
  after(async () => {
    await stop?.();
    await server?.dispose();
    await api.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const names = async () => {
    const path = "/restconf/ds/sweetcomb-datastores:kubernetes/sweetcomb-service-proxy:service-proxy";
    const { body } = await curl(server, { path });
    const { service: found = [] } = JSON.parse(body)["sweetcomb-service-proxy:service-proxy"] as {
      service?: readonly { readonly name: string }[];
    };
    return found.map(({ name }) => name).sort();
  };
  const are = (...expected: readonly string[]) =>
    until(async () => JSON.stringify(await names()) === JSON.stringify(expected));

  it("replaces what it finds in the datastore", () => are("web"));

  it("is ready when it has written everything once", async () => {
    await until(async () => (await fetch(health)).status === 200);
    const metrics = await (await fetch(health.replace("readyz", "metrics"))).text();
    assert.match(metrics, /^sweetcomb_kubernetes_watched_kinds 6$/m);
    assert.match(metrics, /^sweetcomb_kubernetes_in_sync 1$/m);
  });

  it("follows changes, and goes on without what is refused", async () => {
    const wrong = { sessionAffinity: "ClientIP", sessionAffinityConfig: { clientIP: { timeoutSeconds: 999_999 } } };
    api.put(service("wrong", { ...wrong, clusterIP: "10.96.0.3" }));
    api.put(service("right", { clusterIP: "10.96.0.2" }));
    await are("right", "web");
    await until(() => api.objects("Event").length > 0);
    api.remove("Service", "shop", "right");
    await are("web");
  });

  it("tells of what the data plane cannot serve, and of that the server has known before", async () => {
    const told = (name: string) =>
      (api.objects("Event") as unknown as { involvedObject: { name: string }; reason: string }[]).some(
        ({ involvedObject, reason }) => involvedObject.name === name && reason === "NotExpressible",
      );
    const ranges = { type: "LoadBalancer", loadBalancerSourceRanges: ["10.0.0.0/8"] };
    api.put(service("early", { clusterIP: "10.96.0.5", ...ranges }));
    await until(() => told("early"));
    // The stream begins anew with the server.
    const { restconfPort } = server;
    server = await server.restart(["--restconf-port", String(restconfPort)]);
    api.put(service("late", { clusterIP: "10.96.0.6", ...ranges }));
    await until(() => told("late"));
    for (const name of ["early", "late"]) api.remove("Service", "shop", name);
    await are("web");
  });

  it("gives services of type LoadBalancer their addresses, and programs them", async () => {
    api.put(service("shop-front", { clusterIP: "10.96.0.4", type: "LoadBalancer" }));
    const path =
      "/restconf/ds/sweetcomb-datastores:kubernetes/sweetcomb-service-proxy:service-proxy/service=shop,shop-front/load-balancer-address";
    await until(async () => (await curl(server, { path })).body.includes("198.51.100.8"));
    api.remove("Service", "shop", "shop-front");
    await are("web");
  });

  it("leaves everything behind when it ends", async () => {
    await stop();
    assert.deepEqual(await names(), ["web"]);
  });
});
