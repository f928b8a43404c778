/** What routers shall be told is reached through this machine, of one service or of its own pods. An interface for BGP. */

import type { Inputs } from "../incremental.js";
import { nodeOf } from "../services/node.js";
import {
  type Announced,
  addressOf,
  CLUSTER_NODE_PATH,
  type ClusterNode,
  isIpv6,
  type ProxyNode,
  SERVICE_PATH,
  type Service,
} from "../services/service.js";
import { type ServiceParts, stateOfService } from "../services/service-state.js";

/** As the model has it (RFC 7951). */
export interface Announcement {
  readonly prefix: string;
  readonly "next-hop": string;
  readonly reason: Announced;
}

/** What is announced where the settings do not say it. */
const defaults: readonly Announced[] = ["pod-prefix", "external-address", "load-balancer-address"];

/**
 * The addresses of a service that are served here. Under the local policy that is where endpoints are.
 * @param path instance path of the service
 */
export function announcementsOfService(path: string, parts: ServiceParts): readonly Announcement[] {
  const service = parts.held.get(SERVICE_PATH, path) as Service | undefined;
  if (service === undefined) return [];
  const node = nodeOf(parts.held);
  const frontends = stateOfService(path, parts)?.frontend ?? [];
  const served = new Set(frontends.flatMap((frontend) => (frontend.served ? [frontend.address] : [])));
  return addressesOf(service, node)
    .filter(([address]) => served.has(address))
    .flatMap(([address, reason]) => announced(`${address}/${isIpv6(address) ? 128 : 32}`, reason, node));
}

/**
 * The addresses of this machine's pods.
 * @param path instance path of the machine in the cluster
 */
export function announcementsOfNode(path: string, inputs: Inputs): readonly Announcement[] {
  const found = inputs.get(CLUSTER_NODE_PATH, path) as ClusterNode | undefined;
  const node = nodeOf(inputs);
  if (found === undefined || found.name !== node.name || node.role === "load-balancer") return [];
  return (found["pod-prefix"] ?? []).flatMap((prefix) => announced(prefix, "pod-prefix", node));
}

/** Without those that are the machine's own. */
function addressesOf(service: Service, { address: own = [] }: ProxyNode): readonly (readonly [string, Announced])[] {
  const kinds = ["cluster-address", "external-address", "load-balancer-address"] as const;
  return kinds.flatMap((kind) =>
    (service[kind] ?? []).flatMap((address) => (own.includes(address) ? [] : [[address, kind] as const])),
  );
}

function announced(prefix: string, reason: Announced, node: ProxyNode): readonly Announcement[] {
  const nextHop = addressOf(node.address, isIpv6(prefix) ? "ipv6" : "ipv4");
  const isWanted = (node.announce ?? defaults).includes(reason);
  return isWanted && nextHop !== undefined ? [{ prefix, "next-hop": nextHop, reason }] : [];
}
