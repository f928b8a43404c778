/**
 * Network policies become access control lists on the interfaces of pods. Lists with equal content are one, for all pods that
 * have it: a list is named by its content.
 */

import type { Derivation } from "../../datastore/dynamic/derivation.js";
import type { ObjectChange } from "../../datastore/southbound-port.js";
import { type DerivationRules, type DerivedUnit, type Inputs, incremental } from "../incremental.js";
import { unitPath } from "../unit-path.js";
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

/** Each pod of the node is a part. A policy concerns the pods that name it. */
const rules: DerivationRules = {
  inputs: [SETTINGS_PATH, POLICY_PATH, POLICY_POD_PATH],
  affected: ({ schemaPath, path }, inputs) =>
    schemaPath === POLICY_POD_PATH ? [path] : podsOf(schemaPath, path, inputs),
  compile: (path, inputs) => {
    const pod = inputs.get(POLICY_POD_PATH, path) as PolicyPod | undefined;
    return pod === undefined ? [] : podUnits(pod, path, inputs);
  },
};

export function policyDerivation(): Derivation {
  return incremental(rules);
}

function podsOf(schemaPath: ObjectChange["schemaPath"], path: string, inputs: Inputs): readonly string[] {
  const pods = [...inputs.all(POLICY_POD_PATH)];
  const isMeant = (pod: object) => schemaPath === SETTINGS_PATH || namesOf(pod as PolicyPod).includes(path);
  return pods.filter(([, pod]) => isMeant(pod)).map(([found]) => found);
}

function namesOf({ "ingress-policy": ingress = [], "egress-policy": egress = [] }: PolicyPod): readonly string[] {
  return [...ingress, ...egress].map(policyPath);
}

/**
 * None for a pod without policies. A direction that is open has a list as well, which remembers flows so that their answers
 * pass the other one. Seen from VPP what comes to the pod goes out of the interface.
 */
function podUnits(pod: PolicyPod, from: string, inputs: Inputs): readonly DerivedUnit[] {
  const settings = (inputs.get(SETTINGS_PATH, SETTINGS_PATH) ?? {}) as PolicySettings;
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
  ];
}

function attachment(interfaceName: string, ingress: string, egress: string, from: string): DerivedUnit {
  const sets = (name: string) => ({ "acl-sets": { "acl-set": [{ name }] } });
  return {
    ...unitPath([
      ["ietf-access-control-list:acls"],
      ["attachment-points"],
      ["interface", { "interface-id": interfaceName }],
    ]),
    from,
    value: { "interface-id": interfaceName, ingress: sets(ingress), egress: sets(egress) },
  };
}
