/** The sessions of all transports: numbers, counters, and what has to happen when one ends. */

import type { Session, SessionRequest } from "./management.js";

export interface LiveSession extends Session {
  kill(): void;
}

export class Sessions {
  readonly #live = new Map<number, LiveSession>();
  #nextId = 1;

  /**
   * @param clock ms since 1970
   * @param onClose what a session leaves behind when it ends: locks, an unconfirmed commit
   */
  constructor(
    readonly clock: () => number,
    readonly onClose: (session: Session) => Promise<void>,
  ) {}

  open(request: SessionRequest): Session {
    const id = this.#nextId++;
    const session: LiveSession = {
      id,
      user: request.user,
      transport: request.transport,
      source: request.source,
      startedAtMs: this.clock(),
      counters: { inRpcs: 0, inBadRpcs: 0, outRpcErrors: 0, outNotifications: 0 },
      close: async () => {
        if (this.#live.delete(id)) await this.onClose(session);
      },
      kill: () => request.onKilled?.(),
    };
    this.#live.set(id, session);
    return session;
  }

  get(id: number): LiveSession | undefined {
    return this.#live.get(id);
  }

  all(): Iterable<LiveSession> {
    return this.#live.values();
  }
}
