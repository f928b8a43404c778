/**
 * Network policies become access control lists on the interfaces of pods. Lists with equal content are one, for all pods that
 * have it: a list is named by its content.
 */

import type { ObjectChange } from "../../datastore/southbound-port.js";
import {
  type DerivationRules,
  type DerivedUnit,
  type IncrementalDerivation,
  type Inputs,
  incremental,
} from "../incremental.js";
import { addressesOf } from "./addresses.js";
import { attachment, INTERFACE_PATH, interfacePath, isAttachable } from "./attachments.js";
import { listSettings } from "./list-settings.js";
import { isSender, podRulings } from "./pod-rulings.js";
import {
  ADMIN_POLICY_PATH,
  type AdminPolicy,
  adminPolicyPath,
  POLICY_PATH,
  POLICY_POD_PATH,
  type Policy,
  type PolicyName,
  type PolicyPod,
  type PolicySettings,
  policyPath,
  SETTINGS_PATH,
} from "./policy.js";
import { selfTable, type Table, tableOf } from "./table.js";
import { type RuledPod, receiverUnits, uplinkUnits } from "./virtual-view.js";

/** The part of what leaves the node, in the virtual view. */
const UPLINKS = "uplinks";

/**
 * Each pod of the node is a part. A policy concerns the pods that name it, an interface the pod behind it. In the virtual view a
 * pod with policies for what it sends concerns all others and the uplinks.
 */
const rules: DerivationRules = {
  inputs: [SETTINGS_PATH, POLICY_PATH, ADMIN_POLICY_PATH, POLICY_POD_PATH, INTERFACE_PATH],
  words: {
    [POLICY_POD_PATH]: (pod) => {
      const known = pod as unknown as PolicyPod;
      return [...namesOf(known), interfacePath(known.interface)];
    },
  },
  affected: (change, inputs) => {
    const pods = change.schemaPath === POLICY_POD_PATH ? [change.path] : podsOf(change, inputs);
    if (change.schemaPath !== SETTINGS_PATH && settingsOf(inputs).view !== "virtual") return pods;
    return isOfSenders(change, pods, inputs) ? [...allPods(inputs), ...pods, UPLINKS] : pods;
  },
  compile: (part, inputs) => {
    const isVirtual = settingsOf(inputs).view === "virtual";
    if (part === UPLINKS) return isVirtual ? unitsOfUplinks(inputs) : [];
    const pod = inputs.get(POLICY_POD_PATH, part) as PolicyPod | undefined;
    // As long as its interface is not there, everybody's commit would fail with a list on it.
    if (pod === undefined || !isAttachable(pod.interface, inputs)) return [];
    return isVirtual ? receiverUnits(ruled(pod, inputs), sendersOf(inputs), part) : podUnits(pod, part, inputs);
  },
};

export function policyDerivation(): IncrementalDerivation {
  return incremental(rules);
}

export function settingsOf(inputs: Inputs): PolicySettings {
  return (inputs.get(SETTINGS_PATH, SETTINGS_PATH) ?? {}) as PolicySettings;
}

function podsOf({ schemaPath, path, before, after }: ObjectChange, inputs: Inputs): readonly string[] {
  // What an interface is like is not asked.
  if (schemaPath === INTERFACE_PATH && before !== null && after !== null) return [];
  const pods = schemaPath === SETTINGS_PATH ? inputs.all(POLICY_POD_PATH) : inputs.having(POLICY_POD_PATH, path);
  return Array.from(pods, ([found]) => found);
}

function namesOf(pod: PolicyPod): readonly string[] {
  const { "ingress-policy": ingress = [], "egress-policy": egress = [], "admin-policy": admin = [] } = pod;
  return [...[...ingress, ...egress].map(policyPath), ...admin.map(adminPolicyPath)];
}

/** Whether a change concerns what other pods get, in the virtual view. */
function isOfSenders({ schemaPath, before, after }: ObjectChange, pods: readonly string[], inputs: Inputs): boolean {
  if (schemaPath === SETTINGS_PATH || schemaPath === INTERFACE_PATH) return true;
  const concerned = [before, after, ...pods.map((pod) => inputs.get(POLICY_POD_PATH, pod) ?? null)];
  return concerned.some((pod) => pod !== null && isSender(pod as unknown as PolicyPod));
}

function allPods(inputs: Inputs): readonly string[] {
  return Array.from(inputs.all(POLICY_POD_PATH), ([path]) => path);
}

function sendersOf(inputs: Inputs): readonly RuledPod[] {
  const pods = Array.from(inputs.all(POLICY_POD_PATH), ([, pod]) => pod as unknown as PolicyPod);
  const ruledPods = pods.filter(isSender).map((pod) => ruled(pod, inputs));
  return ruledPods.filter(({ rulings }) => rulings.egress !== undefined);
}

function unitsOfUplinks(inputs: Inputs): readonly DerivedUnit[] {
  const uplinks = (settingsOf(inputs).uplink ?? []).filter((name) => isAttachable(name, inputs));
  return uplinkUnits(uplinks, sendersOf(inputs), SETTINGS_PATH);
}

function ruled(pod: PolicyPod, inputs: Inputs): RuledPod {
  const policyOf = (name: PolicyName) => inputs.get(POLICY_PATH, policyPath(name)) as Policy | undefined;
  const admin = (pod["admin-policy"] ?? []).map(
    (name) => inputs.get(ADMIN_POLICY_PATH, adminPolicyPath(name)) as AdminPolicy | undefined,
  );
  const policies = {
    ingress: (pod["ingress-policy"] ?? []).map(policyOf),
    egress: (pod["egress-policy"] ?? []).map(policyOf),
    admin: admin.filter((policy) => policy !== undefined),
  };
  return { pod, rulings: podRulings(policies, settingsOf(inputs)) };
}

/**
 * The real view. None for a pod without policies. A direction that is open has a list as well, which remembers flows so that
 * their answers pass the other one. Seen from VPP what comes to the pod goes out of the interface.
 */
function podUnits(pod: PolicyPod, from: string, inputs: Inputs): readonly DerivedUnit[] {
  const { rulings } = ruled(pod, inputs);
  if (rulings.ingress === undefined && rulings.egress === undefined) return [];
  const toPod = tableOf("ingress", rulings.ingress);
  const fromPod = tableOf("egress", rulings.egress);
  const own = addressesOf(pod);
  const first = own.length === 0 ? [] : [selfTable(own)];
  const names = (last: Table) => [...first, last].map(({ name }) => name);
  return [
    ...[...first, toPod, fromPod].map(({ unit }) => ({ ...unit, from })),
    attachment(pod.interface, names(fromPod), names(toPod), from),
    listSettings(from),
  ];
}
