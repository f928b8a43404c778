/** Ends a session that nobody uses (ietf-netconf-server, idle-timeout). */

export class IdleTimer {
  #timer: NodeJS.Timeout | undefined;

  /** @param timeoutMs 0 is never */
  constructor(
    readonly timeoutMs: number,
    readonly onIdle: () => void,
  ) {}

  /** Counts anew from now. */
  start(): void {
    this.stop();
    if (this.timeoutMs > 0) this.#timer = setTimeout(this.onIdle, this.timeoutMs);
  }

  stop(): void {
    clearTimeout(this.#timer);
  }
}
