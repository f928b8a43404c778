/** The entries that the datastore does not have as they should be, and when each is tried again. */

import type { BackOff } from "./cluster/watch-kind.js";
import { pauseMs } from "./delays.js";
import type { EntryChange, EntryId } from "./entry.js";

export interface Refusal {
  readonly change: EntryChange;
  readonly message: string;
  readonly attempts: number;
  readonly retryAtMs: number;
}

export class Refusals {
  readonly #refused = new Map<EntryId, Refusal>();

  /** @param clock ms since 1970 */
  constructor(
    readonly backOff: BackOff,
    readonly clock: () => number,
  ) {}

  get size(): number {
    return this.#refused.size;
  }

  all(): Iterable<Refusal> {
    return this.#refused.values();
  }

  /** Takes note of what became of these changes. */
  note(changes: readonly EntryChange[], refused: ReadonlyMap<EntryId, string>): void {
    for (const change of changes) {
      const message = refused.get(change.id);
      if (message === undefined) {
        this.#refused.delete(change.id);
        continue;
      }
      const before = this.#refused.get(change.id);
      // What has changed meanwhile begins anew.
      const attempts = before?.change.entry === change.entry ? before.attempts + 1 : 1;
      const retryAtMs = this.clock() + pauseMs(this.backOff, attempts);
      this.#refused.set(change.id, { change, message, attempts, retryAtMs });
    }
  }

  /** Changes whose time has come, without those of entries that are written anyway. */
  due(except: ReadonlySet<EntryId>): readonly EntryChange[] {
    const now = this.clock();
    const due = [...this.#refused.values()].filter(
      ({ change, retryAtMs }) => retryAtMs <= now && !except.has(change.id),
    );
    return due.map(({ change }) => change);
  }

  /** When the next one is due; undefined when nothing is refused. */
  nextMs(): number | undefined {
    const times = [...this.#refused.values()].map(({ retryAtMs }) => retryAtMs);
    return times.length === 0 ? undefined : Math.min(...times);
  }
}
