import type { ClientOptions } from "vpp-binapi-ts";

type Clock = NonNullable<ClientOptions["clock"]>;

/** A clock that stands still until a test lets time pass: however slow the machine is, no answer is late before that. */
export class HeldClock implements Clock {
  readonly #timers = new Map<object, { readonly run: () => void; readonly atMs: number }>();
  #nowMs = 0;

  now(): number {
    return this.#nowMs;
  }

  setTimer(run: () => void, delayMs: number): object {
    const timer = {};
    this.#timers.set(timer, { run, atMs: this.#nowMs + delayMs });
    return timer;
  }

  clearTimer(timer: unknown): void {
    this.#timers.delete(timer as object);
  }

  /** Lets so many milliseconds pass, and runs what is due then. */
  pass(ms: number): void {
    this.#nowMs += ms;
    for (const [timer, { run, atMs }] of [...this.#timers]) {
      if (atMs > this.#nowMs) continue;
      this.#timers.delete(timer);
      run();
    }
  }
}
