/** The other ends of a policy's rule. */

import { hostPrefix, prefixOf } from "../addresses.js";
import type { Labels, PolicyPeer } from "../objects.js";
import type { PolicyPod } from "./policy-pods.js";
import { selects } from "./selectors.js";

export interface PeerValue {
  readonly prefix: string;
  readonly except?: readonly string[];
}

/** Where a policy finds the pods that it speaks of. */
export interface PodLookup {
  /** Pods of one namespace. */
  podsIn(namespace: string): Iterable<PolicyPod>;
  /** Names and labels of all namespaces. */
  namespaces(): Iterable<readonly [name: string, labels: Labels]>;
}

/** Pods that a peer selects; none for an ipBlock. A peer without a namespaceSelector means the policy's own namespace. */
export function* peerPods(peer: PolicyPeer, ownNamespace: string, lookup: PodLookup): Generator<PolicyPod> {
  if (peer.ipBlock !== undefined || isNobody(peer)) return;
  for (const namespace of peerNamespaces(peer, ownNamespace, lookup)) {
    for (const pod of lookup.podsIn(namespace)) if (selects(peer.podSelector ?? {}, pod.labels)) yield pod;
  }
}

/** What names nobody permits nobody. */
export function isNobody({ podSelector, namespaceSelector, ipBlock }: PolicyPeer): boolean {
  return podSelector === undefined && namespaceSelector === undefined && ipBlock === undefined;
}

function* peerNamespaces({ namespaceSelector }: PolicyPeer, own: string, lookup: PodLookup): Generator<string> {
  if (namespaceSelector === undefined) {
    yield own;
    return;
  }
  for (const [name, labels] of lookup.namespaces()) if (selects(namespaceSelector, labels)) yield name;
}

/** Whether a peer selects this pod. @param labels of the pod's namespace */
export function selectsPod(
  peer: PolicyPeer,
  ownNamespace: string,
  pod: PolicyPod,
  labels: Labels | undefined,
): boolean {
  if (peer.ipBlock !== undefined || isNobody(peer) || !selects(peer.podSelector ?? {}, pod.labels)) return false;
  if (peer.namespaceSelector === undefined) return pod.namespace === ownNamespace;
  return labels !== undefined && selects(peer.namespaceSelector, labels);
}

/** Prefixes of pods, each once. */
export function podPeers(pods: Iterable<PolicyPod>): readonly PeerValue[] {
  const prefixes = new Set<string>();
  for (const { addresses } of pods) for (const address of addresses) prefixes.add(hostPrefix(address));
  return [...prefixes].sort().map((prefix) => ({ prefix }));
}

/** The prefix of an ipBlock with what it leaves out; undefined when it is none. */
export function blockPeer({ ipBlock }: PolicyPeer): PeerValue | undefined {
  const prefix = prefixOf(ipBlock?.cidr);
  if (prefix === undefined) return undefined;
  const except = (ipBlock?.except ?? []).map(prefixOf).filter((each) => each !== undefined);
  return { prefix, ...(except.length > 0 && { except: [...new Set(except)].sort() }) };
}

/**
 * Peers for lists in which a prefix stands once: what has the same prefix with other exceptions goes into a further list. A
 * prefix that is there without exceptions covers the others.
 */
export function peerLists(peers: readonly PeerValue[]): readonly (readonly PeerValue[])[] {
  const whole = new Set(peers.filter(({ except }) => except === undefined).map(({ prefix }) => prefix));
  const lists: Map<string, PeerValue>[] = [];
  for (const peer of peers) {
    if (peer.except !== undefined && whole.has(peer.prefix)) continue;
    const isSame = (other: PeerValue | undefined) => JSON.stringify(other?.except) === JSON.stringify(peer.except);
    if (lists.some((list) => list.has(peer.prefix) && isSame(list.get(peer.prefix)))) continue;
    let list = lists.find((candidate) => !candidate.has(peer.prefix));
    if (list === undefined) {
      list = new Map();
      lists.push(list);
    }
    list.set(peer.prefix, peer);
  }
  return lists.map((list) => [...list.values()]);
}
