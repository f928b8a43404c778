/**
 * Brings the datastore to what is desired: change by change, and as a whole at the start, after failures, and from time to time.
 * Before the first call of `begin` nothing is written and nothing removed.
 */

import type { Logger } from "pino";
import { type Delays, pauseMs } from "./delays.js";
import type { DesiredState } from "./desired/desired-state.js";
import { type EntryChange, type EntryId, entryId } from "./entry.js";
import { Refusals } from "./refusals.js";
import type { Trouble } from "./trouble.js";
import type { DatastoreWriter } from "./writers/datastore-writer.js";
import { writeChanges } from "./writers/write-changes.js";

export interface ReconcilerOptions {
  readonly desired: DesiredState;
  readonly writer: DatastoreWriter;
  readonly delays: Delays;
  /** ms since 1970. */
  readonly clock: () => number;
  readonly log: Logger;
  /** All that is wrong now, after each pass. */
  readonly onTroubles: (troubles: readonly Trouble[]) => void;
}

export class Reconciler {
  readonly #refusals: Refusals;
  readonly #troubles = new Map<string, readonly Trouble[]>();
  #timer: NodeJS.Timeout | undefined;
  #timerAtMs = Number.POSITIVE_INFINITY;
  #pass: Promise<void> | undefined;
  #isBegun = false;
  #isStopped = false;
  #failures = 0;
  /** Changes that are compiled and not written. */
  #pending: readonly EntryChange[] = [];
  #fullPassAtMs = 0;
  /** For status and metrics. */
  readonly counts = { passes: 0, written: 0, failures: 0, lastPassAtMs: 0 };

  constructor(readonly options: ReconcilerOptions) {
    this.#refusals = new Refusals(options.delays.refused, options.clock);
  }

  get refused(): number {
    return this.#refusals.size;
  }

  /** The datastore is as desired, as far as anybody knows. */
  get isInSync(): boolean {
    return this.counts.passes > 0 && this.#failures === 0 && this.#refusals.size === 0;
  }

  /** What is desired is complete: from now on it is written, and what is not desired is removed. */
  begin(): void {
    this.#isBegun = true;
    this.changed();
  }

  /** Something has changed in what is desired. */
  changed(): void {
    if (this.#isBegun && this.#failures === 0) this.#wake(this.options.delays.coalesceMs);
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    clearTimeout(this.#timer);
    await this.#pass;
  }

  /** Runs a pass after this time, or earlier where one is due earlier. */
  #wake(afterMs: number): void {
    const atMs = this.options.clock() + afterMs;
    if (this.#isStopped || this.#pass !== undefined || atMs >= this.#timerAtMs) return;
    clearTimeout(this.#timer);
    this.#timerAtMs = atMs;
    this.#timer = setTimeout(() => this.#run(), Math.max(0, afterMs)).unref();
  }

  #run(): void {
    this.#timerAtMs = Number.POSITIVE_INFINITY;
    this.#pass = this.#reconcile().finally(() => {
      this.#pass = undefined;
      this.#wake(this.#nextMs() - this.options.clock());
    });
  }

  #nextMs(): number {
    const { delays, clock } = this.options;
    if (this.#failures > 0) return clock() + pauseMs(delays.reconnect, this.#failures);
    // What has changed during the pass has not woken anybody.
    this.#compile();
    if (this.#pending.length > 0) return clock() + delays.coalesceMs;
    return Math.min(this.#fullPassAtMs, this.#refusals.nextMs() ?? Number.POSITIVE_INFINITY);
  }

  async #reconcile(): Promise<void> {
    const { log, clock, delays } = this.options;
    try {
      this.#compile();
      const isFull = clock() >= this.#fullPassAtMs;
      const changes = isFull ? await this.#allChanges() : this.#pending;
      this.#pending = [];
      await this.#write(changes);
      await this.#write(this.#refusals.due(new Set(changes.map(({ id }) => id))));
      if (isFull) this.#fullPassAtMs = clock() + delays.fullPassMs;
      this.#failures = 0;
      this.counts.passes++;
      this.counts.lastPassAtMs = clock();
    } catch (failure) {
      this.#failures++;
      this.counts.failures++;
      // Nobody knows what was written.
      this.#fullPassAtMs = 0;
      log.warn({ err: failure, attempt: this.#failures }, "the datastore cannot be written; it is tried again");
    } finally {
      this.options.onTroubles(this.#allTroubles());
    }
  }

  async #write(changes: readonly EntryChange[]): Promise<void> {
    if (changes.length === 0) return;
    const refused = await writeChanges(this.options.writer, changes);
    this.#refusals.note(changes, refused);
    this.counts.written += changes.length - refused.size;
  }

  #compile(): void {
    const { changes, troubles } = this.options.desired.changes();
    for (const [thing, found] of troubles) {
      if (found.length === 0) this.#troubles.delete(thing);
      else this.#troubles.set(thing, found);
    }
    if (changes.length === 0) return;
    const pending = new Map<EntryId, EntryChange>([...this.#pending, ...changes].map((change) => [change.id, change]));
    this.#pending = [...pending.values()];
  }

  /** All that is desired, and the removal of what is not. */
  async #allChanges(): Promise<readonly EntryChange[]> {
    const present = await this.options.writer.entries();
    const desired = [...this.options.desired.entries()].map((entry) => ({
      id: entryId(entry.list, entry.value),
      entry,
    }));
    const wanted = new Set(desired.map(({ id }) => id));
    const gone = [...present].filter((id) => !wanted.has(id)).map((id) => ({ id, entry: null }));
    return [...gone, ...desired];
  }

  #allTroubles(): readonly Trouble[] {
    const refused = [...this.#refusals.all()].flatMap(({ change, message }): readonly Trouble[] =>
      change.entry === null ? [] : [{ of: change.entry.of, reason: "Refused", message }],
    );
    return [...[...this.#troubles.values()].flat(), ...refused];
  }
}
