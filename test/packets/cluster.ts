/** A node of a cluster: VPP between two pods, a pod of another node and a client outside. */

import * as a from "../southbound/configurations.js";
import type { Configuration } from "../translators/test-bed.js";
import type { Host } from "./host.js";
import { type Lab, portOf, routedPort } from "./lab.js";

/** Where the hosts are. The far pod is behind another node, which knows its neighbours and the way to this node's pods. */
export const at = {
  node: "192.0.2.254",
  pod: "10.1.1.1",
  other: "10.1.2.1",
  far: "10.2.0.1",
  farNode: "192.0.2.2",
  client: "198.51.100.1",
  cluster: "10.96.0.1",
} as const;

/** What all pods serve, over UDP and TCP, with their names. */
export const servedPort = 8080;

export type PodName = "pod" | "other" | "far";

export interface Cluster {
  readonly pod: Host;
  readonly other: Host;
  readonly far: Host;
  readonly client: Host;
  /** Makes this the content of the cluster's models, with the network of the node beside it. */
  configure(content: Configuration): Promise<void>;
}

export async function cluster({ bed, host }: Lab): Promise<Cluster> {
  const pod = await host("pod", { addresses: [`${at.pod}/24`], gateway: "10.1.1.254" });
  const other = await host("other", { addresses: [`${at.other}/24`], gateway: "10.1.2.254" });
  const far = await host("far", { addresses: [`${at.farNode}/24`, `${at.far}/32`] });
  far.ip("route", "add", "10.1.0.0/16", "via", at.node, "src", at.far);
  const client = await host("client", { addresses: [`${at.client}/24`], gateway: "198.51.100.254" });
  for (const [name, server] of Object.entries({ pod, other, far })) {
    await server.serve(name, servedPort, name === "far" ? at.far : "");
    await server.serveLines(name, servedPort);
  }
  const network = {
    ...a.interfaces(
      routedPort(pod, "10.1.1.254/24"),
      routedPort(other, "10.1.2.254/24"),
      routedPort(far, `${at.node}/24`),
      routedPort(client, "198.51.100.254/24"),
    ),
    "ietf-routing:routing": { "control-plane-protocols": { "control-plane-protocol": [routeToFarPods] } },
    "sweetcomb-cnat:cnat": translatedPorts({ pods: [pod, other], uplinks: [far, client] }),
  };
  await bed.configure(network);
  // VPP drops the first packet to a neighbour that it does not know, and keeps what it has decided about its flow.
  await pod.ping("10.1.1.254");
  await other.ping("10.1.2.254");
  await far.ping(at.node);
  // Not the gateway: an answer from any address but the node's would get the node's as its source.
  await client.ping(at.node);
  return { pod, other, far, client, configure: (content) => bed.configure({ ...network, ...content }) };
}

const routeToFarPods = {
  type: "ietf-routing:static",
  name: "nodes",
  "static-routes": {
    "ietf-ipv4-unicast-routing:ipv4": {
      route: [{ "destination-prefix": "10.2.0.0/24", "next-hop": { "next-hop-address": at.farNode } }],
    },
  },
};

/** Every interface translates in both directions; what neither comes from a pod nor goes to one gets the node's source. */
function translatedPorts({ pods, uplinks }: Readonly<Record<"pods" | "uplinks", readonly Host[]>>) {
  return {
    interface: [...pods, ...uplinks].map((each) => ({ name: portOf(each) })),
    "source-nat": {
      "ipv4-address": at.node,
      "on-interfaces-only": true,
      policy: "kubernetes",
      interface: pods.map((each) => ({ name: portOf(each), role: "pod" })),
    },
  };
}

/** Services, on this node. */
export function services(...list: readonly a.Member[]) {
  return {
    "sweetcomb-service-proxy:service-proxy": {
      node: { name: "here", address: [at.node], "pod-prefix": ["10.1.0.0/16", "10.2.0.0/16"] },
      service: list,
    },
  };
}

/** A service with UDP and TCP, both at port 80 and node port 30080. */
export function service(more: a.Member, ...endpoints: readonly PodName[]): a.Member {
  const endpoint = endpoints.map((name) => ({
    address: at[name],
    port: servedPort,
    node: name === "far" ? "there" : "here",
  }));
  const port = ["tcp", "udp"].map((protocol) => ({ protocol, number: 80, "node-port": 30080, endpoint }));
  return { namespace: "shop", name: "web", "cluster-address": [at.cluster], port, ...more };
}
