/**
 * A real API server: what the tests' own one is made after, and what the controller does with it. The cluster has to be there for
 * this alone, with EndpointSlices of discovery.k8s.io/v1 and a controller manager that ends namespaces.
 */

import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { loadKubeConfig } from "../../src/kubernetes/cluster/kube-config.js";
import type { KubernetesObject } from "../../src/kubernetes/objects.js";
import { readYaml } from "../../src/kubernetes/read-yaml.js";
import { curl, putResource } from "../support/clients.js";
import { type ServerProcess, startServerProcess } from "../support/server-process.js";
import { describeApi } from "./api-semantics.js";
import { listLengthsIn, translationsIn } from "./in-vpp.js";
import { rawApi } from "./raw-api.js";
import {
  type Account,
  adminConfig,
  apply,
  controllerAccount,
  kubectl,
  MANIFESTS,
  skipWithoutCluster,
} from "./real-cluster.js";
import { until } from "./until.js";

const skip = skipWithoutCluster();
const MANY = 2000;
const AT_A_TIME = 20;

/** It takes everything, as one of another version than is known here might. */
const adminPolicyDefinition = {
  apiVersion: "apiextensions.k8s.io/v1",
  kind: "CustomResourceDefinition",
  metadata: {
    name: "adminnetworkpolicies.policy.networking.k8s.io",
    annotations: { "api-approved.kubernetes.io": "unapproved, for tests" },
  },
  spec: {
    group: "policy.networking.k8s.io",
    names: { kind: "AdminNetworkPolicy", plural: "adminnetworkpolicies", singular: "adminnetworkpolicy" },
    scope: "Cluster",
    versions: [
      {
        name: "v1alpha1",
        served: true,
        storage: true,
        schema: { openAPIV3Schema: { type: "object", "x-kubernetes-preserve-unknown-fields": true } },
      },
    ],
  },
};

/** For all namespaces. */
const adminPolicy = (name: string, ingress: readonly object[]): KubernetesObject & { readonly spec: object } => ({
  apiVersion: "policy.networking.k8s.io/v1alpha1",
  kind: "AdminNetworkPolicy",
  metadata: { name },
  spec: { priority: 1, subject: { namespaces: {} }, ingress },
});

describeApi("a real API server", async () => adminConfig(), skip);

describe("a real cluster that the server follows", { skip }, () => {
  const namespace = `sweetcomb-${randomUUID().slice(0, 8)}`;
  const nodeName = namespace;
  let account: Account;
  let server: ServerProcess;

  const service = (name: string, more: object = {}): KubernetesObject & { readonly spec: object } => ({
    apiVersion: "v1",
    kind: "Service",
    metadata: { namespace, name },
    spec: { ports: [{ port: 80 }], ...more },
  });
  const slice = (of: string, ...addresses: readonly string[]) => ({
    apiVersion: "discovery.k8s.io/v1",
    kind: "EndpointSlice",
    metadata: { namespace, name: `${of}-1`, labels: { "kubernetes.io/service-name": of } },
    addressType: "IPv4",
    ports: [{ name: "", port: 8080, protocol: "TCP" }],
    endpoints: addresses.map((address) => ({ addresses: [address], conditions: { ready: true } })),
  });
  const setEndpoints = async (of: string, ...addresses: readonly string[]) => {
    const patch = JSON.stringify({ endpoints: slice(of, ...addresses).endpoints });
    await kubectl(["-n", namespace, "patch", "endpointslice", `${of}-1`, "--type=merge", "-p", patch]);
  };
  const clusterIP = (name: string) =>
    kubectl(["-n", namespace, "get", "service", name, "-o", "jsonpath={.spec.clusterIP}"]);
  const translated = (address: string, paths: number | undefined) =>
    until(async () => {
      const found = (await translationsIn(server.vppSocket)).filter((text) => text.startsWith(`${address}:`));
      return found.join() === (paths === undefined ? "" : `${address}:80 ${paths}`);
    });
  const entry = async (name: string) => {
    const list = "/restconf/ds/sweetcomb-datastores:kubernetes/sweetcomb-service-proxy:service-proxy/service";
    const { status, body } = await curl(server, { path: `${list}=${namespace},${name}` });
    return status === 200 ? JSON.parse(body)["sweetcomb-service-proxy:service"][0] : undefined;
  };
  const eventsOf = async (name: string) => {
    const words = ["-n", namespace, "get", "events", "--field-selector", `involvedObject.name=${name}`];
    return JSON.parse(await kubectl([...words, "-o", "json"])).items as readonly {
      readonly reason: string;
      readonly source: { readonly component: string };
    }[];
  };
  const pod = (name: string, labels: Record<string, string>, annotations: Record<string, string>, node: string) => ({
    apiVersion: "v1",
    kind: "Pod",
    metadata: { namespace, name, labels, annotations },
    spec: { nodeName: node, containers: [{ name: "main", image: "none" }] },
  });
  const setAddress = async (name: string, podIP: string) => {
    const status = { phase: "Running", podIP, podIPs: [{ ip: podIP }] };
    const path = `/api/v1/namespaces/${namespace}/pods/${name}/status`;
    assert.equal((await rawApi(adminConfig()).ask("PATCH", path, { status })).status, 200);
  };
  const addInterface = (name: string) =>
    putResource(server, `/restconf/data/ietf-interfaces:interfaces/interface=${name}`, {
      "ietf-interfaces:interface": [{ name, type: "iana-if-type:softwareLoopback" }],
    });
  /** Of all lists in VPP. */
  const rules = async () => (await listLengthsIn(server.vppSocket)).reduce((sum, each) => sum + each, 0);
  const wordsFor = (name: string) => {
    const settings = join(account.folder, "settings.json");
    writeFileSync(settings, JSON.stringify({ kubernetes: { loadBalancer: { addresses: ["198.51.100.0/28"] } } }));
    return ["--kubeconfig", account.kubeconfig, "--node-name", name, "--config", settings];
  };
  const ingressOf = (name: string) =>
    kubectl(["-n", namespace, "get", "service", name, "-o", "jsonpath={.status.loadBalancer.ingress}"]);
  const holder = () =>
    kubectl(["-n", "sweetcomb", "get", "lease", "sweetcomb-load-balancer", "-o", "jsonpath={.spec.holderIdentity}"]);

  before(async () => {
    for (const file of MANIFESTS) if (!file.endsWith("daemonset.yaml")) await kubectl(["apply", "-f", file]);
    await apply(adminPolicyDefinition);
    await kubectl(["wait", "--for=condition=Established", `crd/${adminPolicyDefinition.metadata.name}`]);
    account = await controllerAccount();
    await apply(
      { apiVersion: "v1", kind: "Namespace", metadata: { name: namespace } },
      { apiVersion: "v1", kind: "Node", metadata: { name: nodeName, labels: { "topology.kubernetes.io/zone": "a" } } },
      service("web"),
      slice("web", "10.1.0.1"),
    );
    const { VPP_SOCKET: socket } = process.env;
    server = await startServerProcess([
      ...wordsFor(nodeName),
      ...(socket === undefined ? [] : ["--vpp-socket", socket]),
    ]);
  });
  after(async () => {
    await server?.dispose();
    await account?.dispose();
    for (const file of MANIFESTS) await kubectl(["delete", "--ignore-not-found", "--wait=false", "-f", file]);
    await kubectl(["delete", "--ignore-not-found", "--wait=false", `namespace/${namespace}`, `node/${nodeName}`]);
    await kubectl(["delete", "--ignore-not-found", "--wait=false", `crd/${adminPolicyDefinition.metadata.name}`]);
  });

  for (const file of MANIFESTS) {
    it(`takes ${file.split("/").at(-1)} with all its members`, async () => {
      const answer = await kubectl(["apply", "--dry-run=server", "-o", "json", "-f", file]);
      const taken = JSON.parse(answer);
      const objects = taken.kind === "List" ? taken.items : [taken];
      for (const [index, object] of readYaml(readFileSync(file, "utf8")).entries()) {
        assert.deepEqual(missingIn(objects[index], object), []);
      }
    });
  }

  it("lets the account do what the controller does, and nothing else", async () => {
    const api = rawApi(loadKubeConfig(account.kubeconfig, {}));
    const statuses = await Promise.all(
      [
        ["GET", "/api/v1/services"],
        ["GET", `/api/v1/namespaces/${namespace}/services/web`],
        ["GET", "/api/v1/secrets"],
        ["DELETE", `/api/v1/namespaces/${namespace}/services/web`],
        ["PATCH", `/api/v1/namespaces/${namespace}/services/web`],
        ["PATCH", `/api/v1/nodes/${nodeName}/status`],
        ["GET", "/apis/coordination.k8s.io/v1/namespaces/sweetcomb/leases"],
        ["GET", "/apis/coordination.k8s.io/v1/namespaces/sweetcomb/leases/another"],
      ].map(async ([method, path]) => (await api.ask(method!, path!, method === "PATCH" ? {} : undefined)).status),
    );
    assert.deepEqual(statuses, [200, 403, 403, 403, 403, 403, 403, 403]);
  });

  it("is followed through kubectl apply, patch and delete", async () => {
    const address = await clusterIP("web");
    await translated(address, 1);
    await setEndpoints("web", "10.1.0.1", "10.1.0.2", "10.1.0.3");
    await translated(address, 3);
    await setEndpoints("web", "10.1.0.9");
    await translated(address, 1);
    await apply(service("api"), slice("api", "10.1.0.4"));
    const other = await clusterIP("api");
    await translated(other, 1);
    await kubectl(["-n", namespace, "delete", "service/api", "endpointslice/api-1"]);
    await translated(other, undefined);
  });

  it("forgets a namespace that is deleted, with all its services", async () => {
    const namespace = `${nodeName}-short`;
    const path = "/restconf/ds/sweetcomb-datastores:kubernetes/sweetcomb-service-proxy:service-proxy";
    const isKnown = async () => (await curl(server, { path })).body.includes(`"${namespace}"`);
    await apply({ apiVersion: "v1", kind: "Namespace", metadata: { name: namespace } });
    await apply({ ...service("web"), metadata: { namespace, name: "web" } });
    await until(isKnown);
    await kubectl(["delete", "--wait=false", `namespace/${namespace}`]);
    await until(async () => !(await isKnown()));
  });

  it("has the addresses of its node, as its status has them", async () => {
    const addresses = [{ type: "InternalIP", address: "192.0.2.1" }];
    const { status } = await rawApi(adminConfig()).ask("PATCH", `/api/v1/nodes/${nodeName}/status`, {
      status: { addresses },
    });
    assert.equal(status, 200);
    const path = "/restconf/ds/sweetcomb-datastores:kubernetes/sweetcomb-service-proxy:service-proxy/node";
    await until(async () => (await curl(server, { path })).body.includes("192.0.2.1"));
  });

  it("gives services of type LoadBalancer an address that kubectl shows, and VPP serves", async () => {
    await apply(service("front", { type: "LoadBalancer" }), slice("front", "10.1.0.5"));
    await until(async () => (await ingressOf("front")).includes("198.51.100.0"));
    await translated("198.51.100.0", 1);
    assert.ok((await holder()).startsWith(`${nodeName}_`));
    const more = JSON.stringify({ spec: { type: "ClusterIP", ports: [{ port: 80, nodePort: null }] } });
    await kubectl(["-n", namespace, "patch", "service", "front", "--type=merge", "-p", more]);
    await until(async () => (await ingressOf("front")) === "");
    await translated("198.51.100.0", undefined);
  });

  it("tells in Events what cannot be served as it is asked for", async () => {
    await apply(service("ranged", { type: "LoadBalancer", loadBalancerSourceRanges: ["10.0.0.0/8"] }));
    await apply(slice("ranged", "10.1.0.6"));
    await until(async () => (await eventsOf("ranged")).some(({ reason }) => reason === "NotExpressible"));
    assert.ok((await eventsOf("ranged")).every(({ source }) => source.component === "sweetcomb"));
  });

  it("has the policies of attached pods as access control lists, and follows labels of pods", async () => {
    await addInterface("pod-web");
    await apply(
      pod("web", { app: "web" }, { "sweetcomb.io/interface": "pod-web" }, nodeName),
      pod("db", { app: "other" }, {}, "elsewhere"),
      {
        apiVersion: "networking.k8s.io/v1",
        kind: "NetworkPolicy",
        metadata: { namespace, name: "web" },
        spec: {
          podSelector: { matchLabels: { app: "web" } },
          ingress: [{ from: [{ podSelector: { matchLabels: { app: "db" } } }] }],
        },
      } as KubernetesObject,
    );
    await setAddress("web", "10.1.0.1");
    await setAddress("db", "10.2.0.1");
    await until(async () => (await rules()) > 0);
    const before = await rules();
    await kubectl(["-n", namespace, "label", "--overwrite", "pod/db", "app=db"]);
    await until(async () => (await rules()) > before);
    await kubectl(["-n", namespace, "delete", "networkpolicy/web"]);
    await until(async () => (await rules()) === 0);
    await kubectl(["-n", namespace, "delete", "--force", "--grace-period=0", "pod/web", "pod/db"]);
  });

  it("denies what a policy of an administrator may deny that it cannot read, and says so", async () => {
    await addInterface("pod-guarded");
    await apply(pod("guarded", {}, { "sweetcomb.io/interface": "pod-guarded" }, nodeName));
    await setAddress("guarded", "10.1.0.9");
    const from = (...ends: readonly unknown[]) => adminPolicy(namespace, [{ action: "Deny", from: ends }]);
    const ingress = async () => {
      const list =
        "/restconf/ds/sweetcomb-datastores:kubernetes/sweetcomb-network-policy:network-policies/admin-policy";
      const { status, body } = await curl(server, { path: `${list}=admin,${namespace}` });
      return status === 200 ? JSON.parse(body)["sweetcomb-network-policy:admin-policy"][0].ingress : undefined;
    };
    await apply(from("everybody"));
    await until(async () => (await rules()) > 0);
    assert.deepEqual(await ingress(), [{ index: 1, action: "deny", "any-peer": true, "any-port": true }]);
    const told = async () =>
      JSON.parse(await kubectl(["-n", "default", "get", "events", "-o", "json"])).items.filter(
        (event: { involvedObject: { name: string } }) => event.involvedObject.name === namespace,
      );
    await until(async () => (await told()).some(({ reason }: { reason: string }) => reason === "InvalidObject"));
    await apply(from({ networks: ["192.0.2.0/24"] }));
    await until(async () => JSON.stringify(await ingress()).includes("192.0.2.0/24"));
    await kubectl(["delete", "adminnetworkpolicies", namespace]);
    await until(async () => (await rules()) === 0);
    await kubectl(["-n", namespace, "delete", "--force", "--grace-period=0", "pod/guarded"]);
  });

  it("stays as it was while the API server cannot be reached, and catches up with what has changed meanwhile", async () => {
    await apply(service("gone"), slice("gone", "10.1.0.7"));
    const address = await clusterIP("gone");
    await translated(address, 1);
    const watched = await metricIn(server, "watched_kinds");
    account.relay.isOpen = false;
    await kubectl(["-n", namespace, "delete", "service/gone", "endpointslice/gone-1"]);
    await apply(service("late"), slice("late", "10.1.0.7"));
    await until(async () => (await metricIn(server, "watched_kinds")) === 0);
    await translated(address, 1);
    account.relay.isOpen = true;
    await translated(await clusterIP("late"), 1);
    await translated(address, undefined);
    await until(async () => (await metricIn(server, "watched_kinds")) === watched);
  });

  it("stays as it was while its token is none, and goes on with the next one", async () => {
    await until(async () => (await entry("web")) !== undefined);
    await account.setToken("expired");
    try {
      account.relay.cut();
      await apply(service("later"), slice("later", "10.1.0.8"));
      await until(() => server.log().includes("was answered with 401: Unauthorized"));
      assert.notEqual(await entry("web"), undefined);
    } finally {
      await account.setToken(null);
    }
    await translated(await clusterIP("later"), 1);
  });

  it("gives addresses on another node when the one that did so is killed", async () => {
    const other = await startServerProcess(wordsFor(`${nodeName}-b`));
    try {
      await server.stop("SIGKILL");
      await apply(service("second", { type: "LoadBalancer" }));
      await until(async () => (await ingressOf("second")).includes("198.51.100."));
      assert.ok((await holder()).startsWith(`${nodeName}-b_`));
    } finally {
      await other.dispose();
      server = await server.restart();
    }
  });

  it(`has ${MANY} services, listed in pages after a restart, and one change among them`, async () => {
    const api = rawApi(adminConfig());
    const numbers = Array.from({ length: MANY }, (_, index) => index);
    for (let first = 0; first < MANY; first += AT_A_TIME) {
      const made = numbers
        .slice(first, first + AT_A_TIME)
        .flatMap((index) => [
          api.ask("POST", `/api/v1/namespaces/${namespace}/services`, service(`many-${index}`)),
          api.ask(
            "POST",
            `/apis/discovery.k8s.io/v1/namespaces/${namespace}/endpointslices`,
            slice(`many-${index}`, `10.3.${index >> 8}.${index & 255}`),
          ),
        ]);
      for (const { status, body } of await Promise.all(made)) assert.equal(status, 201, JSON.stringify(body));
    }
    const count = async () => (await translationsIn(server.vppSocket)).length;
    await until(async () => (await count()) >= MANY);
    const before = await count();
    account.relay.cut();
    server = await server.restart();
    await setEndpoints("many-7", "10.3.0.7", "10.4.0.7");
    await translated(await clusterIP("many-7"), 2);
    assert.equal(await count(), before);
  });
});

async function metricIn({ healthPort }: ServerProcess, name: string): Promise<number> {
  const text = await (await fetch(`http://127.0.0.1:${healthPort}/metrics`)).text();
  return Number(new RegExp(`^sweetcomb_kubernetes_${name} (\\d+)$`, "m").exec(text)?.[1]);
}

/** Paths of what an object should have and has not. */
function missingIn(actual: unknown, wanted: unknown, path = ""): readonly string[] {
  if (typeof wanted !== "object" || wanted === null) return actual === wanted ? [] : [path];
  if (typeof actual !== "object" || actual === null) return Object.keys(wanted).length === 0 ? [] : [path];
  return Object.entries(wanted).flatMap(([name, value]) =>
    missingIn((actual as Record<string, unknown>)[name], value, `${path}/${name}`),
  );
}
