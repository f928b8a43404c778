/** Kinds that an API server serves only when somebody has installed their definitions. */

import { setTimeout as delay } from "node:timers/promises";
import { pauseMs } from "../delays.js";
import { ApiError } from "./api-request.js";
import type { BackOff } from "./watch-kind.js";

const NOT_FOUND = 404;

export interface ServedSink {
  /** The kind is not served, so there is no object of it. Called each time that it is found so. */
  absent(): void;
  /** The API server cannot be asked. */
  trouble(failure: unknown): void;
}

/** Resolves when the list can be read, or at the end. What is not served is asked for again after the longest pause. */
export async function whenServed(
  read: () => Promise<unknown>,
  sink: ServedSink,
  backOff: BackOff,
  signal: AbortSignal,
): Promise<void> {
  for (let failures = 0; !signal.aborted; ) {
    try {
      await read();
      return;
    } catch (failure) {
      if (signal.aborted) return;
      const isAbsent = failure instanceof ApiError && failure.statusCode === NOT_FOUND;
      failures = isAbsent ? 0 : failures + 1;
      if (isAbsent) sink.absent();
      else sink.trouble(failure);
      const waitMs = isAbsent ? backOff.mostMs : pauseMs(backOff, failures);
      await delay(waitMs, undefined, { ref: false, signal }).catch(() => undefined);
    }
  }
}
