/**
 * An AdminNetworkPolicy, or the BaselineAdminNetworkPolicy, read: whom it selects, and the rules of each direction. What it asks
 * for and nobody here knows fails closed: a rule that denies means everybody then, one that allows or passes nobody.
 */

import { hostPrefix, prefixOf } from "../addresses.js";
import type { EntryValue } from "../entry.js";
import type { AdminNetworkPolicy, AdminPeer, AdminRule, AdminSubject, Labels } from "../objects.js";
import { type AdminPorts, adminPortTroubles, namedPortsOf, portsFor } from "./admin-ports.js";
import { type PeerValue, type PodLookup, podPeers } from "./peers.js";
import type { PolicyPod } from "./policy-pods.js";
import type { PortValue } from "./ports.js";
import { selects, unknownOperators } from "./selectors.js";
import { variantName } from "./variant-name.js";

export type Tier = "admin" | "baseline";

export interface ReadAdminPolicy {
  readonly tier: Tier;
  readonly name: string;
  readonly priority: number;
  readonly subject: AdminSubject;
  readonly ingress: readonly ReadRule[];
  readonly egress: readonly ReadRule[];
}

export interface ReadRule {
  readonly action: "allow" | "deny" | "pass";
  readonly peers: readonly AdminPeer[];
  /** Undefined: all. */
  readonly ports: AdminPorts | undefined;
}

/** Where the policy finds pods and nodes. */
export interface ClusterLookup extends PodLookup {
  /** Labels and addresses of all nodes. */
  nodes(): Iterable<{ readonly labels: Labels; readonly addresses: readonly string[] }>;
}

export function readAdminPolicy(tier: Tier, { metadata, spec = {} }: AdminNetworkPolicy): ReadAdminPolicy {
  const rule = ({ action = "", ports }: AdminRule, peers: readonly AdminPeer[] = []): ReadRule => ({
    action: action.toLowerCase() as ReadRule["action"],
    peers,
    ports,
  });
  const { priority = 0, subject = {}, ingress = [], egress = [] } = spec;
  return {
    tier,
    name: metadata?.name ?? "",
    priority,
    subject,
    ingress: ingress.map((each) => rule(each, each.from)),
    egress: egress.map((each) => rule(each, each.to)),
  };
}

/** @param labels of the pod's namespace; undefined while that is not known */
export function isSelected(peer: AdminSubject, pod: PolicyPod, labels: Labels | undefined): boolean {
  if (labels === undefined) return false;
  if (peer.namespaces !== undefined) return selects(peer.namespaces, labels);
  if (peer.pods === undefined) return false;
  return selects(peer.pods.namespaceSelector ?? {}, labels) && selects(peer.pods.podSelector ?? {}, pod.labels);
}

/** Peers of all rules, in both directions. */
export function adminPeersOf({ ingress, egress }: ReadAdminPolicy): readonly AdminPeer[] {
  return [...ingress, ...egress].flatMap(({ peers }) => peers);
}

/** The name of the entry that is for this pod: named ports of ingress rules are those of the pod itself. */
export function adminEntryName({ name, ingress }: ReadAdminPolicy, pod: PolicyPod): string {
  const named = ingress.flatMap(({ ports = [] }) => namedPortsOf(ports));
  const own = [...pod.ports].filter(([id]) => named.includes(id.slice(0, id.lastIndexOf("/"))));
  return variantName(name, named.length === 0 ? undefined : own.map(([id, number]) => `${id}=${number}`).sort());
}

/** The entry for pods with these named ports. */
export function adminEntry(policy: ReadAdminPolicy, pod: PolicyPod, lookup: ClusterLookup): EntryValue {
  const ingress = numbered(policy.ingress.flatMap((rule) => ingressRule(rule, pod, lookup)));
  const egress = numbered(policy.egress.flatMap((rule) => egressRules(rule, lookup)));
  return {
    tier: policy.tier,
    name: adminEntryName(policy, pod),
    priority: policy.priority,
    ...(ingress.length > 0 && { ingress }),
    ...(egress.length > 0 && { egress }),
  };
}

interface RuleValue {
  readonly action: ReadRule["action"];
  readonly "any-peer"?: true;
  readonly peer?: readonly PeerValue[];
  readonly "any-port"?: true;
  readonly port?: readonly PortValue[];
}

function numbered(rules: readonly RuleValue[]) {
  return rules.map((rule, index) => ({ index: index + 1, ...rule }));
}

function ingressRule(rule: ReadRule, { ports }: PolicyPod, lookup: ClusterLookup): readonly RuleValue[] {
  return ruleOf(rule, endsOf(rule, rule.peers, lookup), ports);
}

/** A named port is that of each pod at the other end: pods that have it get rules with their numbers. */
function egressRules(rule: ReadRule, lookup: ClusterLookup): readonly RuleValue[] {
  const { action, peers, ports = [] } = rule;
  const rest = ruleOf(rule, endsOf(rule, peers, lookup), new Map());
  const names = namedPortsOf(ports);
  if (names.length === 0) return rest;
  const groups = new Map<string, { readonly port: readonly PortValue[]; readonly pods: PolicyPod[] }>();
  for (const pod of podsOf(peers, lookup)) {
    const port = portsFor(
      ports.filter(({ namedPort }) => namedPort !== undefined),
      pod.ports,
    );
    const group = groups.get(JSON.stringify(port)) ?? { port, pods: [] };
    group.pods.push(pod);
    if (port.length > 0) groups.set(JSON.stringify(port), group);
  }
  const named = [...groups.values()].map(({ port, pods }): RuleValue => ({ action, peer: podPeers(pods), port }));
  return [...rest, ...named];
}

/** A rule whose peers or ports have come to nothing says nothing. */
function ruleOf(
  { action, ports }: ReadRule,
  ends: Pick<RuleValue, "any-peer" | "peer"> | undefined,
  destination: ReadonlyMap<string, number>,
): readonly RuleValue[] {
  if (ends === undefined) return [];
  if (ports === undefined || ports.length === 0) return [{ action, ...ends, "any-port": true }];
  if (action === "deny" && adminPortTroubles(ports).length > 0) return [{ action, ...ends, "any-port": true }];
  const port = portsFor(ports, destination);
  return port.length === 0 ? [] : [{ action, ...ends, port }];
}

function endsOf(
  { action }: ReadRule,
  peers: readonly AdminPeer[],
  lookup: ClusterLookup,
): Pick<RuleValue, "any-peer" | "peer"> | undefined {
  if (action === "deny" && (peers.length === 0 || peers.some((peer) => peerTroubles(peer).length > 0))) {
    return { "any-peer": true };
  }
  const prefixes = [
    ...podPeers(podsOf(peers, lookup)).map(({ prefix }) => prefix),
    ...peers.flatMap(({ networks = [] }) => networks.map(prefixOf).filter((each) => each !== undefined)),
    ...[...nodesOf(peers, lookup)].map(hostPrefix),
  ];
  const peer = [...new Set(prefixes)].sort().map((prefix) => ({ prefix }));
  return peer.length === 0 ? undefined : { peer };
}

function* podsOf(peers: readonly AdminPeer[], lookup: ClusterLookup): Generator<PolicyPod> {
  if (!peers.some(({ namespaces, pods }) => namespaces !== undefined || pods !== undefined)) return;
  for (const [namespace, labels] of lookup.namespaces()) {
    for (const pod of lookup.podsIn(namespace)) if (peers.some((peer) => isSelected(peer, pod, labels))) yield pod;
  }
}

function* nodesOf(peers: readonly AdminPeer[], lookup: ClusterLookup): Generator<string> {
  const selectors = peers.flatMap(({ nodes }) => (nodes === undefined ? [] : [nodes]));
  if (selectors.length === 0) return;
  for (const { labels, addresses } of lookup.nodes()) {
    if (selectors.some((selector) => selects(selector, labels))) yield* addresses;
  }
}

/** What of the policy cannot be understood. */
export function adminPolicyTroubles(policy: ReadAdminPolicy): readonly string[] {
  const { subject, ingress, egress } = policy;
  const rules = [...ingress, ...egress];
  const isNobody = subject.namespaces === undefined && subject.pods === undefined;
  return [
    ...(isNobody ? ["its subject names nobody"] : []),
    ...selectorsOf(subject)
      .flatMap(unknownOperators)
      .map((operator) => `"${operator}" is no operator of a selector`),
    ...rules.flatMap(({ peers }) => peers.flatMap(peerTroubles)),
    ...rules.flatMap(({ ports = [] }) => adminPortTroubles(ports)),
  ];
}

function peerTroubles(peer: AdminPeer): readonly string[] {
  const { nodes, networks = [] } = peer;
  const selectors = [...selectorsOf(peer), ...(nodes === undefined ? [] : [nodes])];
  const isUnknown = selectors.length === 0 && networks.length === 0;
  return [
    ...(isUnknown ? ["a peer is of no kind that is known here"] : []),
    ...selectors.flatMap(unknownOperators).map((operator) => `"${operator}" is no operator of a selector`),
    ...networks.filter((network) => prefixOf(network) === undefined).map((network) => `"${network}" is no prefix`),
  ];
}

function selectorsOf({ namespaces, pods }: AdminSubject) {
  if (namespaces !== undefined) return [namespaces];
  return pods === undefined ? [] : [pods.namespaceSelector ?? {}, pods.podSelector ?? {}];
}
