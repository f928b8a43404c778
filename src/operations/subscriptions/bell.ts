/** Longest delay of a timer in Node; who is woken too early waits again. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** Wakes one waiter. A ring while nobody waits is kept for the next wait. */
export class Bell {
  #hasRung = false;
  #wake: (() => void) | undefined;

  ring(): void {
    this.#hasRung = true;
    this.#wake?.();
  }

  /** Resolves with the next ring, or after the delay in ms. */
  async wait(delayMs: number | undefined): Promise<void> {
    if (!this.#hasRung) {
      await new Promise<void>((resolve) => {
        const delay = delayMs === undefined ? undefined : Math.min(Math.max(delayMs, 0), LONGEST_TIMER_MS);
        const timer = delay === undefined ? undefined : setTimeout(resolve, delay).unref();
        this.#wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
      this.#wake = undefined;
    }
    this.#hasRung = false;
  }
}
