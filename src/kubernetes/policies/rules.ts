/** The rules of a policy in one direction, resolved: prefixes in place of selectors, numbers in place of names. */

import type { PolicyPeer, PolicyPort } from "../objects.js";
import { blockPeer, type PeerValue, type PodLookup, peerLists, peerPods, podPeers } from "./peers.js";
import type { PolicyPod } from "./policy-pods.js";
import { isNamed, numberedPorts, type PortValue, resolvedPorts } from "./ports.js";

/** A rule of the API, whichever direction it is for. */
export interface ApiRule {
  readonly peers: readonly PolicyPeer[];
  readonly ports: readonly PolicyPort[];
}

export interface RuleValue {
  readonly index: number;
  readonly "any-peer"?: true;
  readonly peer?: readonly PeerValue[];
  readonly "any-port"?: true;
  readonly port?: readonly PortValue[];
}

type Ends = Pick<RuleValue, "any-peer" | "peer">;

/** For connections to pods: their own ports are meant. @param destination named ports of the pods that the policy selects */
export function ingressRules(
  rules: readonly ApiRule[],
  namespace: string,
  destination: ReadonlyMap<string, number>,
  lookup: PodLookup,
): readonly RuleValue[] {
  return numberedFrom1(
    rules.flatMap(({ peers, ports }) => {
      const all = [...numberedPorts(ports), ...resolvedPorts(ports, destination)];
      return withPorts(endsOf(peers, namespace, lookup), ports.length === 0 ? "any" : all);
    }),
  );
}

/** For connections of pods: a named port is that of each pod at the other end, so there is a rule for each number. */
export function egressRules(rules: readonly ApiRule[], namespace: string, lookup: PodLookup): readonly RuleValue[] {
  return numberedFrom1(
    rules.flatMap(({ peers, ports }) => [
      ...withPorts(endsOf(peers, namespace, lookup), ports.length === 0 ? "any" : numberedPorts(ports)),
      ...namedRules(peers, ports, namespace, lookup),
    ]),
  );
}

function namedRules(
  peers: readonly PolicyPeer[],
  ports: readonly PolicyPort[],
  namespace: string,
  lookup: PodLookup,
): readonly Omit<RuleValue, "index">[] {
  if (!ports.some(isNamed)) return [];
  const groups = new Map<string, { readonly port: readonly PortValue[]; readonly pods: PolicyPod[] }>();
  for (const pod of destinations(peers, namespace, lookup)) {
    const port = resolvedPorts(ports, pod.ports);
    if (port.length === 0) continue;
    const id = JSON.stringify(port);
    const group = groups.get(id) ?? { port, pods: [] };
    group.pods.push(pod);
    groups.set(id, group);
  }
  return [...groups.values()].map(({ port, pods }) => ({ peer: podPeers(pods), port }));
}

/** All pods of the cluster, where the rule names no peer. */
function* destinations(peers: readonly PolicyPeer[], namespace: string, lookup: PodLookup): Generator<PolicyPod> {
  const everybody: PolicyPeer = { namespaceSelector: {} };
  for (const peer of peers.length === 0 ? [everybody] : peers) yield* peerPods(peer, namespace, lookup);
}

function endsOf(peers: readonly PolicyPeer[], namespace: string, lookup: PodLookup): readonly Ends[] {
  if (peers.length === 0) return [{ "any-peer": true }];
  const pods = new Set(peers.flatMap((peer) => [...peerPods(peer, namespace, lookup)]));
  const blocks = peers.map(blockPeer).filter((block) => block !== undefined);
  return peerLists([...podPeers(pods), ...blocks]).map((peer) => ({ peer }));
}

/** A rule whose peers or ports have come to nothing permits nothing. */
function withPorts(ends: readonly Ends[], ports: "any" | readonly PortValue[]): readonly Omit<RuleValue, "index">[] {
  if (ports === "any") return ends.map((end) => ({ ...end, "any-port": true }));
  return ports.length === 0 ? [] : ends.map((end) => ({ ...end, port: ports }));
}

function numberedFrom1(rules: readonly Omit<RuleValue, "index">[]): readonly RuleValue[] {
  return rules.map((rule, index) => ({ index: index + 1, ...rule }));
}
