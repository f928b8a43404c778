/** A Service with its EndpointSlices as an entry of sweetcomb-service-proxy. */

import { addressesOf, familyOf, prefixOf } from "../addresses.js";
import type { EntryValue } from "../entry.js";
import type { EndpointSlice, Service, ServicePort } from "../objects.js";
import { endpointsOf } from "./endpoints.js";

/** What is proxied by somebody else, and what a headless controller has marked (as kube-proxy selects services). */
const FOREIGN_LABELS = ["service.kubernetes.io/service-proxy-name", "service.kubernetes.io/headless"];
/** What `loadBalancerSourceRanges` was before it was a field. */
const SOURCE_RANGES_ANNOTATION = "service.beta.kubernetes.io/load-balancer-source-ranges";
const DEFAULT_AFFINITY_TIMEOUT_S = 10_800;
/** PreferClose is the older word for PreferSameZone. */
const DISTRIBUTIONS = new Map([
  ["PreferClose", "same-zone"],
  ["PreferSameZone", "same-zone"],
  ["PreferSameNode", "same-node"],
]);

/**
 * The entry; undefined when nothing is served: headless and ExternalName services, those without an address yet, and those of
 * another proxy.
 * @param slices those that name the service, in any order
 * @param tell hears of what is left out because it makes no sense
 */
export function serviceEntry(
  service: Service,
  slices: readonly EndpointSlice[],
  tell: (message: string) => void = () => undefined,
): EntryValue | undefined {
  const { metadata, spec = {} } = service;
  if (metadata?.namespace === undefined || metadata.name === undefined || !isServed(service)) return undefined;
  const clusterAddresses = addressesOf(spec.clusterIPs?.length ? spec.clusterIPs : [spec.clusterIP]);
  if (clusterAddresses.length === 0) return undefined;
  const external = addressesOf(spec.externalIPs ?? []);
  const families = new Set([...clusterAddresses, ...external].map(familyOf));
  const fitting = slices.filter(
    ({ addressType }) => (addressType === "IPv4" && families.has(4)) || (addressType === "IPv6" && families.has(6)),
  );
  return {
    namespace: metadata.namespace,
    name: metadata.name,
    "cluster-address": clusterAddresses,
    ...(external.length > 0 && { "external-address": external }),
    ...loadBalancer(service, tell),
    ...(spec.internalTrafficPolicy === "Local" && { "internal-traffic-policy": "local" }),
    ...(isReachedFromOutside(service) &&
      spec.externalTrafficPolicy === "Local" && { "external-traffic-policy": "local" }),
    ...clientAffinity(service),
    ...trafficDistribution(service),
    port: portsOf(service, fitting, tell),
  };
}

function isServed({ metadata, spec = {} }: Service): boolean {
  if (spec.type === "ExternalName" || spec.clusterIP === "None" || spec.clusterIPs?.[0] === "None") return false;
  return !FOREIGN_LABELS.some((label) => metadata?.labels?.[label] !== undefined);
}

function isReachedFromOutside({ spec = {} }: Service): boolean {
  return spec.type === "NodePort" || spec.type === "LoadBalancer" || (spec.externalIPs ?? []).length > 0;
}

/** Addresses with ipMode "Proxy" are those of a load balancer that comes to the node ports by itself. */
function loadBalancer(service: Service, tell: (message: string) => void): object {
  const { spec = {}, status } = service;
  if (spec.type !== "LoadBalancer") return {};
  const ingress = (status?.loadBalancer?.ingress ?? []).filter(({ ipMode = "VIP" }) => ipMode === "VIP");
  const addresses = addressesOf(ingress.map(({ ip }) => ip));
  const ranges = sourceRanges(service);
  const prefixes = ranges.map(prefixOf).filter((prefix) => prefix !== undefined);
  if (prefixes.length < ranges.length) tell("some of its load balancer source ranges are no prefixes");
  // Ranges that nobody can read must not let everybody in.
  const isClosed = ranges.length > 0 && prefixes.length === 0;
  const healthPort = spec.externalTrafficPolicy === "Local" ? spec.healthCheckNodePort : undefined;
  return {
    ...(addresses.length > 0 && !isClosed && { "load-balancer-address": addresses }),
    ...(prefixes.length > 0 && { "source-range": [...new Set(prefixes)] }),
    ...(isPort(healthPort) && { "health-check-port": healthPort }),
  };
}

function sourceRanges({ metadata, spec }: Service): readonly string[] {
  const given = spec?.loadBalancerSourceRanges;
  if (given?.length) return given;
  const annotated = metadata?.annotations?.[SOURCE_RANGES_ANNOTATION] ?? "";
  return annotated.split(",").filter((range) => range.trim() !== "");
}

function clientAffinity({ spec = {} }: Service): object {
  if (spec.sessionAffinity !== "ClientIP") return {};
  return {
    "client-affinity": { timeout: spec.sessionAffinityConfig?.clientIP?.timeoutSeconds ?? DEFAULT_AFFINITY_TIMEOUT_S },
  };
}

/** What nobody knows is no preference: the API may get further words. */
function trafficDistribution({ spec = {} }: Service): object {
  const distribution = DISTRIBUTIONS.get(spec.trafficDistribution ?? "");
  return distribution === undefined ? {} : { "traffic-distribution": distribution };
}

function portsOf(
  service: Service,
  slices: readonly EndpointSlice[],
  tell: (message: string) => void,
): readonly object[] {
  const ports = new Map<string, object>();
  const hasNodePorts = service.spec?.type === "NodePort" || service.spec?.type === "LoadBalancer";
  for (const port of service.spec?.ports ?? []) {
    const protocol = protocolOf(port);
    if (protocol === undefined || !isPort(port.port)) {
      tell(`port ${port.name ?? port.port} is none that can be served`);
      continue;
    }
    const endpoint = endpointsOf(slices, port.name ?? "", protocol);
    ports.set(`${protocol} ${port.port}`, {
      protocol,
      number: port.port,
      ...(port.name !== undefined && port.name !== "" && { name: port.name }),
      ...(hasNodePorts && isPort(port.nodePort) && { "node-port": port.nodePort }),
      ...(endpoint.length > 0 && { endpoint }),
    });
  }
  return [...ports.values()];
}

function protocolOf({ protocol = "TCP" }: ServicePort): "tcp" | "udp" | "sctp" | undefined {
  return protocol === "TCP" || protocol === "UDP" || protocol === "SCTP" ? lowered[protocol] : undefined;
}

const lowered = { TCP: "tcp", UDP: "udp", SCTP: "sctp" } as const;

function isPort(port: number | undefined): port is number {
  return port !== undefined && Number.isInteger(port) && port >= 1 && port <= 65_535;
}
