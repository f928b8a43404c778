/** The rulings of both directions of a pod. */

import { hostPrefix } from "./addresses.js";
import { adminSteps } from "./admin-steps.js";
import { type Packets, type Permit, permitsOf } from "./permits.js";
import type { AdminPolicy, Direction, Policy, PolicyPod, PolicySettings } from "./policy.js";
import { type Ruling, rulingOf } from "./ruling.js";

/** Undefined: all is permitted in this direction. */
export interface PodRulings {
  readonly ingress: Ruling | undefined;
  readonly egress: Ruling | undefined;
}

/** The policies that a pod names, as far as they are known. */
export interface PoliciesOfPod {
  /** A policy that is not known permits nothing. */
  readonly ingress: readonly (Policy | undefined)[];
  readonly egress: readonly (Policy | undefined)[];
  readonly admin: readonly AdminPolicy[];
}

/** What the policies of a pod say. */
export function podRulings(policies: PoliciesOfPod, settings: PolicySettings): PodRulings {
  const ingress = union("ingress", policies.ingress);
  const egress = union("egress", policies.egress);
  const widens = settings["sctp-ports"] === "widen";
  const sctp = widens ? [...(ingress ?? []), ...(egress ?? [])].filter(isSctp).map(widened) : [];
  const ruling = (direction: Direction, permits: readonly Permit[] | undefined) =>
    rulingOf({
      always: direction === "ingress" ? ofTheNode(settings) : [],
      admin: adminSteps(policies.admin, "admin", direction, widens),
      permits: permits && [...permits.filter(isOfFlows), ...sctp],
      baseline: adminSteps(policies.admin, "baseline", direction, widens),
    });
  return { ingress: ruling("ingress", ingress), egress: ruling("egress", egress) };
}

/** Whether anything may limit what the pod sends. */
export function isSender({ "egress-policy": policies = [], "admin-policy": admin = [] }: PolicyPod): boolean {
  return policies.length + admin.length > 0;
}

/** Any of the policies permits. */
function union(direction: Direction, policies: readonly (Policy | undefined)[]): readonly Permit[] | undefined {
  if (policies.length === 0) return undefined;
  return policies.flatMap((policy) => permitsOf(policy?.[direction] ?? []));
}

/** A node reaches its pods whatever the policies say: the kubelet's probes come from there. */
function ofTheNode({ "node-address": addresses = [] }: PolicySettings): readonly Packets[] {
  return addresses.map((address) => ({ ...hostPrefix(address), protocol: undefined, ports: undefined }));
}

function isSctp({ protocol }: Permit): boolean {
  return protocol === "sctp";
}

function isOfFlows(permit: Permit): boolean {
  return !isSctp(permit);
}

/** VPP looks at no ports of SCTP and remembers none of its flows: both directions are open for this peer. */
function widened(permit: Permit): Permit {
  return { ...permit, ports: undefined };
}
