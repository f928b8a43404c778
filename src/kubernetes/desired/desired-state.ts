/** What the datastore should hold, out of the objects of the cluster; kept up to date change by change. */

import { type Entry, type EntryChange, type EntryId, entryId } from "../entry.js";
import { KINDS, type KubernetesObject, keyOf } from "../objects.js";
import type { ClusterSettings } from "../settings.js";
import type { Trouble } from "../trouble.js";
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

  constructor(settings: ClusterSettings) {
    this.#parts = [new ServicePart(settings), new ClusterNodePart(), new PolicyPart(settings)];
  }

  /** Takes an object that is new or has changed; duplicates do no harm. What is no object of the cluster is passed over. */
  put(object: KubernetesObject): void {
    const kind = KINDS.find((known) => known === object.kind);
    if (kind !== undefined && NAME.test(object.metadata?.name ?? "")) this.#take({ kind, key: keyOf(object), object });
  }

  remove({ kind, key }: Pick<ObjectEvent, "kind" | "key">): void {
    this.#take({ kind, key, object: undefined });
  }

  /** What has changed since the last call. Cost follows what the objects concern. */
  changes(): StateChange {
    const changes: EntryChange[] = [];
    const troubles = new Map<string, readonly Trouble[]>();
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
