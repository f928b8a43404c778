/** What a load balancer in front of the nodes is told: whether this node has endpoints of a service (healthCheckNodePort). */

import type { IncrementalDerivation } from "../incremental.js";
import { eligibleEndpoints } from "./endpoints.js";
import { nodeOf } from "./node.js";
import { SERVICE_PATH, type Service } from "./service.js";

export interface HealthCheck {
  readonly port: number;
  readonly namespace: string;
  readonly name: string;
  /** Addresses on this node that take connections. */
  readonly localEndpoints: number;
}

/**
 * The check that the service wants to have answered; undefined for none. Only where traffic stays on the node does it matter.
 * @param path instance path of the service
 */
export function healthCheckOf(path: string, { held }: Pick<IncrementalDerivation, "held">): HealthCheck | undefined {
  const service = held.get(SERVICE_PATH, path) as Service | undefined;
  const port = service?.["health-check-port"];
  if (service === undefined || port === undefined || service["external-traffic-policy"] !== "local") return undefined;
  const { namespace, name, port: ports = [] } = service;
  const local = ports.flatMap(({ endpoint = [] }) => eligibleEndpoints(endpoint, { policy: "local" }, nodeOf(held)));
  // Endpoints that are about to end get no new clients of a load balancer.
  const ready = local.filter((endpoint) => endpoint.ready !== false);
  return { port, namespace, name, localEndpoints: new Set(ready.map(({ address }) => address)).size };
}
