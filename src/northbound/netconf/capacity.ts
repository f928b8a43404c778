/** The share of all endpoints together in sessions and connections. */

import type { Logger } from "pino";
import type { NetconfLimits } from "./limits.js";

export class Capacity {
  #sessions = 0;
  #connections = 0;

  constructor(
    readonly limits: Pick<NetconfLimits, "maxSessions" | "maxConnections">,
    readonly log: Logger,
  ) {}

  /** Takes one of the sessions that are left. Returns false when there is none. */
  takeSession(): boolean {
    const { maxSessions } = this.limits;
    if (this.#sessions >= maxSessions) {
      this.log.warn({ maxSessions }, "NETCONF session refused: too many are open");
      return false;
    }
    this.#sessions++;
    return true;
  }

  releaseSession(): void {
    this.#sessions--;
  }

  /** Takes one of the connections that are left. Returns false when there is none. */
  takeConnection(): boolean {
    if (this.#connections >= this.limits.maxConnections) return false;
    this.#connections++;
    return true;
  }

  releaseConnection(): void {
    this.#connections--;
  }
}
