/** What the datastore should hold, out of the objects of the cluster; kept up to date change by change. */

import { type Entry, type EntryChange, type EntryId, entryId } from "../entry.js";
import { KINDS, type Kind, type KubernetesObject, keyOf } from "../objects.js";
import { hasStandIn, standInFor } from "../policies/stand-in.js";
import type { ClusterSettings } from "../settings.js";
import type { Trouble } from "../trouble.js";
import { wellFormed } from "../well-formed.js";
import { ClusterNodePart } from "./cluster-node-part.js";
import type { Compiled, ObjectEvent, Part } from "./part.js";
import { PolicyPart } from "./policy-part.js";
import { ServicePart } from "./service-part.js";

/** Names as Kubernetes has them; what has another is no object of a real API server. */
const NAME = /^[a-z0-9A-Z]([-a-z0-9A-Z._:]*[a-z0-9A-Z])?$/;

export interface StateChange {
  readonly changes: readonly EntryChange[];
  /** Of what was compiled: all that is wrong with it now. The list of an object may be empty. */
  readonly troubles: ReadonlyMap<string, readonly Trouble[]>;
}

export class DesiredState {
  readonly #parts: readonly Part[];
  /** The entries of each thing, with their text for comparison. */
  readonly #things = new Map<string, ReadonlyMap<EntryId, { readonly entry: Entry; readonly text: string }>>();

  /** Policies that were well formed when they were taken last. */
  readonly #soundPolicies = new Set<string>();
  /** Objects that were not taken, and what has changed in that. */
  readonly #faulty = new Set<string>();
  readonly #newFaults = new Map<string, readonly Trouble[]>();

  constructor(settings: ClusterSettings) {
    this.#parts = [new ServicePart(settings), new ClusterNodePart(), new PolicyPart(settings)];
  }

  /**
   * Takes an object that is new or has changed; duplicates do no harm. What is no object of the cluster is passed over, and what is
   * one of another shape leaves the one that was before. A policy of which nothing was known closes what it may have closed.
   * @returns the object as it was taken
   */
  put(object: KubernetesObject): KubernetesObject | undefined {
    const kind = KINDS.find((known) => known === object.kind);
    if (kind === undefined || !NAME.test(object.metadata?.name ?? "")) return undefined;
    const read = wellFormed(kind, object);
    const key = keyOf(object);
    if (typeof read === "string") {
      const consequence = this.#standIn(kind, key, object);
      this.#setFault(`${kind} ${key}`, [{ of: { kind, key }, reason: "InvalidObject", message: read + consequence }]);
      return undefined;
    }
    this.#setFault(`${kind} ${key}`, []);
    if (hasStandIn(kind)) this.#soundPolicies.add(`${kind} ${key}`);
    this.#take({ kind, key, object: read });
    return read;
  }

  /** Returns what becomes of a policy that cannot be read, as the end of a sentence; nothing for other objects. */
  #standIn(kind: Kind, key: string, object: KubernetesObject): string {
    if (this.#soundPolicies.has(`${kind} ${key}`)) return "; what it was before stays";
    const standIn = standInFor(kind, object);
    if (standIn === undefined) return "";
    this.#take({ kind, key, object: standIn.object });
    return `; ${standIn.consequence}`;
  }

  remove({ kind, key }: Pick<ObjectEvent, "kind" | "key">): void {
    this.#setFault(`${kind} ${key}`, []);
    this.#soundPolicies.delete(`${kind} ${key}`);
    this.#take({ kind, key, object: undefined });
  }

  #setFault(object: string, fault: readonly Trouble[]): void {
    if (fault.length > 0 || this.#faulty.has(object)) this.#newFaults.set(`object ${object}`, fault);
    if (fault.length > 0) this.#faulty.add(object);
    else this.#faulty.delete(object);
  }

  /** What has changed since the last call. Cost follows what the objects concern. */
  changes(): StateChange {
    const changes: EntryChange[] = [];
    const troubles = new Map<string, readonly Trouble[]>(this.#newFaults);
    this.#newFaults.clear();
    for (const part of this.#parts) {
      for (const [thing, compiled] of part.compile()) {
        changes.push(...this.#replace(thing, compiled));
        troubles.set(thing, compiled.troubles);
      }
    }
    return { changes, troubles };
  }

  /** All entries. */
  *entries(): Iterable<Entry> {
    for (const entries of this.#things.values()) for (const { entry } of entries.values()) yield entry;
  }

  #take(event: ObjectEvent): void {
    for (const part of this.#parts) part.take(event);
  }

  *#replace(thing: string, { entries }: Compiled): Iterable<EntryChange> {
    const before = this.#things.get(thing) ?? new Map();
    const after = new Map(
      entries.map((entry) => [entryId(entry.list, entry.value), { entry, text: JSON.stringify(entry.value) }]),
    );
    for (const id of before.keys()) if (!after.has(id)) yield { id, entry: null };
    for (const [id, { entry, text }] of after) if (before.get(id)?.text !== text) yield { id, entry };
    if (after.size === 0) this.#things.delete(thing);
    else this.#things.set(thing, after);
  }
}
