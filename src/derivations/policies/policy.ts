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

/** A rule of an administrator: of all rules in order the first that fits decides. */
export interface AdminRule extends PolicyRule {
  readonly action: "allow" | "deny" | "pass";
}

/** "admin" comes before network policies, "baseline" behind them. */
export interface AdminPolicyName {
  readonly tier: "admin" | "baseline";
  readonly name: string;
}

export interface AdminPolicy extends AdminPolicyName {
  /** The lowest comes first. */
  readonly priority?: number;
  readonly ingress?: readonly AdminRule[];
  readonly egress?: readonly AdminRule[];
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
  readonly "admin-policy"?: readonly AdminPolicyName[];
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
export const ADMIN_POLICY_PATH = `${top}/admin-policy`;
export const POLICY_POD_PATH = `${top}/pod`;

/** Instance path of a policy. */
export function policyPath({ namespace, name }: PolicyName): string {
  return `${POLICY_PATH}[namespace='${namespace}'][name='${name}']`;
}

/** Instance path of a policy of administrators. */
export function adminPolicyPath({ tier, name }: AdminPolicyName): string {
  return `${ADMIN_POLICY_PATH}[tier='${tier}'][name='${name}']`;
}
