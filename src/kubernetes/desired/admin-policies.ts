/**
 * Policies of administrators, and which of them have to be compiled again. There are few of them, but each may speak of pods
 * anywhere: a pod's change compiles those that take it, at either end.
 */

import type { Entry, ObjectReference } from "../entry.js";
import type { AdminNetworkPolicy, Kind, KubernetesObject, Labels, Node } from "../objects.js";
import {
  adminEntry,
  adminEntryName,
  adminPeersOf,
  adminPolicyTroubles,
  type ClusterLookup,
  isSelected,
  type ReadAdminPolicy,
  readAdminPolicy,
  type Tier,
} from "../policies/admin-policy.js";
import type { PodLookup } from "../policies/peers.js";
import type { PolicyPod } from "../policies/policy-pods.js";
import { internalAddresses } from "../services/node-entry.js";
import type { Compiled, ObjectEvent } from "./part.js";

const TIERS: Readonly<Partial<Record<Kind, Tier>>> = {
  AdminNetworkPolicy: "admin",
  BaselineAdminNetworkPolicy: "baseline",
};

interface Known {
  readonly of: ObjectReference;
  readonly policy: ReadAdminPolicy;
}

export interface PlacedPod {
  readonly pod: PolicyPod;
  /** Of its namespace; undefined while that is not known. */
  readonly labels: Labels | undefined;
}

export class AdminPolicies {
  readonly #policies = new Map<string, Known>();
  readonly #nodes = new Map<string, { readonly labels: Labels; readonly addresses: readonly string[] }>();
  readonly #changed = new Set<string>();
  readonly #lookup: ClusterLookup;

  constructor(pods: PodLookup) {
    this.#lookup = { ...pods, nodes: () => this.#nodes.values() };
  }

  /** Whether the object is such a policy. */
  static isMeant(kind: Kind): boolean {
    return TIERS[kind] !== undefined;
  }

  /** Returns the policies that have to do with it, as they were and as they are: pods that they select have others now. */
  take({ kind, key, object }: ObjectEvent): readonly ReadAdminPolicy[] {
    const id = `${kind} ${key}`;
    const before = this.#policies.get(id)?.policy;
    const after = object && readAdminPolicy(TIERS[kind]!, object as AdminNetworkPolicy);
    if (after === undefined) this.#policies.delete(id);
    else this.#policies.set(id, { of: { kind, key }, policy: after });
    this.#changed.add(id);
    return [before, after].filter((policy) => policy !== undefined);
  }

  takeNode(key: string, object: KubernetesObject | undefined): void {
    const node = object && { labels: object.metadata?.labels ?? {}, addresses: internalAddresses(object as Node) };
    if (JSON.stringify(node) === JSON.stringify(this.#nodes.get(key))) return;
    if (node === undefined) this.#nodes.delete(key);
    else this.#nodes.set(key, node);
    this.#mark((policy) => adminPeersOf(policy).some(({ nodes }) => nodes !== undefined));
  }

  /** A namespace has other labels. */
  namespaceChanged(): void {
    this.#mark(() => true);
  }

  /** @param labels of the pod's namespace */
  podChanged(pod: PolicyPod, labels: Labels | undefined): void {
    this.#mark((policy) => [policy.subject, ...adminPeersOf(policy)].some((peer) => isSelected(peer, pod, labels)));
  }

  /** References to the entries that are for a pod of this node, as its own entry has them. */
  namesFor(pod: PolicyPod, labels: Labels | undefined): readonly { readonly tier: Tier; readonly name: string }[] {
    const selecting = [...this.#policies.values()].filter(({ policy }) => isSelected(policy.subject, pod, labels));
    const names = selecting.map(({ policy }) => ({ tier: policy.tier, name: adminEntryName(policy, pod) }));
    return names.sort((one, other) => (`${one.tier} ${one.name}` < `${other.tier} ${other.name}` ? -1 : 1));
  }

  /** @param local pods of this node */
  *compile(local: Iterable<PlacedPod>): Iterable<readonly [string, Compiled]> {
    if (this.#changed.size === 0) return;
    const pods = [...local];
    for (const id of this.#changed) yield [`admin policy ${id}`, this.#compileOne(id, pods)];
    this.#changed.clear();
  }

  #compileOne(id: string, pods: readonly PlacedPod[]): Compiled {
    const known = this.#policies.get(id);
    if (known === undefined) return { entries: [], troubles: [] };
    const { of, policy } = known;
    const variants = new Map<string, PolicyPod>();
    for (const { pod, labels } of pods) {
      if (isSelected(policy.subject, pod, labels)) variants.set(adminEntryName(policy, pod), pod);
    }
    const entries = [...variants.values()].map(
      (pod): Entry => ({ list: "admin-policy", value: adminEntry(policy, pod, this.#lookup), of }),
    );
    const messages = adminPolicyTroubles(policy);
    return { entries, troubles: messages.map((message) => ({ of, reason: "NotExpressible", message })) };
  }

  #mark(isConcerned: (policy: ReadAdminPolicy) => boolean): void {
    for (const [id, { policy }] of this.#policies) if (isConcerned(policy)) this.#changed.add(id);
  }
}
