/** Tells on-change subscribers of operational what has changed: an event of VPP or a commit says that something has, and then it is read again. */

import type { Follower } from "../../datastore/datastores.js";
import { differences } from "../compare/differences.js";
import type { OperationContext } from "../context.js";
import type { Session } from "../management.js";
import type { Watcher } from "./configuration-feed.js";
import { readDocument } from "./read-selection.js";

type Json = Readonly<Record<string, unknown>>;

/** State whose every change is told by an event: schema paths by the event's path. */
export const watchedState: ReadonlyMap<string, readonly string[]> = new Map([
  [
    "/sweetcomb-interfaces:interface-state-change",
    ["name", "admin-status", "oper-status"].map((leaf) => `/ietf-interfaces:interfaces/interface/${leaf}`),
  ],
]);

interface Watch {
  readonly session: Session;
  readonly select: readonly string[];
  readonly watchers: Set<Watcher>;
  /** What the watchers know. */
  known: Promise<Json>;
  /** A reading that has not begun takes all triggers until then. */
  isWaiting: boolean;
}

export class StateFeed implements Follower {
  readonly #watches = new Map<string, Watch>();

  constructor(readonly context: () => OperationContext) {}

  /** @returns what ends the watching */
  watch(session: Session, select: readonly string[], watcher: Watcher): () => void {
    const key = JSON.stringify([session.user, session.groups, select]);
    const watch = this.#watches.get(key) ?? {
      session,
      select,
      watchers: new Set<Watcher>(),
      known: readDocument(this.context(), session, "operational", select),
      isWaiting: false,
    };
    watch.known.catch(() => undefined);
    this.#watches.set(key, watch);
    watch.watchers.add(watcher);
    return () => {
      watch.watchers.delete(watcher);
      if (watch.watchers.size === 0) this.#watches.delete(key);
    };
  }

  async swapping(): Promise<void> {}

  async swapped(): Promise<void> {
    this.trigger();
  }

  /** Something that is watched may have changed. */
  trigger(): void {
    for (const watch of this.#watches.values()) {
      if (watch.isWaiting) continue;
      watch.isWaiting = true;
      const before = watch.known;
      watch.known = this.#readAgain(watch, before);
      watch.known.catch(() => undefined);
    }
  }

  async #readAgain(watch: Watch, earlier: Promise<Json>): Promise<Json> {
    const before = await earlier.catch(() => undefined);
    watch.isWaiting = false;
    const { session, select, watchers } = watch;
    const after = await readDocument(this.context(), session, "operational", select);
    if (before === undefined) for (const watcher of watchers) watcher.resync();
    else {
      const edits = [...differences(before, after, this.context().schema)];
      if (edits.length > 0) for (const watcher of watchers) watcher.add(edits);
    }
    return after;
  }
}
