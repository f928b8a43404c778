/** One connection of a user that is one NETCONF session: over TLS (RFC 7589 2.1), or of this machine. */

import type { Socket } from "node:net";
import type { SecuredConnection } from "./connection-table.js";
import type { NetconfService } from "./service.js";
import { serveNetconf } from "./session.js";

export interface SessionConnectionOptions extends NetconfService {
  readonly stream: Socket;
  /** The connection beneath the stream; the stream itself where nothing is between. */
  readonly socket: Socket;
  readonly user: { readonly name: string; readonly groups?: readonly string[] | undefined };
  readonly transport: "netconf-tls" | "netconf-local";
  readonly source: string;
  readonly closing: AbortSignal;
}

/** Time that a client has to close its end after we have closed ours. */
const LINGER_MS = 2_000;

export class SessionConnection implements SecuredConnection {
  readonly isAuthenticated = true;
  readonly #options: SessionConnectionOptions;
  readonly #session: Promise<void>;
  readonly #gone = new AbortController();

  constructor(options: SessionConnectionOptions) {
    this.#options = options;
    options.stream.on("close", () => this.#gone.abort());
    options.stream.on("error", (error) => options.log.debug({ reason: error.message }, "connection failed"));
    this.#session = this.#serve();
  }

  sessionsEnded(): Promise<void> {
    return this.#session;
  }

  /** Over TLS it sends close_notify behind what is still to be written (RFC 7589 2.3). */
  end(): void {
    this.#options.stream.end();
    setTimeout(() => this.#options.socket.destroy(), LINGER_MS).unref();
  }

  async #serve(): Promise<void> {
    const { management, stream, user, transport, source, limits, log, closing, capacity } = this.#options;
    if (!capacity.takeSession()) {
      stream.destroy();
      return;
    }
    try {
      const gone = this.#gone.signal;
      await serveNetconf({
        stream,
        management,
        user: user.name,
        groups: user.groups,
        transport,
        source,
        limits,
        log,
        closing,
        gone,
      });
    } catch (error) {
      log.error({ err: error, user: user.name }, "NETCONF session could not be opened or released");
    } finally {
      capacity.releaseSession();
    }
    this.end();
  }
}
