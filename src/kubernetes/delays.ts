/** How long the controller waits for what. */

import type { BackOff, Patience } from "./cluster/watch-kind.js";
import type { LeaseDelays } from "./load-balancer/leader.js";

export interface Delays {
  /** What comes within this time after a first change is written together with it. */
  readonly coalesceMs: number;
  /** After failures of the API server, or of the datastore's server. */
  readonly reconnect: BackOff;
  /** With an API server that says nothing. */
  readonly patience: Patience;
  /** Before an entry that was refused is tried again. */
  readonly refused: BackOff;
  /** Everything is written again so often, against what nobody foresaw. */
  readonly fullPassMs: number;
  /** Between two looks at what is wrong, for Events. */
  readonly eventsMs: number;
  /** What stays wrong is told in Events again after this time. API servers forget them after an hour. */
  readonly eventsAgainMs: number;
  /** Of the Lease that says which controller gives addresses to load balancers. */
  readonly lease: LeaseDelays;
}

export const defaultDelays: Delays = {
  coalesceMs: 50,
  reconnect: { firstMs: 1000, mostMs: 30_000 },
  patience: { answerMs: 60_000, silenceMs: 150_000 },
  refused: { firstMs: 1000, mostMs: 300_000 },
  fullPassMs: 600_000,
  eventsMs: 500,
  eventsAgainMs: 1_800_000,
  lease: { durationMs: 15_000, renewMs: 5_000 },
};

/** The pause after so many failures in a row. */
export function pauseMs({ firstMs, mostMs }: BackOff, failures: number): number {
  return Math.min(firstMs * 2 ** (failures - 1), mostMs);
}
