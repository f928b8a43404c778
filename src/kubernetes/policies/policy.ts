/** A NetworkPolicy, read: whom it selects, in which directions, and the rules of each. */

import { prefixOf } from "../addresses.js";
import type { EntryValue } from "../entry.js";
import type { LabelSelector, NetworkPolicy, PolicyPeer } from "../objects.js";
import { isNobody, type PodLookup } from "./peers.js";
import { type PolicyPod, portId } from "./policy-pods.js";
import { isNamed, portTrouble, resolvedPorts } from "./ports.js";
import { type ApiRule, egressRules, ingressRules } from "./rules.js";
import { selects, unknownOperators } from "./selectors.js";
import { variantName } from "./variant-name.js";

export interface ReadPolicy {
  readonly namespace: string;
  readonly name: string;
  readonly selector: LabelSelector;
  /** Undefined: the policy says nothing about this direction. Empty: nothing is permitted. */
  readonly ingress: readonly ApiRule[] | undefined;
  readonly egress: readonly ApiRule[] | undefined;
}

export function readPolicy({ metadata, spec = {} }: NetworkPolicy): ReadPolicy {
  const ingress = (spec.ingress ?? []).map(({ from, ports }) => ({ peers: from ?? [], ports: ports ?? [] }));
  const egress = (spec.egress ?? []).map(({ to, ports }) => ({ peers: to ?? [], ports: ports ?? [] }));
  const types = spec.policyTypes?.length ? spec.policyTypes : ["Ingress", ...(egress.length > 0 ? ["Egress"] : [])];
  return {
    namespace: metadata?.namespace ?? "",
    name: metadata?.name ?? "",
    selector: spec.podSelector ?? {},
    ingress: types.includes("Ingress") ? ingress : undefined,
    egress: types.includes("Egress") ? egress : undefined,
  };
}

/** Whether the policy is for this pod. */
export function isFor({ namespace, selector }: ReadPolicy, pod: PolicyPod): boolean {
  return pod.namespace === namespace && selects(selector, pod.labels);
}

/** Peers of all rules, in both directions. */
export function peersOf({ ingress = [], egress = [] }: ReadPolicy): readonly PolicyPeer[] {
  return [...ingress, ...egress].flatMap(({ peers }) => peers);
}

/** Whether a change of any pod of the cluster can change the policy: named ports of destinations that are not named. */
export function readsAllPods({ egress = [] }: ReadPolicy): boolean {
  return egress.some(({ peers, ports }) => peers.length === 0 && ports.some(isNamed));
}

/**
 * The name of the entry that is for this pod. Named ports of ingress rules are those of the pod itself, so pods with other
 * numbers have an entry of their own.
 */
export function entryNameFor(policy: ReadPolicy, pod: PolicyPod): string {
  const named = (policy.ingress ?? []).flatMap(({ ports }) => ports.filter(isNamed));
  const resolved = [...new Set(named.map(({ port, protocol = "TCP" }) => portId(String(port), protocol)))].sort();
  const numbers = resolved.map((id) => `${id}=${pod.ports.get(id) ?? "none"}`);
  return variantName(policy.name, resolved.length === 0 ? undefined : numbers);
}

/** The entry for pods with these named ports. */
export function policyEntry(policy: ReadPolicy, pod: PolicyPod, lookup: PodLookup): EntryValue {
  const { namespace, ingress, egress } = policy;
  const permitted = {
    ingress: ingressRules(ingress ?? [], namespace, pod.ports, lookup),
    egress: egressRules(egress ?? [], namespace, lookup),
  };
  return {
    namespace,
    name: entryNameFor(policy, pod),
    ...(permitted.ingress.length > 0 && { ingress: permitted.ingress }),
    ...(permitted.egress.length > 0 && { egress: permitted.egress }),
  };
}

/** What of the policy cannot be understood; it permits nothing then. */
export function policyTroubles(policy: ReadPolicy): readonly string[] {
  const rules = [...(policy.ingress ?? []), ...(policy.egress ?? [])];
  const peers = rules.flatMap((rule) => rule.peers);
  const selectors = [
    policy.selector,
    ...peers.flatMap((peer) => [peer.podSelector ?? {}, peer.namespaceSelector ?? {}]),
  ];
  return [
    ...selectors.flatMap(unknownOperators).map((operator) => `"${operator}" is no operator of a selector`),
    ...rules.flatMap(({ ports }) => ports.map(portTrouble)).filter((trouble) => trouble !== undefined),
    ...peers.flatMap(blockTroubles),
    ...peers.filter(isNobody).map(() => "a peer without selectors and block names nobody"),
    ...(policy.egress ?? []).flatMap(namedToBlocks),
  ];
}

function blockTroubles({ ipBlock }: PolicyPeer): readonly string[] {
  if (ipBlock === undefined) return [];
  const wrong = [ipBlock.cidr, ...(ipBlock.except ?? [])].filter((text) => prefixOf(text) === undefined);
  return wrong.map((text) => `"${text}" is no prefix`);
}

/** A named port is that of a pod: outside of the cluster nobody knows it. */
function namedToBlocks({ peers, ports }: ApiRule): readonly string[] {
  if (!peers.some(({ ipBlock }) => ipBlock !== undefined)) return [];
  const unresolved = ports.filter((port) => isNamed(port) && resolvedPorts([port], new Map()).length === 0);
  return unresolved.map(({ port }) => `port "${port}" has no number at addresses outside of the cluster`);
}
