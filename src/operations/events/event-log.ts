/** The event streams: what happened, kept for a while for those who ask later (RFC 5277 3.3, RFC 8040 6.3). */

type Json = Readonly<Record<string, unknown>>;

export interface Event {
  /** Grows by one with each event; the first is 1. */
  readonly sequence: number;
  readonly timeMs: number;
  /** Path of the notification: "/module:name", or the instance path of one that belongs to a data node. */
  readonly path: string;
  /** Members of the notification, RFC 7951; of a generated module, what its `encodeNotification` reads. */
  readonly content: Json;
}

/**
 * A bounded log. Readers hold a position of their own and fetch from there, so a slow one holds nobody up; one that falls
 * behind by more than the log keeps goes on with the oldest event that is left.
 */
export class EventLog {
  readonly #kept: Event[] = [];
  readonly #waiting = new Set<() => void>();
  readonly #limit: number;
  readonly clock: () => number;
  /** When the log began. */
  readonly createdMs: number;
  #sequence = 0;
  #agedMs: number | undefined;

  /**
   * @param limit how many events are kept for replay
   * @param clock ms since 1970
   */
  constructor(limit: number, clock: () => number) {
    this.#limit = limit;
    this.clock = clock;
    this.createdMs = clock();
  }

  /** Number of the last event; 0 before the first. */
  get last(): number {
    return this.#sequence;
  }

  /** When the last event that is kept no more happened (RFC 8040 9.3, replayLogAgedTime of RFC 5277). */
  get agedMs(): number | undefined {
    return this.#agedMs;
  }

  publish(path: string, content: Json): void {
    this.#kept.push({ sequence: ++this.#sequence, timeMs: this.clock(), path, content });
    if (this.#kept.length > this.#limit) this.#agedMs = this.#kept.shift()!.timeMs;
    for (const wake of [...this.#waiting]) wake();
  }

  /** Nothing of what happened until now is told to those who ask later. */
  forget(): void {
    this.#agedMs = this.#kept.at(-1)?.timeMs ?? this.#agedMs;
    this.#kept.length = 0;
  }

  /** Events behind a position that are still kept, oldest first. */
  after(sequence: number): readonly Event[] {
    const first = this.#kept[0]?.sequence ?? this.#sequence + 1;
    return this.#kept.slice(Math.max(0, sequence + 1 - first));
  }

  /** The first event behind a position that is still kept. Where others before it are lost, its number tells. */
  next(sequence: number): Event | undefined {
    const first = this.#kept[0]?.sequence ?? this.#sequence + 1;
    return this.#kept[Math.max(0, sequence + 1 - first)];
  }

  /** Calls back after each event, until the returned function is called. */
  watch(callback: () => void): () => void {
    this.#waiting.add(callback);
    return () => void this.#waiting.delete(callback);
  }

  /** Position from which all kept events of a time and later follow. */
  positionAt(timeMs: number): number {
    const first = this.#kept.find((event) => event.timeMs >= timeMs);
    return first === undefined ? this.#sequence : first.sequence - 1;
  }

  /** Resolves when there is an event behind the position, the signal is aborted, or the time has come. */
  async waitBehind(sequence: number, signal: AbortSignal, untilMs: number | undefined): Promise<void> {
    if (this.#sequence > sequence || signal.aborted) return;
    await new Promise<void>((resolve) => {
      const wake = () => {
        clearTimeout(timer);
        this.#waiting.delete(wake);
        signal.removeEventListener("abort", wake);
        resolve();
      };
      const timer = untilMs === undefined ? undefined : setTimeout(wake, delayUntil(untilMs - this.clock()));
      this.#waiting.add(wake);
      signal.addEventListener("abort", wake);
    });
  }
}

/** Longest delay of a timer in Node; who is woken too early waits again. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

function delayUntil(remainingMs: number): number {
  return Math.min(Math.max(remainingMs, 0), LONGEST_TIMER_MS);
}
