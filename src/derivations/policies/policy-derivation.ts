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
import { podPermits } from "./pod-tables.js";
import {
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
import { type PermittedPod, receiverUnits, uplinkUnits } from "./virtual-view.js";

/** The part of what leaves the node, in the virtual view. */
const UPLINKS = "uplinks";

/**
 * Each pod of the node is a part. A policy concerns the pods that name it, an interface the pod behind it. In the virtual view a
 * pod with policies for what it sends concerns all others and the uplinks.
 */
const rules: DerivationRules = {
  inputs: [SETTINGS_PATH, POLICY_PATH, POLICY_POD_PATH, INTERFACE_PATH],
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
    return isVirtual ? receiverUnits(permitted(pod, inputs), sendersOf(inputs), part) : podUnits(pod, part, inputs);
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

function namesOf({ "ingress-policy": ingress = [], "egress-policy": egress = [] }: PolicyPod): readonly string[] {
  return [...ingress, ...egress].map(policyPath);
}

/** Whether a change concerns what other pods get, in the virtual view. */
function isOfSenders({ schemaPath, before, after }: ObjectChange, pods: readonly string[], inputs: Inputs): boolean {
  if (schemaPath === SETTINGS_PATH || schemaPath === INTERFACE_PATH) return true;
  const concerned = [before, after, ...pods.map((pod) => inputs.get(POLICY_POD_PATH, pod) ?? null)];
  return concerned.some((pod) => pod !== null && isSender(pod as unknown as PolicyPod));
}

function isSender({ "egress-policy": policies = [] }: PolicyPod): boolean {
  return policies.length > 0;
}

function allPods(inputs: Inputs): readonly string[] {
  return Array.from(inputs.all(POLICY_POD_PATH), ([path]) => path);
}

function sendersOf(inputs: Inputs): readonly PermittedPod[] {
  const pods = Array.from(inputs.all(POLICY_POD_PATH), ([, pod]) => pod as unknown as PolicyPod);
  return pods.filter(isSender).map((pod) => permitted(pod, inputs));
}

function unitsOfUplinks(inputs: Inputs): readonly DerivedUnit[] {
  const uplinks = (settingsOf(inputs).uplink ?? []).filter((name) => isAttachable(name, inputs));
  return uplinkUnits(uplinks, sendersOf(inputs), SETTINGS_PATH);
}

function permitted(pod: PolicyPod, inputs: Inputs): PermittedPod {
  const policyOf = (name: PolicyName) => inputs.get(POLICY_PATH, policyPath(name)) as Policy | undefined;
  return { pod, permits: podPermits(pod, policyOf, settingsOf(inputs)) };
}

/**
 * The real view. None for a pod without policies. A direction that is open has a list as well, which remembers flows so that
 * their answers pass the other one. Seen from VPP what comes to the pod goes out of the interface.
 */
function podUnits(pod: PolicyPod, from: string, inputs: Inputs): readonly DerivedUnit[] {
  const { permits } = permitted(pod, inputs);
  if (permits.ingress === undefined && permits.egress === undefined) return [];
  const toPod = tableOf("ingress", permits.ingress);
  const fromPod = tableOf("egress", permits.egress);
  const own = addressesOf(pod);
  const first = own.length === 0 ? [] : [selfTable(own)];
  const names = (last: Table) => [...first, last].map(({ name }) => name);
  return [
    ...[...first, toPod, fromPod].map(({ unit }) => ({ ...unit, from })),
    attachment(pod.interface, names(fromPod), names(toPod), from),
    listSettings(from),
  ];
}
