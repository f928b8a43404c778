/** The permits of both directions of a pod. */

import { hostPrefix } from "./addresses.js";
import { type Permit, permitsOf } from "./permits.js";
import type { Direction, Policy, PolicyName, PolicyPod, PolicySettings } from "./policy.js";

/** Undefined: no policy selects the pod in this direction, all is permitted. */
export interface PodPermits {
  readonly ingress: readonly Permit[] | undefined;
  readonly egress: readonly Permit[] | undefined;
}

/** @param policyOf a policy that the pod names; undefined when it is not known, which permits nothing */
export function podPermits(
  pod: PolicyPod,
  policyOf: (name: PolicyName) => Policy | undefined,
  settings: PolicySettings,
): PodPermits {
  const ingress = union("ingress", pod["ingress-policy"] ?? [], policyOf);
  const egress = union("egress", pod["egress-policy"] ?? [], policyOf);
  const sctp = settings["sctp-ports"] === "widen" ? [...(ingress ?? []), ...(egress ?? [])].filter(isSctp) : [];
  return {
    ingress: ingress && [...ofTheNode(settings), ...ingress.filter(isOfFlows), ...sctp.map(widened)],
    egress: egress && [...egress.filter(isOfFlows), ...sctp.map(widened)],
  };
}

/** Any of the policies permits. */
function union(
  direction: Direction,
  names: readonly PolicyName[],
  policyOf: (name: PolicyName) => Policy | undefined,
): readonly Permit[] | undefined {
  if (names.length === 0) return undefined;
  return names.flatMap((name) => permitsOf(policyOf(name)?.[direction] ?? []));
}

/** A node reaches its pods whatever the policies say: the kubelet's probes come from there. */
function ofTheNode({ "node-address": addresses = [] }: PolicySettings): readonly Permit[] {
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
