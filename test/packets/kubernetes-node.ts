/**
 * A node of a Kubernetes cluster: the API server of the tests, the real server that follows it, and a real VPP between pods, a pod of
 * another node and a client outside.
 */

import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connectVpp } from "vpp-binapi-ts";
import { CnatSessionPurge } from "vpp-binapi-ts/api";
import type {
  AdminNetworkPolicy,
  KubernetesObject,
  Labels,
  NetworkPolicy,
  Service,
} from "../../src/kubernetes/objects.js";
import { ApiServer } from "../kubernetes/api-server.js";
import * as a from "../southbound/configurations.js";
import { curl } from "../support/clients.js";
import { type ServerProcess, startServerProcess } from "../support/server-process.js";
import { Host } from "./host.js";
import { port, portOf } from "./lab.js";

/** Addresses of the network; pods of this node are below 10.1.0.0/16, those of the other one below 10.2.0.0/16. */
export const at = {
  node: "192.0.2.254",
  otherNode: "192.0.2.2",
  far: "10.2.0.1",
  client: "198.51.100.1",
  gateway: "169.254.1.1",
  twiceNat: "192.0.2.253",
} as const;

/** What every pod serves, over UDP and TCP, with its name. */
export const servedPort = 8080;

const namespace = "shop";
const nodeName = "here";

export type DataPlane = "cnat" | "nat44-ed";

export interface PodOptions {
  readonly address: string;
  readonly labels?: Labels;
  /** Default "shop". */
  readonly namespace?: string;
}

export class KubernetesNode {
  readonly #api = new ApiServer();
  readonly #folder = mkdtempSync(join(tmpdir(), "sweetcomb-node-"));
  readonly #hosts: Host[] = [];
  readonly #pods: Host[] = [];
  #server: ServerProcess | undefined;
  #far: Host | undefined;
  #client: Host | undefined;

  /** Resolves when the uplinks forward. @param vppSocket API socket of a VPP that nobody needs */
  static async start(vppSocket: string, dataPlane: DataPlane): Promise<KubernetesNode> {
    const node = new KubernetesNode(dataPlane);
    try {
      await node.#start(vppSocket);
      return node;
    } catch (failure) {
      await node.close();
      throw failure;
    }
  }

  private constructor(readonly dataPlane: DataPlane) {}

  /** The pod of another node, which serves as all do; its name and its label "app" are "far". */
  get far(): Host {
    return this.#far!;
  }

  /** Outside of the cluster. */
  get client(): Host {
    return this.#client!;
  }

  /** Creates or replaces objects; those of namespaces are in "shop" unless they say another one. */
  put(...objects: readonly KubernetesObject[]): void {
    for (const object of objects) this.#api.put(object);
  }

  remove(kind: string, name: string): void {
    this.#api.remove(kind, isOfNoNamespace(kind) ? "" : namespace, name);
  }

  /** Gives a pod of "shop" these labels beside "app". */
  relabel(name: string, labels: Labels): void {
    const isMeant = ({ metadata }: KubernetesObject) => metadata?.name === name && metadata.namespace === namespace;
    const pod = this.#api.objects("Pod").find(isMeant)!;
    this.put({ ...pod, metadata: { ...pod.metadata, labels: { app: name, ...labels } } });
  }

  /** Whether an Event about an object has been written, whose message has this in it. */
  hasTold(name: string, part: RegExp): boolean {
    const events = this.#api.objects("Event") as unknown as { involvedObject: { name: string }; message: string }[];
    return events.some(({ involvedObject, message }) => involvedObject.name === name && part.test(message));
  }

  /** A pod of this node: its object, its network namespace and its servers. Its interface is that of `podInterface`. */
  async pod(name: string, options: PodOptions): Promise<Host> {
    const { address } = options;
    const host = await Host.start(name, { addresses: [`${address}/32`] });
    this.#hosts.push(host);
    this.#pods.push(host);
    host.ip("route", "add", at.gateway, "dev", "eth0", "scope", "link");
    host.ip("route", "add", "default", "via", at.gateway);
    await this.#configure();
    this.put(podObject(name, options, nodeName, { "sweetcomb.io/interface": portOf(host) }));
    await serve(host, name, address);
    // The node reaches its pods always; VPP drops the first packet to a neighbour that it does not know.
    await host.ping(at.gateway);
    return host;
  }

  /** Ends the server, and takes away what it has made. */
  async close(): Promise<void> {
    await this.#api.stop();
    const server = this.#server;
    if (server !== undefined) {
      const derived = OF_KUBERNETES.map((top) => `ds/sweetcomb-datastores:kubernetes/${top}`);
      const configured = OF_OPERATOR.map((top) => `data/${top}`);
      for (const path of [...derived, ...configured]) {
        await curl(server, { method: "DELETE", path: `/restconf/${path}` });
      }
      await server.dispose();
    }
    for (const host of this.#hosts) host.close();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  async #start(vppSocket: string): Promise<void> {
    this.#api.hasDefinitions = true;
    await this.#api.start();
    const kubeconfig = join(this.#folder, "kubeconfig");
    writeFileSync(kubeconfig, this.#api.kubeconfig);
    this.put(
      { kind: "Namespace", metadata: { name: namespace, labels: { name: namespace } } },
      nodeObject(nodeName, at.node, "10.1.0.0/16"),
      nodeObject("there", at.otherNode, "10.2.0.0/16"),
      podObject("far", { address: at.far }, "there", {}),
    );
    this.#far = await this.#host("far", { addresses: [`${at.otherNode}/24`, `${at.far}/32`] });
    this.#far.ip("route", "add", "10.1.0.0/16", "via", at.node, "src", at.far);
    this.#client = await this.#host("client", { addresses: [`${at.client}/24`], gateway: "198.51.100.254" });
    await serve(this.#far, "far", at.far);
    await forgetConnections(vppSocket);
    const settings = join(this.#folder, "settings.json");
    const uplinks = [this.far, this.client].map(portOf);
    const ofNat = { twiceNatAddress: at.twiceNat, uplinks };
    writeFileSync(
      settings,
      JSON.stringify({ kubernetes: { dataPlane: this.dataPlane, ...(this.dataPlane === "nat44-ed" && ofNat) } }),
    );
    const words = ["--vpp-socket", vppSocket, "--kubeconfig", kubeconfig, "--node-name", nodeName];
    words.push("--config", settings);
    this.#server = await startServerProcess(words);
    await this.#configure();
    await this.#far.ping(at.node);
    await this.#client.ping(at.node);
  }

  async #host(name: string, options: Parameters<typeof Host.start>[1]): Promise<Host> {
    const host = await Host.start(name, options);
    this.#hosts.push(host);
    return host;
  }

  /** What an operator configures: the uplinks, the interfaces that pods are attached to, and the way to the other node's pods. */
  async #configure(): Promise<void> {
    const uplinks = [this.far, this.client];
    const document = {
      ...a.interfaces(
        port(this.far, a.addresses(`${at.node}/24`)),
        port(this.client, a.addresses("198.51.100.254/24")),
        a.loopback("gateway", a.addresses(`${at.gateway}/32`)),
        ...this.#pods.map((pod) => port(pod, { "sweetcomb-interfaces:unnumbered-to": "gateway" })),
      ),
      ...a.routing(a.staticRoutes("nodes", { "10.2.0.0/16": { "next-hop-address": at.otherNode } })),
      ...translated[this.dataPlane](uplinks.map(portOf)),
    };
    const body = JSON.stringify({ "ietf-restconf:data": document });
    const written = await curl(this.#server!, { method: "PATCH", path: "/restconf/data", body });
    assert.ok(written.status < 300, written.body);
  }
}

const OF_KUBERNETES = [
  "sweetcomb-service-proxy:service-proxy",
  "sweetcomb-network-policy:network-policies",
  "sweetcomb-pod:pods",
] as const;

/** What the data plane has to know of the uplinks. */
const translated: Readonly<Record<DataPlane, (uplinks: readonly string[]) => object>> = {
  cnat: (uplinks) => ({ "sweetcomb-cnat:cnat": { interface: uplinks.map((name) => ({ name })) } }),
  "nat44-ed": (uplinks) => {
    const pool = { "pool-id": 1, "external-ip-pool": `${at.twiceNat}/32`, "sweetcomb-nat:twice-nat": true };
    const instance = {
      id: 1,
      type: "ietf-nat:napt44",
      "sweetcomb-nat:nat44": { processing: "endpoint-dependent", forwarding: true },
      policy: [{ id: 1, "external-ip-address-pool": [pool] }],
      "sweetcomb-nat:interface": uplinks.map((name) => ({ interface: name, outside: true })),
    };
    return { "ietf-nat:nat": { instances: { instance: [instance] } } };
  },
};

const OF_OPERATOR = [
  "sweetcomb-cnat:cnat",
  "ietf-nat:nat",
  "ietf-routing:routing",
  "ietf-interfaces:interfaces",
] as const;

/** A service at port 80, whose endpoints are pods by name and address. */
export function service(name: string, spec: NonNullable<Service["spec"]>): KubernetesObject {
  const ports = ["TCP", "UDP"].map((protocol) => ({ name: protocol.toLowerCase(), protocol, port: 80 }));
  return { kind: "Service", metadata: { namespace, name }, spec: { ports, ...spec } } as KubernetesObject;
}

/** The endpoints of a service, by the addresses of pods. */
export function slice(of: string, ...addresses: readonly string[]): KubernetesObject {
  const labels = { "kubernetes.io/service-name": of };
  const ports = ["TCP", "UDP"].map((protocol) => ({ name: protocol.toLowerCase(), protocol, port: servedPort }));
  const endpoints = addresses.map((address) => ({
    addresses: [address],
    conditions: { ready: true },
    nodeName: address === at.far ? "there" : nodeName,
  }));
  const metadata = { namespace, name: `${of}-1`, labels };
  return { kind: "EndpointSlice", metadata, addressType: "IPv4", ports, endpoints } as KubernetesObject;
}

/** A policy of the namespace "shop". */
export function policy(name: string, spec: NonNullable<NetworkPolicy["spec"]>): NetworkPolicy {
  return { kind: "NetworkPolicy", metadata: { namespace, name }, spec };
}

/** A policy of administrators for pods of "shop". */
export function adminPolicy(
  name: string,
  spec: NonNullable<AdminNetworkPolicy["spec"]>,
  kind: "AdminNetworkPolicy" | "BaselineAdminNetworkPolicy" = "AdminNetworkPolicy",
): AdminNetworkPolicy {
  return { kind, metadata: { name }, spec };
}

/** Pods of "shop" with this label "app", as such policies name them. */
export function shopApp(app: string) {
  const namespaceSelector = { matchLabels: { name: namespace } };
  return { pods: { namespaceSelector, podSelector: { matchLabels: { app } } } };
}

/** Pods with this label "app". */
export function app(name: string) {
  return { podSelector: { matchLabels: { app: name } } };
}

function podObject(
  name: string,
  { address, labels = {}, namespace: own = namespace }: PodOptions,
  node: string,
  annotations: Labels,
): KubernetesObject {
  return {
    kind: "Pod",
    metadata: { namespace: own, name, labels: { app: name, ...labels }, annotations },
    spec: { nodeName: node, containers: [{ ports: [{ name: "served", containerPort: servedPort }] }] },
    status: { phase: "Running", podIPs: [{ ip: address }] },
  } as KubernetesObject;
}

function nodeObject(name: string, address: string, podCIDR: string): KubernetesObject {
  const status = { addresses: [{ type: "InternalIP", address }] };
  return { kind: "Node", metadata: { name }, spec: { podCIDR }, status } as KubernetesObject;
}

function isOfNoNamespace(kind: string): boolean {
  return ["Namespace", "Node", "AdminNetworkPolicy", "BaselineAdminNetworkPolicy"].includes(kind);
}

/** VPP remembers connections when their translations have gone, and those of an earlier scenario lead elsewhere. */
async function forgetConnections(socketPath: string): Promise<void> {
  const vpp = await connectVpp({ socketPath, name: "somebody else" });
  await vpp.call(CnatSessionPurge, {});
  await vpp.close();
}

async function serve(host: Host, name: string, address: string): Promise<void> {
  await host.serve(name, servedPort, address);
  await host.serveLines(name, servedPort);
}
