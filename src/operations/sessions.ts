/** The sessions of all transports: numbers, counters, and what has to happen when one ends. */

import type { Session, SessionEnd, SessionRequest } from "./management.js";

export interface LiveSession extends Session {
  kill(): void;
}

/** Told when sessions begin and end. */
export interface SessionListener {
  started(session: Session): void;
  ended(session: Session, end: SessionEnd): void;
}

/** Requests of RESTCONF have sessions, too, which are nobody's business. */
export function isNetconf({ transport }: Pick<Session, "transport">): boolean {
  return transport.startsWith("netconf-");
}

const nobody: SessionListener = { started() {}, ended() {} };

export class Sessions {
  readonly #live = new Map<number, LiveSession>();
  readonly #ended = { inRpcs: 0, inBadRpcs: 0, outRpcErrors: 0, outNotifications: 0 };
  #nextId = 1;
  #opened = 0;
  #dropped = 0;
  #badHellos = 0;

  /**
   * @param clock ms since 1970
   * @param onClose what a session leaves behind when it ends: locks, an unconfirmed commit
   */
  constructor(
    readonly clock: () => number,
    readonly onClose: (session: Session) => Promise<void>,
    readonly listener: SessionListener = nobody,
  ) {}

  open(request: SessionRequest): Session {
    const id = this.#nextId++;
    const session: LiveSession = {
      id,
      user: request.user,
      groups: request.groups ?? [],
      transport: request.transport,
      source: request.source,
      startedAtMs: this.clock(),
      deliver: request.deliver,
      gone: request.gone,
      counters: { inRpcs: 0, inBadRpcs: 0, outRpcErrors: 0, outNotifications: 0 },
      close: async (end = { reason: "closed" }) => {
        if (!this.#live.delete(id)) return;
        for (const [name, count] of Object.entries(session.counters))
          this.#ended[name as keyof Session["counters"]] += count;
        if (isNetconf(session)) this.#countEnd(end);
        await this.onClose(session);
        this.listener.ended(session, end);
      },
      kill: () => request.onKilled?.(),
    };
    this.#live.set(id, session);
    this.listener.started(session);
    if (isNetconf(session)) this.#opened++;
    return session;
  }

  /** RFC 6022 2.1.5: sessions that were closed or killed are not among the dropped ones. */
  #countEnd({ reason }: SessionEnd): void {
    if (reason === "dropped") this.#dropped++;
    if (reason === "bad-hello") this.#badHellos++;
  }

  /** Counters of NETCONF since the start, ended sessions included (RFC 6022 2.1.5). */
  get totals() {
    const totals = { ...this.#ended, badHellos: this.#badHellos, opened: this.#opened, dropped: this.#dropped };
    for (const { counters } of this.#live.values()) {
      for (const [name, count] of Object.entries(counters)) totals[name as keyof Session["counters"]] += count;
    }
    return totals;
  }

  get(id: number): LiveSession | undefined {
    return this.#live.get(id);
  }

  all(): Iterable<LiveSession> {
    return this.#live.values();
  }
}
