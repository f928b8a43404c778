/** Policies and the pods that they select, as sweetcomb-network-policy holds them (RFC 7951). */

export interface PolicyRule {
  readonly index: number;
  readonly "any-peer"?: boolean;
  readonly peer?: readonly Peer[];
  readonly "any-port"?: boolean;
  readonly port?: readonly PolicyPort[];
}

export interface Peer {
  readonly prefix: string;
  readonly except?: readonly string[];
}

export interface PolicyPort {
  readonly protocol: "tcp" | "udp" | "sctp";
  /** 0 is all ports of the protocol. */
  readonly first: number;
  readonly last?: number;
}

/** Directions are those of the pod: ingress is what comes to it. */
export type Direction = "ingress" | "egress";

export interface Policy {
  readonly namespace: string;
  readonly name: string;
  readonly ingress?: readonly PolicyRule[];
  readonly egress?: readonly PolicyRule[];
}

export interface PolicyName {
  readonly namespace: string;
  readonly name: string;
}

export interface PolicyPod extends PolicyName {
  readonly interface: string;
  readonly address?: readonly string[];
  readonly "ingress-policy"?: readonly PolicyName[];
  readonly "egress-policy"?: readonly PolicyName[];
}

export interface PolicySettings {
  readonly view?: "real" | "virtual";
  readonly "sctp-ports"?: "widen" | "deny";
  readonly "node-address"?: readonly string[];
  readonly uplink?: readonly string[];
}

const top = "/sweetcomb-network-policy:network-policies";
export const SETTINGS_PATH = `${top}/settings`;
export const POLICY_PATH = `${top}/policy`;
export const POLICY_POD_PATH = `${top}/pod`;

/** Instance path of a policy. */
export function policyPath({ namespace, name }: PolicyName): string {
  return `${POLICY_PATH}[namespace='${namespace}'][name='${name}']`;
}
