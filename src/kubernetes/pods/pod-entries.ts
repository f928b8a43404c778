/** A pod of this node as entries of sweetcomb-pod and sweetcomb-network-policy. */

import type { EntryValue } from "../entry.js";
import { entryNameFor, isFor, type ReadPolicy } from "../policies/policy.js";
import type { PolicyPod } from "../policies/policy-pods.js";
import type { Attachment } from "./attachment.js";

interface PodName {
  readonly namespace: string;
  readonly name: string;
}

export function podEntry(
  { namespace, name }: PodName,
  addresses: readonly string[],
  attachment: Attachment,
): EntryValue {
  return {
    namespace,
    name,
    ...(addresses.length > 0 && { address: addresses }),
    interface: attachment.interface,
    ...attachment.choice,
  };
}

/** @param policies those of the pod's namespace */
export function policyPodEntry(
  { namespace, name }: PodName,
  pod: PolicyPod,
  attachment: Attachment,
  policies: Iterable<ReadPolicy>,
): EntryValue {
  const selecting = [...policies].filter((policy) => isFor(policy, pod));
  const references = (direction: "ingress" | "egress") =>
    selecting
      .filter((policy) => policy[direction] !== undefined)
      .map((policy) => ({ namespace, name: entryNameFor(policy, pod) }))
      .sort((left, right) => (left.name < right.name ? -1 : 1));
  const ingress = references("ingress");
  const egress = references("egress");
  return {
    namespace,
    name,
    interface: attachment.interface,
    address: pod.addresses,
    ...(ingress.length > 0 && { "ingress-policy": ingress }),
    ...(egress.length > 0 && { "egress-policy": egress }),
  };
}
