/** From the API server to VPP: the real client, the real server with its simulator. */

import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import type { KubernetesObject } from "../../src/kubernetes/objects.js";
import { curl, skipWithout } from "../support/clients.js";
import { type ServerProcess, startServerProcess } from "../support/server-process.js";
import { ApiServer } from "./api-server.js";
import { listLengthsIn, translationsIn } from "./in-vpp.js";
import { until } from "./until.js";

const service = (name: string, clusterIP: string, more: object = {}): KubernetesObject & { readonly spec: object } => ({
  kind: "Service",
  metadata: { namespace: "shop", name },
  spec: { type: "ClusterIP", clusterIP, ports: [{ port: 80 }], ...more },
});
const slice = (name: string, of: string, addresses: readonly string[]) => ({
  kind: "EndpointSlice",
  metadata: { namespace: "shop", name, labels: { "kubernetes.io/service-name": of } },
  addressType: "IPv4",
  ports: [{ port: 8080 }],
  endpoints: addresses.map((address) => ({ addresses: [address], conditions: { ready: true } })),
});
const pod = (name: string, address: string, nodeName: string, annotations: Record<string, string> = {}) => ({
  kind: "Pod",
  metadata: { namespace: "shop", name, labels: { app: name }, annotations },
  spec: { nodeName, containers: [] },
  status: { phase: "Running", podIPs: [{ ip: address }] },
});

describe("a cluster that the server follows", { skip: skipWithout("curl") }, () => {
  const folder = mkdtempSync(join(tmpdir(), "sweetcomb-kubernetes-"));
  const api = new ApiServer();
  let server: ServerProcess;
  let words: readonly string[];

  before(async () => {
    await api.start();
    const kubeconfig = join(folder, "kubeconfig");
    writeFileSync(kubeconfig, api.kubeconfig);
    words = ["--kubeconfig", kubeconfig, "--node-name", "node-1"];
    api.put({ kind: "Namespace", metadata: { name: "shop" } });
    api.put({
      kind: "Node",
      metadata: { name: "node-1", labels: { "topology.kubernetes.io/zone": "a" } },
      status: { addresses: [{ type: "InternalIP", address: "192.0.2.1" }] },
    } as KubernetesObject);
    api.put(service("web", "10.96.0.1"));
    api.put(slice("web-1", "web", ["10.1.0.1"]));
    server = await startServerProcess(words);
  });
  after(async () => {
    await server?.dispose();
    await api.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const translations = () => translationsIn(server.vppSocket);
  const lists = () => listLengthsIn(server.vppSocket);
  const translated = (...expected: readonly string[]) =>
    until(async () => JSON.stringify(await translations()) === JSON.stringify(expected));

  it("has its services in VPP", () => translated("10.96.0.1:80 1"));

  it("is shown as what it came to, in the datastore of Kubernetes", async () => {
    const path = "/restconf/ds/sweetcomb-datastores:kubernetes/sweetcomb-service-proxy:service-proxy/node";
    const { body } = await curl(server, { path });
    assert.deepEqual(JSON.parse(body)["sweetcomb-service-proxy:node"], {
      name: "node-1",
      zone: "a",
      address: ["192.0.2.1"],
      "data-plane": "cnat",
    });
  });

  it("is followed: endpoints, services that come and those that go", async () => {
    api.put(slice("web-2", "web", ["10.1.0.2", "10.1.0.3"]));
    await translated("10.96.0.1:80 3");
    api.put(service("api", "10.96.0.2"));
    api.put(slice("api-1", "api", ["10.1.0.4"]));
    await translated("10.96.0.1:80 3", "10.96.0.2:80 1");
    api.remove("Service", "shop", "api");
    await translated("10.96.0.1:80 3");
  });

  it("has the policies of attached pods as access control lists", async () => {
    const loop = { name: "pod-web", type: "iana-if-type:softwareLoopback" };
    const written = await curl(server, {
      method: "PATCH",
      path: "/restconf/data",
      body: JSON.stringify({ "ietf-restconf:data": { "ietf-interfaces:interfaces": { interface: [loop] } } }),
    });
    assert.equal(written.status, 204, written.body);
    const policy = {
      kind: "NetworkPolicy",
      metadata: { namespace: "shop", name: "web" },
      spec: {
        podSelector: { matchLabels: { app: "web" } },
        ingress: [{ from: [{ podSelector: { matchLabels: { app: "db" } } }] }],
      },
    };
    api.put(pod("web", "10.1.0.1", "node-1", { "sweetcomb.io/interface": "pod-web" }));
    api.put(policy);
    await until(async () => (await lists()).length === 3);
    const before = (await lists()).reduce((sum, each) => sum + each, 0);
    api.put(pod("db", "10.2.0.1", "node-2"));
    await until(async () => (await lists()).reduce((sum, each) => sum + each, 0) > before);
    api.remove("NetworkPolicy", "shop", "web");
    await until(async () => (await lists()).length === 0);
  });

  it("tells of an object that is refused, and programs the others", async () => {
    const affinity = { sessionAffinity: "ClientIP", sessionAffinityConfig: { clientIP: { timeoutSeconds: 999_999 } } };
    api.put(service("wrong", "10.96.0.7", affinity));
    api.put(slice("wrong-1", "wrong", ["10.1.0.7"]));
    api.put(service("right", "10.96.0.8"));
    api.put(slice("right-1", "right", ["10.1.0.8"]));
    await translated("10.96.0.1:80 3", "10.96.0.8:80 1");
    await until(() => api.objects("Event").length > 0);
    const [event] = api.objects("Event") as unknown as { involvedObject: object; reason: string; message: string }[];
    assert.equal(event!.reason, "Refused");
    assert.deepEqual(
      { ...event!.involvedObject, uid: "", resourceVersion: "" },
      {
        kind: "Service",
        namespace: "shop",
        name: "wrong",
        apiVersion: "v1",
        uid: "",
        resourceVersion: "",
      },
    );
    api.put(service("wrong", "10.96.0.7"));
    await translated("10.96.0.1:80 3", "10.96.0.7:80 1", "10.96.0.8:80 1");
    for (const name of ["wrong", "right"]) api.remove("Service", "shop", name);
    await translated("10.96.0.1:80 3");
  });

  it("tells of an object that the data plane cannot serve as it is", async () => {
    const ingress = [{ ip: "198.51.100.1" }];
    const ranges = { type: "LoadBalancer", loadBalancerSourceRanges: ["10.0.0.0/8"] };
    api.put({ ...service("lb", "10.96.0.6", ranges), status: { loadBalancer: { ingress } } } as KubernetesObject);
    api.put(slice("lb-1", "lb", ["10.1.0.6"]));
    await until(() => api.objects("Event").some(({ reason }) => reason === "NotExpressible"));
    const told = api.objects("Event") as unknown as { involvedObject: { name: string }; reason: string }[];
    assert.equal(told.find(({ reason }) => reason === "NotExpressible")!.involvedObject.name, "lb");
    api.remove("Service", "shop", "lb");
    await translated("10.96.0.1:80 3");
  });

  it("stays as it was while the API server is away, also over a restart of the server", async () => {
    await api.stop();
    server = await server.restart();
    assert.deepEqual(await translations(), ["10.96.0.1:80 3"]);
    const [before] = api.objects("EndpointSlice");
    assert.ok(before);
    api.remove("EndpointSlice", "shop", "web-2");
    await api.start();
    await translated("10.96.0.1:80 1");
  });
});
