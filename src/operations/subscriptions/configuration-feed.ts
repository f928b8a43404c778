/**
 * Tells on-change subscribers what commits change. What a commit touches is cut with what each filter selects, and that part
 * alone is read before and after: the cost follows the change and not the datastore. Subscribers of one user with one filter
 * share the work.
 */

import type { Follower } from "../../datastore/datastores.js";
import { differences } from "../compare/differences.js";
import type { DataEdit } from "../compare/list-entries.js";
import type { OperationContext } from "../context.js";
import type { Session } from "../management.js";
import { schemaPathOfTarget } from "./edit-target.js";
import { type NodePath, schemaPathOf, touchedPart } from "./node-path.js";
import { readDocument } from "./read-selection.js";
import { touchedPaths } from "./touched-paths.js";

type Json = Readonly<Record<string, unknown>>;

/** Parts of a datastore that are read one by one; who is concerned by more gets everything anew. */
const MOST_PARTS = 1000;

export interface Watcher {
  add(edits: readonly DataEdit[]): void;
  /** So much has changed that everything is to be told. */
  resync(): void;
}

export type WatchedDatastore = "running" | "intended";

/** Watchers that see the same. */
interface Watch {
  readonly session: Session;
  readonly datastore: WatchedDatastore;
  readonly filter: readonly NodePath[] | undefined;
  /** Schema paths of what the filter selects. */
  readonly selected: readonly string[] | undefined;
  readonly watchers: Set<Watcher>;
}

/** What the commit under way means for a watch. */
type Concern =
  | { readonly watch: Watch; readonly parts: readonly string[]; readonly before: Json }
  | { readonly watch: Watch; readonly parts: "many" };

export class ConfigurationFeed implements Follower {
  readonly #watches = new Map<string, Watch>();
  #concerns: readonly Concern[] = [];

  constructor(readonly context: () => OperationContext) {}

  /**
   * @param filter what is watched; undefined for everything
   * @returns what ends the watching
   */
  watch(
    session: Session,
    datastore: WatchedDatastore,
    filter: readonly NodePath[] | undefined,
    watcher: Watcher,
  ): () => void {
    const key = JSON.stringify([session.user, session.groups, datastore, filter]);
    const watch = this.#watches.get(key) ?? {
      session,
      datastore,
      filter,
      selected: filter?.map(schemaPathOf),
      watchers: new Set<Watcher>(),
    };
    this.#watches.set(key, watch);
    watch.watchers.add(watcher);
    return () => {
      watch.watchers.delete(watcher);
      if (watch.watchers.size === 0) this.#watches.delete(key);
    };
  }

  /** Runs inside the write queue, like `swapped`. */
  async swapping(journal: Uint8Array): Promise<void> {
    this.#concerns = [];
    if (this.#watches.size === 0) return;
    const touched = touchedPaths(journal, this.context().schema);
    const concerns: Concern[] = [];
    for (const watch of this.#watches.values()) {
      const parts = partsOf(watch.filter, touched);
      if (parts.length > MOST_PARTS) concerns.push({ watch, parts: "many" });
      else if (parts.length > 0) concerns.push({ watch, parts, before: await this.#read(watch, parts) });
    }
    this.#concerns = concerns;
  }

  async swapped(): Promise<void> {
    const concerns = this.#concerns;
    this.#concerns = [];
    for (const concern of concerns) {
      const { watch, parts } = concern;
      if (parts === "many") for (const watcher of watch.watchers) watcher.resync();
      else {
        const after = await this.#read(watch, parts);
        const edits = [...differences(concern.before, after, this.context().schema)].filter((edit) =>
          isTold(edit, watch),
        );
        if (edits.length > 0) for (const watcher of watch.watchers) watcher.add(edits);
      }
    }
  }

  #read({ session, datastore }: Watch, parts: readonly string[]): Promise<Json> {
    return readDocument(this.context(), session, datastore, parts);
  }
}

/** An entry that comes or goes with nothing in it but its keys is not news to those who watch something inside it. */
function isTold({ target, value, sourceValue }: DataEdit, { selected }: Watch): boolean {
  const path = schemaPathOfTarget(target);
  if (selected === undefined || selected.some((one) => path === one || path.startsWith(`${one}/`))) return true;
  return selected.some((one) => holds(value ?? sourceValue, one.slice(path.length + 1).split("/")));
}

/** Whether there is something at the end of the steps below one of the entries. */
function holds(value: unknown, [step, ...further]: readonly string[]): boolean {
  const entries = Object.values((value ?? {}) as Json).flat() as Json[];
  return entries.some((entry) => {
    const member = step === undefined ? undefined : entry[step];
    return member !== undefined && (further.length === 0 || holds({ member }, further));
  });
}

function partsOf(filter: readonly NodePath[] | undefined, touched: readonly NodePath[]): readonly string[] {
  const filters = filter ?? [[]];
  const parts = touched.flatMap((path) => filters.flatMap((one) => touchedPart(one, path)));
  return [...new Set(parts)];
}
