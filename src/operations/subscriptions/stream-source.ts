/** Events of a stream, from the log (RFC 8639 2.1). A reader that falls behind by more than the log keeps is suspended. */

import type { EventLog } from "../events/event-log.js";
import type { EventEncoder } from "../events/event-texts.js";
import type { Source, Taken } from "./source.js";

export interface StreamSourceOptions {
  readonly events: EventLog;
  readonly encode: EventEncoder;
  /** Whether the subscriber may have a notification with this path now. */
  readonly mayReceive: (path: string) => boolean;
  /** Number of the event behind which the subscription begins. */
  readonly from: number;
  readonly isReplay: boolean;
  readonly stopTimeMs: number | undefined;
  readonly ring: () => void;
}

export class StreamSource implements Source {
  #position: number;
  /** Number of the last event that counts as past; undefined once that has been told. */
  #replayedUntil: number | undefined;
  readonly #unwatch: () => void;

  constructor(readonly options: StreamSourceOptions) {
    const { events, from, isReplay, ring } = options;
    this.#position = from;
    this.#replayedUntil = isReplay ? events.last : undefined;
    this.#unwatch = events.watch(ring);
  }

  /** Number of the last event that was looked at. */
  get position(): number {
    return this.#position;
  }

  async take(): Promise<Taken | undefined> {
    const { events, stopTimeMs, mayReceive, encode } = this.options;
    if (this.#replayedUntil !== undefined && this.#position >= this.#replayedUntil) {
      this.#replayedUntil = undefined;
      return { kind: "replay-completed" };
    }
    const event = events.next(this.#position);
    if (event === undefined || (stopTimeMs !== undefined && event.timeMs >= stopTimeMs)) return undefined;
    const isLost = event.sequence > this.#position + 1;
    this.#position = isLost ? event.sequence - 1 : event.sequence;
    if (isLost) return { kind: "suspended", reason: "ietf-subscribed-notifications:insufficient-resources" };
    const encoded = mayReceive(event.path) ? await encode(event) : undefined;
    return encoded === undefined ? { kind: "excluded" } : { kind: "notification", event: encoded };
  }

  close(): void {
    this.#unwatch();
  }
}
