/** One TLS connection of a user: it is one NETCONF session (RFC 7589 2.1). */

import type { Socket } from "node:net";
import type { TLSSocket } from "node:tls";
import type { CertificateUser } from "../transport/presented-certificate.js";
import type { SecuredConnection } from "./connection-table.js";
import type { NetconfService } from "./service.js";
import { serveNetconf } from "./session.js";

export interface TlsConnectionOptions extends NetconfService {
  readonly secured: TLSSocket;
  /** The TCP connection beneath. */
  readonly socket: Socket;
  readonly user: CertificateUser;
  readonly closing: AbortSignal;
}

/** Time that a client has to close its end after we have closed ours. */
const LINGER_MS = 2_000;

export class TlsConnection implements SecuredConnection {
  readonly isAuthenticated = true;
  readonly #options: TlsConnectionOptions;
  readonly #session: Promise<void>;
  readonly #gone = new AbortController();

  constructor(options: TlsConnectionOptions) {
    this.#options = options;
    options.secured.on("close", () => this.#gone.abort());
    options.secured.on("error", (error) => options.log.debug({ reason: error.message }, "TLS connection failed"));
    this.#session = this.#serve();
  }

  sessionsEnded(): Promise<void> {
    return this.#session;
  }

  /** Sends close_notify behind what is still to be written (RFC 7589 2.3). */
  end(): void {
    this.#options.secured.end();
    setTimeout(() => this.#options.socket.destroy(), LINGER_MS).unref();
  }

  async #serve(): Promise<void> {
    const { management, secured, user, limits, log, closing, capacity } = this.#options;
    if (!capacity.takeSession()) {
      secured.destroy();
      return;
    }
    try {
      const source = secured.remoteAddress ?? "";
      const gone = this.#gone.signal;
      await serveNetconf({
        stream: secured,
        management,
        user: user.name,
        groups: user.groups,
        transport: "netconf-tls",
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
