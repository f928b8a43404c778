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
  readonly "health-check-port"?: number;
  readonly "traffic-distribution"?: TrafficDistribution;
  readonly port?: readonly ServicePort[];
}

export interface ProxyNode {
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
export const SERVICE_PATH = "/sweetcomb-service-proxy:service-proxy/service";

export function isIpv6(address: string): boolean {
  return address.includes(":");
}
