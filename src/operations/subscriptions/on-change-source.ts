/** Changes as they happen (RFC 8641 3.1, on-change subscriptions): collected until they may be sent, and never more than a bounded number. */

import type { DataEdit } from "../compare/list-entries.js";
import { netEdits } from "./net-edits.js";
import type { Source, Taken } from "./source.js";

/** Edits that wait for a slow subscriber. With more than that everything is sent anew. */
const MOST_EDITS = 10_000;

/** Before what has failed is tried again. */
const RETRY_MS = 1000;

export interface OnChangeSourceOptions {
  readonly dampeningMs: number;
  readonly syncOnStart: boolean;
  /** Kinds of changes that are not wanted. */
  readonly excluded: readonly string[];
  readonly clock: () => number;
  readonly ring: () => void;
  /**
   * Everything that is selected, as a push-update; undefined when it is too big. `atThatMoment` is called between two
   * changes: what came before is in the update, what comes after is not.
   */
  readonly readAll: (atThatMoment: () => void) => Promise<Uint8Array | undefined>;
  readonly encode: (edits: readonly DataEdit[]) => Promise<Uint8Array>;
  readonly unwatch: () => void;
}

export class OnChangeSource implements Source {
  /** What is not sent yet: the changes of each commit together. */
  #pending: (readonly DataEdit[])[] = [];
  #pendingEdits = 0;
  #needsAll: boolean;
  #isOverfull = false;
  #freeAtMs = 0;

  constructor(readonly options: OnChangeSourceOptions) {
    this.#needsAll = options.syncOnStart;
  }

  get dueMs(): number | undefined {
    return this.#needsAll || this.#pending.length > 0 ? this.#freeAtMs : undefined;
  }

  /** Takes changes in. The array is shared with other subscriptions. */
  add(edits: readonly DataEdit[]): void {
    const { excluded, ring } = this.options;
    const wanted = excluded.length === 0 ? edits : edits.filter(({ operation }) => !excluded.includes(operation));
    if (wanted.length === 0) return;
    this.#pending.push(wanted);
    this.#pendingEdits += wanted.length;
    if (this.#pendingEdits > MOST_EDITS) this.#overflow();
    ring();
  }

  /** Everything is sent next (resync-subscription). */
  resync(): void {
    this.#needsAll = true;
    this.#freeAtMs = 0;
    this.options.ring();
  }

  async take(): Promise<Taken | undefined> {
    if (this.#isOverfull) {
      this.#isOverfull = false;
      return { kind: "suspended", reason: "ietf-subscribed-notifications:insufficient-resources" };
    }
    const timeMs = this.options.clock();
    if (timeMs < this.#freeAtMs) return undefined;
    if (!this.#needsAll && this.#pending.length === 0) return undefined;
    const bytes = await this.#takeWhatThereIs(timeMs);
    if (bytes === "nothing") return undefined;
    if (bytes === undefined) return { kind: "suspended", reason: "ietf-yang-push:sync-too-big" };
    this.#freeAtMs = timeMs + this.options.dampeningMs;
    return { kind: "notification", event: { timeMs, bytes } };
  }

  close(): void {
    this.options.unwatch();
    this.#forget();
  }

  async #takeWhatThereIs(timeMs: number): Promise<Uint8Array | "nothing" | undefined> {
    try {
      return this.#needsAll ? await this.#takeAll() : await this.#takeChanges();
    } catch (failure) {
      // What was to be told is lost: everything is told anew, but not in a hurry.
      this.#needsAll = true;
      this.#freeAtMs = timeMs + RETRY_MS;
      throw failure;
    }
  }

  async #takeAll(): Promise<Uint8Array | undefined> {
    this.#needsAll = false;
    return this.options.readAll(() => this.#forget());
  }

  async #takeChanges(): Promise<Uint8Array | "nothing"> {
    const [first, ...more] = this.#pending;
    this.#forget();
    const edits = more.length === 0 ? first! : netEdits([first!, ...more].flat());
    return edits.length === 0 ? "nothing" : this.options.encode(edits);
  }

  #overflow(): void {
    this.#forget();
    this.#isOverfull = true;
    this.#needsAll = true;
  }

  #forget(): void {
    this.#pending = [];
    this.#pendingEdits = 0;
  }
}
