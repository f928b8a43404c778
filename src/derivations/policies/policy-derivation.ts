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
import { unitPath } from "../unit-path.js";
import { listSettings } from "./list-settings.js";
import { podPermits } from "./pod-tables.js";
import {
  POLICY_PATH,
  POLICY_POD_PATH,
  type Policy,
  type PolicyPod,
  type PolicySettings,
  policyPath,
  SETTINGS_PATH,
} from "./policy.js";
import { tableOf } from "./table.js";

const INTERFACE_PATH = "/ietf-interfaces:interfaces/interface";

/** Each pod of the node is a part. A policy concerns the pods that name it, an interface the pod behind it. */
const rules: DerivationRules = {
  inputs: [SETTINGS_PATH, POLICY_PATH, POLICY_POD_PATH, INTERFACE_PATH],
  words: {
    [POLICY_POD_PATH]: (pod) => {
      const known = pod as unknown as PolicyPod;
      return [...namesOf(known), interfaceUnit(known.interface).path];
    },
  },
  affected: (change, inputs) => (change.schemaPath === POLICY_POD_PATH ? [change.path] : podsOf(change, inputs)),
  compile: (path, inputs) => {
    const pod = inputs.get(POLICY_POD_PATH, path) as PolicyPod | undefined;
    return pod === undefined ? [] : podUnits(pod, path, inputs);
  },
};

export function policyDerivation(): IncrementalDerivation {
  return incremental(rules);
}

export function settingsOf(inputs: Inputs): PolicySettings {
  return (inputs.get(SETTINGS_PATH, SETTINGS_PATH) ?? {}) as PolicySettings;
}

/** Whether lists can be attached to the interface: it is configured, by whomever. */
export function isAttachable(interfaceName: string, inputs: Inputs): boolean {
  return inputs.get(INTERFACE_PATH, interfaceUnit(interfaceName).path) !== undefined;
}

function interfaceUnit(name: string) {
  return unitPath([["ietf-interfaces:interfaces"], ["interface", { name }]]);
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

/**
 * None for a pod without policies, or as long as its interface is not there: everybody's commit would fail with it. A direction that is open has a list as well, which remembers flows so that their answers
 * pass the other one. Seen from VPP what comes to the pod goes out of the interface.
 */
function podUnits(pod: PolicyPod, from: string, inputs: Inputs): readonly DerivedUnit[] {
  if (!isAttachable(pod.interface, inputs)) return [];
  const settings = settingsOf(inputs);
  const policyOf = (name: Parameters<typeof policyPath>[0]) =>
    inputs.get(POLICY_PATH, policyPath(name)) as Policy | undefined;
  const permits = podPermits(pod, policyOf, settings);
  if (permits.ingress === undefined && permits.egress === undefined) return [];
  const toPod = tableOf("ingress", permits.ingress);
  const fromPod = tableOf("egress", permits.egress);
  return [
    { ...toPod.unit, from },
    { ...fromPod.unit, from },
    attachment(pod.interface, fromPod.name, toPod.name, from),
    listSettings(from),
  ];
}

/** Instance path of an interface's attachments. */
export function attachmentPath(interfaceName: string): string {
  return attachmentUnit(interfaceName).path;
}

function attachmentUnit(name: string) {
  return unitPath([["ietf-access-control-list:acls"], ["attachment-points"], ["interface", { "interface-id": name }]]);
}

function attachment(interfaceName: string, ingress: string, egress: string, from: string): DerivedUnit {
  const sets = (name: string) => ({ "acl-sets": { "acl-set": [{ name }] } });
  return {
    ...attachmentUnit(interfaceName),
    from,
    value: { "interface-id": interfaceName, ingress: sets(ingress), egress: sets(egress) },
  };
}
