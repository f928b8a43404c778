/** /sweetcomb-network-policy:network-policy-state: whether policies are enforced, and what of them cannot be. */

import type { StateProvider } from "../../datastore/southbound-port.js";
import type { IncrementalDerivation, Inputs } from "../incremental.js";
import { distinctTroubles, type Trouble } from "../trouble.js";
import { attachmentPath, isAttachable } from "./attachments.js";
import {
  POLICY_PATH,
  POLICY_POD_PATH,
  type Policy,
  type PolicyName,
  type PolicyPod,
  type PolicyRule,
  policyPath,
} from "./policy.js";
import { settingsOf } from "./policy-derivation.js";

/** As the model has it (RFC 7951). */
export interface PolicyPodState extends PolicyName {
  readonly enforced: boolean;
  readonly trouble: readonly Trouble[];
}

type Parts = Pick<IncrementalDerivation, "held" | "giverOf">;

export function networkPolicyState(parts: Parts): StateProvider {
  const top = "sweetcomb-network-policy:network-policy-state";
  return {
    topLevel: [top],
    read: async () => {
      const pod = Array.from(parts.held.all(POLICY_POD_PATH), ([path]) => stateOfPod(path, parts));
      return pod.length === 0 ? {} : { [top]: { pod } };
    },
  };
}

/** @param path instance path of the pod; undefined is returned for one that is not there */
export function stateOfPod(path: string, { held, giverOf }: Parts): PolicyPodState | undefined {
  const pod = held.get(POLICY_POD_PATH, path) as PolicyPod | undefined;
  if (pod === undefined) return undefined;
  return {
    namespace: pod.namespace,
    name: pod.name,
    enforced: giverOf(attachmentPath(pod.interface)) === path,
    trouble: distinctTroubles(troublesOf(pod, held)),
  };
}

function troublesOf(pod: PolicyPod, held: Inputs): readonly Trouble[] {
  const names = [...(pod["ingress-policy"] ?? []), ...(pod["egress-policy"] ?? [])];
  if (names.length === 0) return [];
  const { "node-address": nodeAddresses = [] } = settingsOf(held);
  const isIsolated = (pod["ingress-policy"] ?? []).length > 0;
  return [
    ...(isAttachable(pod.interface, held) ? [] : [noInterface(pod.interface)]),
    ...(isIsolated && nodeAddresses.length === 0 ? [noNodeAddress] : []),
    ...names.flatMap((name) => policyTroubles(name, held)),
  ];
}

const noNodeAddress: Trouble = {
  reason: "no-node-address",
  text: "No address of the node is configured: probes from there do not reach the pod unless a policy permits them.",
};

function noInterface(name: string): Trouble {
  return { reason: "no-interface", text: `Interface ${name} is not configured: no list can be attached to it.` };
}

function policyTroubles(name: PolicyName, held: Inputs): readonly Trouble[] {
  const { namespace, name: own } = name;
  const policy = held.get(POLICY_PATH, policyPath(name)) as Policy | undefined;
  if (policy === undefined) {
    return [{ reason: "unknown-policy", text: `Policy ${namespace}/${own} is not known: it permits nothing.` }];
  }
  const rules = [...(policy.ingress ?? []), ...(policy.egress ?? [])];
  if (!rules.some(namesSctp)) return [];
  const does = settingsOf(held)["sctp-ports"] === "widen" ? "permits all of SCTP in both directions" : "permits none";
  return [{ reason: "sctp-ports", text: `VPP does not look at ports of SCTP: policy ${namespace}/${own} ${does}.` }];
}

function namesSctp({ "any-port": any, port = [] }: PolicyRule): boolean {
  return any !== true && port.some(({ protocol }) => protocol === "sctp");
}
