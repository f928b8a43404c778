/** NETCONF over SSH (RFC 6242): listens, and hands each connection its share of the limits. */

import { setMaxListeners } from "node:events";
import { type AddressInfo, createServer, type Socket, type Server as TcpServer } from "node:net";
import type { Logger } from "pino";
import ssh2, { type Connection, type Server as SshServer } from "ssh2";
import type { PasswordLogins } from "../../authentication/password-logins.js";
import type { Management } from "../../operations/management.js";
import { DEFAULT_LIMITS, type NetconfLimits } from "./limits.js";
import { SshConnection } from "./ssh-connection.js";

export interface NetconfServerOptions {
  readonly management: Management;
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
  /** Private host keys, in PEM or OpenSSH form. */
  readonly hostKeys: readonly Buffer[];
  /** Public keys of a user, one OpenSSH line each; none for an unknown user. Asked for each attempt. */
  readonly authorizedKeys: (user: string) => readonly string[];
  /** Without it nobody logs in with a password. */
  readonly passwords?: PasswordLogins | undefined;
  readonly log: Logger;
  /** What is left out has the value of DEFAULT_LIMITS. */
  readonly limits?: Partial<NetconfLimits> | undefined;
}

export interface NetconfServer {
  readonly address: AddressInfo;
  /** Refuses new clients, lets requests under way finish, and ends all sessions. */
  close(): Promise<void>;
}

/** Resolves when the port is open; rejects when it cannot be, or when a host key cannot be read. */
export async function startNetconfServer(options: NetconfServerOptions): Promise<NetconfServer> {
  const server = new SshNetconfServer(options);
  await listen(server.tcp, options.host, options.port);
  server.tcp.on("error", (error) => options.log.error({ err: error }, "cannot accept a NETCONF connection"));
  return { address: server.tcp.address() as AddressInfo, close: () => server.close() };
}

/** Message authentication without SHA-1; the other algorithms are those of the library. */
const MESSAGE_AUTHENTICATION = [
  "hmac-sha2-256-etm@openssh.com",
  "hmac-sha2-512-etm@openssh.com",
  "hmac-sha2-256",
  "hmac-sha2-512",
] as const;

class SshNetconfServer {
  readonly tcp: TcpServer;
  readonly #ssh: SshServer;
  readonly #options: NetconfServerOptions;
  readonly #limits: NetconfLimits;
  readonly #closing = new AbortController();
  /** Every TCP connection by its remote end; the SSH part is there once the client has introduced itself. */
  readonly #connections = new Map<string, { readonly socket: Socket; ssh?: SshConnection }>();
  #sessions = 0;

  constructor(options: NetconfServerOptions) {
    this.#options = options;
    this.#limits = { ...DEFAULT_LIMITS, ...options.limits };
    // Every session listens; without this Node takes more than ten for a leak.
    setMaxListeners(this.#limits.maxSessions, this.#closing.signal);
    this.#ssh = new ssh2.Server(
      { hostKeys: [...options.hostKeys], ident: "sweetcomb", algorithms: { hmac: [...MESSAGE_AUTHENTICATION] } },
      (connection, { ip, port, header }) => this.#introduce(connection, endpoint(ip, port), header.versions.software),
    );
    this.tcp = createServer((socket) => this.#accept(socket));
  }

  async close(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.tcp.close(() => resolve()));
    this.#closing.abort();
    const ended = [...this.#connections.values()].map(({ socket, ssh }) => endConnection(socket, ssh));
    let timer: NodeJS.Timeout | undefined;
    const tooLate = new Promise<void>((resolve) => {
      timer = setTimeout(() => {
        this.#destroyAll();
        resolve();
      }, this.#limits.closeTimeoutMs);
    });
    await Promise.race([Promise.all(ended), tooLate]);
    await closed;
    clearTimeout(timer);
  }

  #accept(socket: Socket): void {
    const { remoteAddress, remotePort } = socket;
    if (remoteAddress === undefined || remotePort === undefined || this.#isFull()) {
      socket.destroy();
      return;
    }
    const key = endpoint(remoteAddress, remotePort);
    this.#connections.set(key, { socket });
    const timer = setTimeout(() => this.#destroyUnauthenticated(key), this.#limits.authenticationTimeoutMs);
    socket.once("close", () => {
      clearTimeout(timer);
      this.#connections.delete(key);
    });
    socket.setNoDelay(true);
    this.#ssh.injectSocket(socket);
  }

  #isFull(): boolean {
    return this.#closing.signal.aborted || this.#connections.size >= this.#limits.maxConnections;
  }

  #destroyUnauthenticated(key: string): void {
    const connection = this.#connections.get(key);
    if (!connection?.ssh?.isAuthenticated) connection?.socket.destroy();
  }

  #introduce(connection: Connection, key: string, clientSoftware: string): void {
    const entry = this.#connections.get(key);
    if (entry === undefined) {
      connection.end();
      return;
    }
    const { management, authorizedKeys, passwords, log } = this.#options;
    entry.ssh = new SshConnection({
      connection,
      clientSoftware,
      socket: entry.socket,
      management,
      authorizedKeys,
      passwords,
      limits: this.#limits,
      log,
      closing: this.#closing.signal,
      takeSessionSlot: () => this.#takeSessionSlot(),
      releaseSessionSlot: () => {
        this.#sessions--;
      },
    });
  }

  #takeSessionSlot(): boolean {
    if (this.#sessions >= this.#limits.maxSessions) {
      this.#options.log.warn({ maxSessions: this.#limits.maxSessions }, "NETCONF session refused: too many are open");
      return false;
    }
    this.#sessions++;
    return true;
  }

  #destroyAll(): void {
    for (const { socket } of this.#connections.values()) socket.destroy();
  }
}

async function endConnection(socket: Socket, ssh: SshConnection | undefined): Promise<void> {
  if (ssh === undefined) {
    socket.destroy();
    return;
  }
  await ssh.sessionsEnded();
  ssh.end();
}

/** A free port is chosen for 0. Rejects with the error of the socket (EADDRINUSE, EACCES). */
function listen(server: TcpServer, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen({ host, port }, () => {
      server.off("error", reject);
      resolve();
    });
  });
}

function endpoint(address: string, port: number): string {
  return `${address} ${port}`;
}
