/** The addresses and ports on which a service is reached here, and who answers on each. */

import { eligibleEndpoints } from "./endpoints.js";
import { type Endpoint, isIpv6, type Protocol, type ProxyNode, type Service, type ServicePort } from "./service.js";

export interface Frontend {
  readonly address: string;
  readonly protocol: Protocol;
  readonly port: number;
  /** Of the frontend's family, each address and port once. */
  readonly endpoints: readonly Endpoint[];
  /** The address is the node's own: other ports of it are none of our business. */
  readonly shared: boolean;
  /** Connections to endpoints elsewhere get this source, so that the answers come back through here. */
  readonly source: string | undefined;
  /** A client stays with its endpoint. */
  readonly affinity: boolean;
}

/** Every frontend of a service, also those that nobody answers on. */
export function frontendsOf(service: Service, node: ProxyNode): readonly Frontend[] {
  return (service.port ?? []).flatMap((port) => [
    ...(service["cluster-address"] ?? []).map((address) => clusterFrontend(service, port, address, node)),
    ...externalAddresses(service).map((address) => externalFrontend(service, port, address, port.number, node)),
    ...nodePortFrontends(service, port, node),
  ]);
}

/** Load balancer addresses with a source range are left out: none of the data planes can look at the client first. */
function externalAddresses(service: Service): readonly string[] {
  const balanced = isRestricted(service) ? [] : (service["load-balancer-address"] ?? []);
  return [...new Set([...(service["external-address"] ?? []), ...balanced])];
}

/** Whether the service's load balancer addresses are for some clients only. */
export function isRestricted({ "source-range": ranges = [] }: Service): boolean {
  return ranges.length > 0 && !ranges.some((range) => range.endsWith("/0"));
}

function clusterFrontend(service: Service, port: ServicePort, address: string, node: ProxyNode): Frontend {
  const policy = service["internal-traffic-policy"] ?? "cluster";
  return {
    ...frontend(service, port, address, port.number, node),
    endpoints: familyEndpoints(eligibleEndpoints(port.endpoint ?? [], policy, node), address),
  };
}

function externalFrontend(
  service: Service,
  port: ServicePort,
  address: string,
  number: number,
  node: ProxyNode,
): Frontend {
  const policy = service["external-traffic-policy"] ?? "cluster";
  const sameFamily = (node.address ?? []).find((own) => isIpv6(own) === isIpv6(address));
  return {
    ...frontend(service, port, address, number, node),
    endpoints: familyEndpoints(eligibleEndpoints(port.endpoint ?? [], policy, node), address),
    source: policy === "local" ? undefined : sameFamily,
  };
}

function nodePortFrontends(service: Service, port: ServicePort, node: ProxyNode): readonly Frontend[] {
  const number = port["node-port"];
  if (number === undefined) return [];
  return (node.address ?? []).map((address) => externalFrontend(service, port, address, number, node));
}

function frontend(
  service: Service,
  { protocol }: ServicePort,
  address: string,
  port: number,
  node: ProxyNode,
): Frontend {
  return {
    address,
    protocol,
    port,
    endpoints: [],
    shared: (node.address ?? []).includes(address),
    source: undefined,
    affinity: service["client-affinity"] !== undefined,
  };
}

function familyEndpoints(endpoints: readonly Endpoint[], address: string): readonly Endpoint[] {
  const found = new Map<string, Endpoint>();
  for (const endpoint of endpoints) {
    if (isIpv6(endpoint.address) === isIpv6(address)) found.set(`${endpoint.address} ${endpoint.port}`, endpoint);
  }
  return [...found.values()];
}
