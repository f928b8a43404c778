/** Everything that is selected, again and again (RFC 8641 3.1, periodic subscriptions). */

import type { Source, Taken } from "./source.js";

export interface PeriodicSourceOptions {
  readonly periodMs: number;
  readonly anchorMs: number | undefined;
  readonly clock: () => number;
  /** Makes the push-update as of now; undefined when it is bigger than an update may be. */
  readonly read: () => Promise<Uint8Array | undefined>;
}

/**
 * With an anchor the updates fall on whole periods from it; without one the first is sent at once. While a slow subscriber
 * takes an update the next periods pass: it never gets an old one.
 */
export class PeriodicSource implements Source {
  #dueMs: number;

  constructor(readonly options: PeriodicSourceOptions) {
    const { anchorMs, clock } = options;
    this.#dueMs = anchorMs === undefined ? clock() : this.#firstBehind(clock() - 1, anchorMs);
  }

  get dueMs(): number {
    return this.#dueMs;
  }

  async take(): Promise<Taken | undefined> {
    const { anchorMs, clock, read } = this.options;
    const timeMs = clock();
    if (timeMs < this.#dueMs) return undefined;
    this.#dueMs = this.#firstBehind(timeMs, anchorMs ?? this.#dueMs);
    const bytes = await read();
    if (bytes === undefined) return { kind: "suspended", reason: "ietf-yang-push:update-too-big" };
    return { kind: "notification", event: { timeMs, bytes } };
  }

  close(): void {}

  #firstBehind(timeMs: number, anchorMs: number): number {
    const { periodMs } = this.options;
    return anchorMs + (Math.floor((timeMs - anchorMs) / periodMs) + 1) * periodMs;
  }
}
