/**
 * Network policies and the pods that they concern. A pod's change compiles the policies whose selectors take it, as it was or as
 * it is; only policies for a pod of this node have entries.
 */

import { addressesOf } from "../addresses.js";
import type { Labels, NetworkPolicy, Node, Pod } from "../objects.js";
import { type Attachment, attachmentOf } from "../pods/attachment.js";
import { podEntry, policyPodEntry } from "../pods/pod-entries.js";
import { isSelected } from "../policies/admin-policy.js";
import { type PodLookup, selectsPod } from "../policies/peers.js";
import {
  entryNameFor,
  isFor,
  peersOf,
  policyEntry,
  policyTroubles,
  type ReadPolicy,
  readPolicy,
  readsAllPods,
} from "../policies/policy.js";
import { type PolicyPod, podAddresses, policyPod, samePolicyPod } from "../policies/policy-pods.js";
import { selects } from "../policies/selectors.js";
import { internalAddresses } from "../services/node-entry.js";
import type { ClusterSettings } from "../settings.js";
import type { Trouble } from "../trouble.js";
import { AdminPolicies, type PlacedPod } from "./admin-policies.js";
import { Grouped } from "./grouped.js";
import type { Compiled, ObjectEvent, Part } from "./part.js";

interface LocalPod {
  readonly pod: Pod;
  readonly attachment: Attachment;
  readonly troubles: readonly string[];
}

const nothing: Compiled = { entries: [], troubles: [] };

export class PolicyPart implements Part {
  /** Pods that policies concern, of all nodes, by namespace. */
  readonly #pods = new Grouped<PolicyPod>();
  /** Attached pods of this node, by namespace. */
  readonly #local = new Grouped<LocalPod>();
  readonly #policies = new Grouped<ReadPolicy>();
  /** Policies of which a rule speaks of other namespaces. */
  readonly #crossing = new Map<string, ReadPolicy>();
  readonly #namespaces = new Map<string, Labels>();
  readonly #changedPolicies = new Set<string>();
  readonly #changedPods = new Set<string>();
  #node: Node | undefined;
  #nodeChanged = true;
  readonly #podTroubles = new Map<string, readonly string[]>();

  constructor(readonly settings: ClusterSettings) {}

  readonly #lookup: PodLookup = {
    podsIn: (namespace) => this.#pods.of(namespace).values(),
    namespaces: () => this.#namespaces,
  };

  readonly #admin = new AdminPolicies(this.#lookup);

  take(event: ObjectEvent): void {
    const { kind, key, object } = event;
    if (kind === "Node") this.#admin.takeNode(key, object);
    if (AdminPolicies.isMeant(kind)) this.#takeAdminPolicy(event);
    else if (kind === "Pod") this.#takePod(key, object as Pod | undefined);
    else if (kind === "NetworkPolicy") this.#takePolicy(key, object as NetworkPolicy | undefined);
    else if (kind === "Namespace") this.#takeNamespace(key.slice(1), object?.metadata?.labels ?? (object && {}));
    else if (kind === "Node" && key === `/${this.settings.nodeName}`) {
      this.#node = object as Node | undefined;
      this.#nodeChanged = true;
    }
  }

  *compile(): Iterable<readonly [string, Compiled]> {
    yield* this.#admin.compile(this.#localPods());
    for (const key of this.#changedPolicies) yield [`policy ${key}`, this.#compilePolicy(key)];
    for (const key of this.#changedPods) yield [`pod ${key}`, this.#compilePod(key)];
    this.#changedPolicies.clear();
    this.#changedPods.clear();
    if (!this.#nodeChanged) return;
    this.#nodeChanged = false;
    yield ["settings", this.#compileSettings()];
  }

  #takePod(key: string, pod: Pod | undefined): void {
    const namespace = namespaceIn(key);
    const before = this.#pods.of(namespace).get(key);
    const after = pod === undefined ? undefined : policyPod(pod);
    if (!samePolicyPod(before, after)) {
      this.#concerned(before, namespace);
      this.#pods.set(namespace, key, after);
      this.#concerned(after, namespace);
      this.#changedPods.add(key);
    }
    this.#takeLocal(key, pod, after ?? before);
  }

  /** Whether and how the pod is attached here. */
  #takeLocal(key: string, pod: Pod | undefined, known: PolicyPod | undefined): void {
    const namespace = namespaceIn(key);
    const before = this.#local.of(namespace).get(key);
    const troubles: string[] = [];
    const isHere = pod !== undefined && isRunningOn(this.settings.nodeName, pod);
    const attachment = isHere
      ? attachmentOf(pod, this.settings.pods, (message) => void troubles.push(message))
      : undefined;
    if (troubles.length > 0) this.#podTroubles.set(key, troubles);
    else this.#podTroubles.delete(key);
    this.#local.set(namespace, key, attachment && { pod: pod!, attachment, troubles });
    if (before === undefined && attachment === undefined && troubles.length === 0) return;
    this.#changedPods.add(key);
    // The first pod that a policy selects gives it an entry, the last takes it away.
    if ((before === undefined) !== (attachment === undefined)) this.#selecting(known, namespace);
  }

  #takePolicy(key: string, object: NetworkPolicy | undefined): void {
    const namespace = namespaceIn(key);
    const before = this.#policies.of(namespace).get(key);
    const policy = object === undefined ? undefined : readPolicy(object);
    this.#policies.set(namespace, key, policy);
    const crosses =
      policy !== undefined && (readsAllPods(policy) || peersOf(policy).some((peer) => peer.namespaceSelector));
    if (crosses) this.#crossing.set(key, policy);
    else this.#crossing.delete(key);
    this.#changedPolicies.add(key);
    for (const podKey of this.#local.of(namespace).keys()) {
      const pod = this.#pods.of(namespace).get(podKey);
      if (pod === undefined) continue;
      if ((before && isFor(before, pod)) || (policy && isFor(policy, pod))) this.#changedPods.add(podKey);
    }
  }

  #takeAdminPolicy(event: ObjectEvent): void {
    const policies = this.#admin.take(event);
    for (const { pod, labels, key } of this.#localPods()) {
      if (policies.some(({ subject }) => isSelected(subject, pod, labels))) this.#changedPods.add(key);
    }
  }

  /** Pods of this node that policies concern, with the labels of their namespaces and their keys. */
  *#localPods(): Generator<PlacedPod & { readonly key: string }> {
    for (const namespace of this.#local.groups()) {
      const labels = this.#namespaces.get(namespace);
      for (const key of this.#local.of(namespace).keys()) {
        const pod = this.#pods.of(namespace).get(key);
        if (pod !== undefined) yield { pod, labels, key };
      }
    }
  }

  #takeNamespace(name: string, labels: Labels | undefined): void {
    const before = this.#namespaces.get(name);
    if (JSON.stringify(before) !== JSON.stringify(labels)) {
      this.#admin.namespaceChanged();
      for (const key of this.#local.of(name).keys()) this.#changedPods.add(key);
    }
    if (labels === undefined) this.#namespaces.delete(name);
    else this.#namespaces.set(name, labels);
    for (const [key, policy] of this.#crossing) {
      const isMeant = (found: Labels | undefined) =>
        found !== undefined &&
        peersOf(policy).some((peer) => peer.namespaceSelector && selects(peer.namespaceSelector, found));
      if (isMeant(before) !== isMeant(labels) || readsAllPods(policy)) this.#changedPolicies.add(key);
    }
  }

  /** Policies that a pod has something to do with, at either end. */
  #concerned(pod: PolicyPod | undefined, namespace: string): void {
    if (pod === undefined) return;
    this.#selecting(pod, namespace);
    const labels = this.#namespaces.get(namespace);
    const candidates = new Map([...this.#policies.of(namespace), ...this.#crossing]);
    for (const [key, policy] of candidates) {
      const isPeer = peersOf(policy).some((peer) => selectsPod(peer, policy.namespace, pod, labels));
      if (isPeer || readsAllPods(policy)) this.#changedPolicies.add(key);
    }
  }

  #selecting(pod: PolicyPod | undefined, namespace: string): void {
    if (pod === undefined) return;
    this.#admin.podChanged(pod, this.#namespaces.get(namespace));
    for (const [key, policy] of this.#policies.of(namespace)) if (isFor(policy, pod)) this.#changedPolicies.add(key);
  }

  /** An entry for each way in which the pods of this node resolve the policy's named ports. */
  #compilePolicy(key: string): Compiled {
    const namespace = namespaceIn(key);
    const policy = this.#policies.of(namespace).get(key);
    if (policy === undefined) return nothing;
    const of = { kind: "NetworkPolicy", key } as const;
    const variants = new Map<string, PolicyPod>();
    for (const podKey of this.#local.of(namespace).keys()) {
      const pod = this.#pods.of(namespace).get(podKey);
      if (pod !== undefined && isFor(policy, pod)) variants.set(entryNameFor(policy, pod), pod);
    }
    return {
      entries: [...variants.values()].map((pod) => ({
        list: "policy" as const,
        value: policyEntry(policy, pod, this.#lookup),
        of,
      })),
      troubles: policyTroubles(policy).map((message) => ({ of, reason: "NotExpressible", message })),
    };
  }

  #compilePod(key: string): Compiled {
    const namespace = namespaceIn(key);
    const of = { kind: "Pod", key } as const;
    const troubles = (this.#podTroubles.get(key) ?? []).map(
      (message): Trouble => ({ of, reason: "InvalidObject", message }),
    );
    const local = this.#local.of(namespace).get(key);
    if (local === undefined) return { entries: [], troubles };
    const name = { namespace, name: local.pod.metadata?.name ?? "" };
    const attached = { list: "pod" as const, value: podEntry(name, podAddresses(local.pod), local.attachment), of };
    const pod = this.#pods.of(namespace).get(key);
    if (pod === undefined) return { entries: [attached], troubles };
    const admin = this.#admin.namesFor(pod, this.#namespaces.get(namespace));
    const own = policyPodEntry(name, pod, local.attachment, this.#policies.of(namespace).values());
    const value = { ...own, ...(admin.length > 0 && { "admin-policy": admin }) };
    return { entries: [attached, { list: "policy-pod", value, of }], troubles };
  }

  #compileSettings(): Compiled {
    const { dataPlane, twiceNatAddress, uplinks, sctpPorts } = this.settings;
    // The source of what comes to pods through their own services, and of what the node itself sends.
    const sources = [...internalAddresses(this.#node), ...addressesOf([twiceNatAddress ?? undefined])];
    const addresses = [...new Set(sources)];
    const value = {
      // nat44-ed translates what pods send after their lists have seen it.
      ...(dataPlane === "nat44-ed" && { view: "virtual", ...(uplinks.length > 0 && { uplink: uplinks }) }),
      "sctp-ports": sctpPorts,
      ...(addresses.length > 0 && { "node-address": addresses }),
    };
    const of = { kind: "Node", key: `/${this.settings.nodeName}` } as const;
    return { entries: [{ list: "policy-settings", value, of }], troubles: [] };
  }
}

/** A pod that has ended, or that has the node's own network, is attached to nothing. */
function isRunningOn(nodeName: string, { spec = {}, status = {} }: Pod): boolean {
  const hasEnded = status.phase === "Succeeded" || status.phase === "Failed";
  return spec.nodeName === nodeName && !spec.hostNetwork && !hasEnded;
}

function namespaceIn(key: string): string {
  return key.slice(0, key.indexOf("/"));
}
