/** Time and timers, so that tests can hold them. */
export interface Clock {
  /** Milliseconds from some fixed moment. */
  now(): number;
  setTimer(run: () => void, delayMs: number): unknown;
  clearTimer(timer: unknown): void;
}

export const systemClock: Clock = {
  now: () => performance.now(),
  setTimer: (run, delayMs) => setTimeout(run, delayMs),
  clearTimer: (timer) => clearTimeout(timer as NodeJS.Timeout),
};

/**
 * Calls `check` when the earliest of many deadlines may have passed. `check` gives the earliest deadline that is left.
 * One timer serves all requests: a timer for each would cost more than the request.
 */
export class Deadlines {
  readonly #clock: Clock;
  readonly #check: (now: number) => number | undefined;
  #timer: unknown;
  #armedFor = Number.POSITIVE_INFINITY;

  constructor(clock: Clock, check: (now: number) => number | undefined) {
    this.#clock = clock;
    this.#check = check;
  }

  /** The deadline of something that starts now. */
  in(timeoutMs: number): number {
    const deadline = this.#clock.now() + timeoutMs;
    if (deadline < this.#armedFor) this.#arm(deadline);
    return deadline;
  }

  stop(): void {
    this.#clock.clearTimer(this.#timer);
    this.#armedFor = Number.POSITIVE_INFINITY;
  }

  #arm(deadline: number): void {
    this.#clock.clearTimer(this.#timer);
    this.#armedFor = deadline;
    // A timer may fire a fraction of a millisecond early.
    this.#timer = this.#clock.setTimer(() => this.#fire(), Math.max(0, deadline - this.#clock.now()) + 1);
  }

  #fire(): void {
    this.#armedFor = Number.POSITIVE_INFINITY;
    const next = this.#check(this.#clock.now());
    if (next !== undefined) this.#arm(next);
  }
}
