/** The connections of one endpoint: those whose client is known, and those that are still finding out. */

import { setMaxListeners } from "node:events";
import type { Socket } from "node:net";
import type { ServedConnection } from "../transport/connection-server.js";
import { endOf, type RemoteEnd } from "../transport/remote-end.js";
import type { NetconfService } from "./service.js";

/** What SSH or TLS has made of a connection. */
export interface SecuredConnection {
  readonly isAuthenticated: boolean;
  /** Settles when the sessions that are open now have ended. */
  sessionsEnded(): Promise<void>;
  end(): void;
}

interface Entry {
  readonly socket: Socket;
  secured?: SecuredConnection;
}

export class ConnectionTable {
  readonly #service: NetconfService;
  readonly #closing = new AbortController();
  /** By the remote end, which is all that the libraries for SSH and TLS tell of the connection that they introduce. */
  readonly #entries = new Map<string | RemoteEnd, Entry>();

  constructor(service: NetconfService) {
    this.#service = service;
    // Every session listens; without this Node takes more than ten for a leak.
    setMaxListeners(service.limits.maxSessions, this.#closing.signal);
  }

  /** Aborted when the endpoint closes. */
  get closing(): AbortSignal {
    return this.#closing.signal;
  }

  /** Keeps the connection, unless there is no room, and has `begin` start its SSH or TLS. */
  admit(socket: Socket, begin: (socket: Socket) => void): ServedConnection {
    const { capacity, limits } = this.#service;
    const key = keyOf(socket);
    if (socket.destroyed || this.#closing.signal.aborted || !capacity.takeConnection()) {
      socket.destroy();
      return { over: Promise.resolve({ wasAuthenticated: false }) };
    }
    const entry: Entry = { socket };
    this.#entries.set(key, entry);
    const timer = setTimeout(() => {
      if (!entry.secured?.isAuthenticated) socket.destroy();
    }, limits.authenticationTimeoutMs);
    const over = new Promise<{ wasAuthenticated: boolean }>((resolve) => {
      socket.once("close", () => {
        clearTimeout(timer);
        this.#entries.delete(key);
        capacity.releaseConnection();
        resolve({ wasAuthenticated: entry.secured?.isAuthenticated ?? false });
      });
    });
    begin(socket);
    return { over };
  }

  /** What the library has made of an admitted connection. Returns false when that is gone already. */
  introduce(end: RemoteEnd, secure: (socket: Socket) => SecuredConnection): boolean {
    const entry = this.#entries.get(keyOf(end));
    if (entry === undefined) return false;
    entry.secured = secure(entry.socket);
    return true;
  }

  /** Lets requests under way be answered, for a while, and ends all connections. */
  async close(): Promise<void> {
    this.#closing.abort();
    const ended = [...this.#entries.values()].map(endConnection);
    let timer: NodeJS.Timeout | undefined;
    const tooLate = new Promise<void>((resolve) => {
      timer = setTimeout(() => {
        for (const { socket } of this.#entries.values()) socket.destroy();
        resolve();
      }, this.#service.limits.closeTimeoutMs);
    });
    await Promise.race([Promise.all(ended), tooLate]);
    clearTimeout(timer);
  }
}

/** A socket of this machine has no address, and is introduced as it is. */
function keyOf(end: RemoteEnd): string | RemoteEnd {
  return endOf(end) ?? end;
}

/** Resolves when the connection has closed. */
async function endConnection({ socket, secured }: Entry): Promise<void> {
  if (socket.destroyed) return;
  const closed = new Promise((resolve) => socket.once("close", resolve));
  if (secured === undefined) {
    socket.destroy();
  } else {
    await secured.sessionsEnded();
    secured.end();
  }
  await closed;
}
