/** /sweetcomb-network-policy:network-policy-state: whether policies are enforced, and what of them cannot be. */

import type { StateProvider } from "../../datastore/southbound-port.js";
import type { Circumstances } from "../circumstances.js";
import type { IncrementalDerivation, Inputs } from "../incremental.js";
import { distinctTroubles, type Trouble } from "../trouble.js";
import { attachmentPath, isAttachable } from "./attachments.js";
import {
  ADMIN_POLICY_PATH,
  type AdminPolicy,
  type AdminPolicyName,
  adminPolicyPath,
  type Direction,
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

type Parts = Pick<IncrementalDerivation, "held" | "giverOf"> & Partial<Circumstances>;

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
export function stateOfPod(path: string, parts: Parts): PolicyPodState | undefined {
  const pod = parts.held.get(POLICY_POD_PATH, path) as PolicyPod | undefined;
  if (pod === undefined) return undefined;
  const { namespace, name } = pod;
  const names = [...(pod["ingress-policy"] ?? []), ...(pod["egress-policy"] ?? [])];
  const adminNames = pod["admin-policy"] ?? [];
  if (names.length + adminNames.length === 0) return { namespace, name, enforced: false, trouble: [] };
  const obstacles = obstaclesOf(pod, path, parts);
  const { "node-address": nodeAddresses = [] } = settingsOf(parts.held);
  const isIsolated = (pod["ingress-policy"] ?? []).length + adminNames.length > 0;
  const trouble = [
    ...obstacles,
    ...(isIsolated && nodeAddresses.length === 0 ? [noNodeAddress] : []),
    ...names.flatMap((each) => policyTroubles(each, parts.held)),
    ...adminNames.flatMap((each) => adminPolicyTroubles(each, parts.held)),
  ];
  return { namespace, name, enforced: obstacles.length === 0, trouble: distinctTroubles(trouble) };
}

/** Why lists that the policies need are not in place. */
function obstaclesOf(pod: PolicyPod, path: string, parts: Parts): readonly Trouble[] {
  const { held } = parts;
  if (!isAttachable(pod.interface, held)) return [noInterface(pod.interface)];
  const { view, uplink = [] } = settingsOf(held);
  if (view !== "virtual") return attachmentTroubles(pod.interface, path, parts);
  // What the pod sends is looked at where it leaves the node, and where another pod receives it.
  const uplinks = uplink.filter((name) => isAttachable(name, held));
  const ofIngress = isSelected(pod, "ingress") ? attachmentTroubles(pod.interface, path, parts) : [];
  if (!isSelected(pod, "egress")) return ofIngress;
  const ofUplinks = uplinks.flatMap((name) => overruledTroubles(name, parts));
  return [...ofIngress, ...ofUplinks, ...(uplinks.length === 0 ? [noUplink] : [])];
}

function isSelected(pod: PolicyPod, direction: Direction): boolean {
  return (pod[`${direction}-policy`] ?? []).length + (pod["admin-policy"] ?? []).length > 0;
}

/** The lists at an interface are those of other configuration, or of another pod. */
function attachmentTroubles(interfaceName: string, path: string, parts: Parts): readonly Trouble[] {
  const winner = parts.giverOf(attachmentPath(interfaceName));
  if (winner === path) return overruledTroubles(interfaceName, parts);
  const other = parts.held.get(POLICY_POD_PATH, winner ?? "") as PolicyPod | undefined;
  const whose = other === undefined ? "others" : `pod ${other.namespace}/${other.name}`;
  return [{ reason: "conflict", text: `Interface ${interfaceName} has the lists of ${whose}.` }];
}

function overruledTroubles(interfaceName: string, { isOverruled }: Parts): readonly Trouble[] {
  if (!isOverruled?.(attachmentPath(interfaceName))) return [];
  return [{ reason: "overruled", text: `Other configuration attaches lists to interface ${interfaceName}.` }];
}

const noUplink: Trouble = {
  reason: "no-uplink",
  text: "No uplink is configured: nothing limits what the pod sends to the rest of the cluster.",
};

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
  if (!rulesOf(policy).some(namesSctp)) return [];
  const does = widensSctp(held) ? "permits all of SCTP in both directions" : "permits none";
  return [{ reason: "sctp-ports", text: `VPP does not look at ports of SCTP: policy ${namespace}/${own} ${does}.` }];
}

function adminPolicyTroubles(name: AdminPolicyName, held: Inputs): readonly Trouble[] {
  const called = `${name.tier} policy ${name.name}`;
  const policy = held.get(ADMIN_POLICY_PATH, adminPolicyPath(name)) as AdminPolicy | undefined;
  if (policy === undefined) return [{ reason: "unknown-policy", text: `The ${called} is not known: it says nothing.` }];
  if (!rulesOf(policy).some(namesSctp)) return [];
  const does = widensSctp(held)
    ? "mean all of SCTP, in one direction"
    : "say nothing of it where they allow or pass, and deny all of it";
  return [{ reason: "sctp-ports", text: `VPP does not look at ports of SCTP: rules of the ${called} ${does}.` }];
}

function rulesOf({ ingress = [], egress = [] }: Policy | AdminPolicy): readonly PolicyRule[] {
  return [...ingress, ...egress];
}

function widensSctp(held: Inputs): boolean {
  return settingsOf(held)["sctp-ports"] === "widen";
}

function namesSctp({ "any-port": any, port = [] }: PolicyRule): boolean {
  return any !== true && port.some(({ protocol }) => protocol === "sctp");
}
