/** The addresses and ports on which a service is reached here, and who answers on each. */

import { eligibleEndpoints } from "./endpoints.js";
import {
  addressOf,
  answersDirectly,
  type Endpoint,
  isIpv6,
  type Protocol,
  type ProxyNode,
  type Service,
  type ServicePort,
  type TrafficDistribution,
  type TrafficPolicy,
} from "./service.js";
import { clientsOf, servesSomeClients } from "./source-ranges.js";

export interface Frontend {
  readonly address: string;
  readonly protocol: Protocol;
  readonly port: number;
  /** Those that take connections here: of the frontend's family, each address and port once. */
  readonly endpoints: readonly Endpoint[];
  /** All that the port has, of any family and state. */
  readonly known: readonly Endpoint[];
  /** Clients come from outside of the cluster. */
  readonly external: boolean;
  readonly policy: TrafficPolicy;
  readonly distribution: TrafficDistribution | undefined;
  /** The address is the node's own: other ports of it are none of our business. */
  readonly shared: boolean;
  /** Connections to endpoints elsewhere get this source, so that the answers come back through here. */
  readonly source: string | undefined;
  /** Endpoints of other machines answer the client themselves: packets go on to them unchanged. */
  readonly direct: boolean;
  /** Prefixes of the clients that a load balancer lets through; undefined: all. */
  readonly clients: readonly string[] | undefined;
  /** Of the service. */
  readonly dscp: number | undefined;
  /** How long a client stays with its endpoint after its last connection, in seconds; undefined: not at all. */
  readonly affinity: number | undefined;
}

/** Seconds, as the model has it by default. */
const AFFINITY_TIMEOUT = 10800;

/** Every frontend of a service, also those that nobody answers on. A load balancer has those that clients outside use. */
export function frontendsOf(service: Service, node: ProxyNode): readonly Frontend[] {
  const addresses = externalAddresses(service).filter(
    (address) => clientsOf(service, address) === undefined || servesSomeClients(node),
  );
  return (service.port ?? []).flatMap((port) => {
    const external = addresses.map((address) => externalFrontend(service, port, address, node));
    if (node.role === "load-balancer") return external;
    return [
      ...(service["cluster-address"] ?? []).map((address) => clusterFrontend(service, port, address, node)),
      ...external,
      ...nodePortFrontends(service, port, node),
    ];
  });
}

/** Those that clients outside use, served or not. */
export function externalAddresses(service: Service): readonly string[] {
  return [...new Set([...(service["external-address"] ?? []), ...(service["load-balancer-address"] ?? [])])];
}

function clusterFrontend(service: Service, port: ServicePort, address: string, node: ProxyNode): Frontend {
  const policy = service["internal-traffic-policy"] ?? "cluster";
  const place = { address, port: port.number, external: false, policy, source: undefined, direct: false };
  return frontend(service, port, place, node);
}

function externalFrontend(service: Service, port: ServicePort, address: string, node: ProxyNode): Frontend {
  const policy = service["external-traffic-policy"] ?? "cluster";
  const direct = answersDirectly(node) && !(node.address ?? []).includes(address);
  const source = policy === "local" || node.role === "load-balancer" ? undefined : sourceFor(address, node);
  return frontend(service, port, { address, port: port.number, external: true, policy, source, direct }, node);
}

function sourceFor(address: string, { address: own }: ProxyNode): string | undefined {
  return addressOf(own, isIpv6(address) ? "ipv6" : "ipv4");
}

function nodePortFrontends(service: Service, port: ServicePort, node: ProxyNode): readonly Frontend[] {
  const number = port["node-port"];
  if (number === undefined) return [];
  const served = (node.address ?? []).filter((address) => hasFamilyOf(service, address));
  return served.map((address) => {
    const place = { ...externalFrontend(service, port, address, node), port: number };
    // Between the machines of vrouters sources are not changed, so that pods elsewhere can answer clients themselves.
    return answersDirectly(node) ? frontend(service, port, { ...place, policy: "local" }, node) : place;
  });
}

/** A service has the families of its cluster addresses; without any it has both. */
function hasFamilyOf({ "cluster-address": addresses = [] }: Service, address: string): boolean {
  return addresses.length === 0 || addresses.some((own) => isIpv6(own) === isIpv6(address));
}

type Place = Pick<Frontend, "address" | "port" | "external" | "policy" | "source" | "direct">;

function frontend(service: Service, port: ServicePort, place: Place, node: ProxyNode): Frontend {
  const known = port.endpoint ?? [];
  const distribution = service["traffic-distribution"];
  const affinity = service["client-affinity"];
  return {
    ...place,
    protocol: port.protocol,
    distribution,
    known,
    endpoints: endpointsHere(ofFamily(known, place.address), place, distribution, node),
    shared: (node.address ?? []).includes(place.address),
    clients: node.role === "load-balancer" ? clientsOf(service, place.address) : undefined,
    dscp: service.dscp,
    affinity: affinity && (affinity.timeout ?? AFFINITY_TIMEOUT),
  };
}

/** A load balancer leads to all machines, and those that choose for each other have to choose among the same endpoints. */
function endpointsHere(
  known: readonly Endpoint[],
  { policy, direct }: Place,
  distribution: TrafficDistribution | undefined,
  node: ProxyNode,
): readonly Endpoint[] {
  if (node.role === "load-balancer" || (direct && policy === "cluster")) {
    return eligibleEndpoints(known, { policy: "cluster" }, {});
  }
  return eligibleEndpoints(known, { policy, distribution }, node);
}

/** The endpoints of an address's family, each address and port once. */
export function ofFamily(endpoints: readonly Endpoint[], address: string): readonly Endpoint[] {
  const found = new Map<string, Endpoint>();
  for (const endpoint of endpoints) {
    if (isIpv6(endpoint.address) === isIpv6(address)) found.set(`${endpoint.address} ${endpoint.port}`, endpoint);
  }
  return [...found.values()];
}
