/** A service and the node that serves it, as sweetcomb-service-proxy holds them (RFC 7951). */

export type Protocol = "tcp" | "udp" | "sctp";
export type TrafficPolicy = "cluster" | "local";
/** Which endpoints are preferred. */
export type TrafficDistribution = "same-zone" | "same-node";

export interface Endpoint {
  readonly address: string;
  readonly port: number;
  readonly node?: string;
  readonly zone?: string;
  readonly weight?: number;
  readonly ready?: boolean;
  readonly serving?: boolean;
  readonly terminating?: boolean;
  readonly "for-zone"?: readonly string[];
  readonly "for-node"?: readonly string[];
}

export interface ServicePort {
  readonly protocol: Protocol;
  readonly number: number;
  readonly name?: string;
  readonly "node-port"?: number;
  readonly endpoint?: readonly Endpoint[];
}

export interface Service {
  readonly namespace: string;
  readonly name: string;
  readonly "cluster-address"?: readonly string[];
  readonly "external-address"?: readonly string[];
  readonly "load-balancer-address"?: readonly string[];
  readonly "source-range"?: readonly string[];
  readonly "internal-traffic-policy"?: TrafficPolicy;
  readonly "external-traffic-policy"?: TrafficPolicy;
  readonly "client-affinity"?: { readonly timeout?: number };
  /** By which endpoints know the virtual address, with L3DSR. */
  readonly dscp?: number;
  readonly "health-check-port"?: number;
  readonly "traffic-distribution"?: TrafficDistribution;
  readonly port?: readonly ServicePort[];
}

/** What this VPP is to the cluster. */
export interface ProxySettings {
  readonly role?: "node" | "load-balancer" | "vrouter";
  readonly "pod-routes"?: "ipip" | "direct" | "none";
  readonly "direct-server-return"?: "maglev" | "gre" | "l3dsr" | "ipip";
  readonly announce?: readonly Announced[];
  readonly "load-balancer"?: LoadBalancerSettings;
}

export type Announced = "pod-prefix" | "cluster-address" | "external-address" | "load-balancer-address";

export interface LoadBalancerSettings {
  /** Those in front of the machines of the cluster. */
  readonly address?: readonly string[];
  /** Of a load balancer: interfaces through which clients come. */
  readonly uplink?: readonly string[];
  /** The load balancers in front look at clients. */
  readonly "guards-source-ranges"?: boolean;
  readonly encapsulation?: "by-family" | "gre4" | "gre6";
  readonly "new-flows-table-length"?: number;
  readonly "sticky-buckets-per-core"?: number;
  /** Seconds. */
  readonly "flow-timeout"?: number;
}

/** A machine of the cluster. */
export interface ClusterNode {
  readonly name: string;
  readonly address?: readonly string[];
  readonly "pod-prefix"?: readonly string[];
  readonly "takes-traffic"?: boolean;
}

/** The machine on which this VPP runs, and what it is to the cluster. */
export interface ProxyNode extends ProxySettings {
  readonly name?: string;
  readonly zone?: string;
  readonly address?: readonly string[];
  readonly "pod-prefix"?: readonly string[];
  readonly "data-plane"?: "cnat" | "nat44-ed";
  /** Of nat44-ed: number of the instance, and the source of clients whose own one would not do. */
  readonly "nat-instance"?: number;
  readonly "twice-nat-address"?: string;
}

export const NODE_PATH = "/sweetcomb-service-proxy:service-proxy/node";
export const SETTINGS_PATH = "/sweetcomb-service-proxy:service-proxy/settings";
export const CLUSTER_NODE_PATH = "/sweetcomb-service-proxy:service-proxy/cluster-node";
export const SERVICE_PATH = "/sweetcomb-service-proxy:service-proxy/service";

export function isIpv6(address: string): boolean {
  return address.includes(":");
}

/** The first address of a family. */
export function addressOf(addresses: readonly string[] = [], family: "ipv4" | "ipv6"): string | undefined {
  return addresses.find((address) => isIpv6(address) === (family === "ipv6"));
}

/** Pods have addresses of services themselves and answer under them, without the translation of a node. */
export function podsAnswerThemselves(node: ProxyNode): boolean {
  const way = node["direct-server-return"] ?? "maglev";
  return node.role === "vrouter" && way !== "maglev";
}

/** What comes out of tunnels is translated too; nat44-ed would want them configured. */
export function translatesTunnels(node: ProxyNode): boolean {
  return node["data-plane"] !== "nat44-ed";
}

/** Endpoints of other machines answer clients that come here from outside. */
export function answersDirectly(node: ProxyNode): boolean {
  if (node.role !== "vrouter" || node.name === undefined) return false;
  return podsAnswerThemselves(node) || translatesTunnels(node);
}
