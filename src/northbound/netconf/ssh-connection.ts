/** One SSH connection: who it is, and the NETCONF sessions in its channels (RFC 6242 3). */

import type { Socket } from "node:net";
import type { AuthContext, Connection, PasswordAuthContext, ServerChannel, Session as SshSession } from "ssh2";
import type { SecuredConnection } from "./connection-table.js";
import { judgePublicKey, type KeyVerdict } from "./public-key.js";
import type { NetconfService } from "./service.js";
import { serveNetconf } from "./session.js";

export interface SshConnectionOptions extends NetconfService {
  readonly connection: Connection;
  /** What the client calls its software in its SSH identification: "paramiko_2.12.0". */
  readonly clientSoftware: string;
  /** The TCP connection beneath. */
  readonly socket: Socket;
  readonly closing: AbortSignal;
}

/** Time that a client has to close its end after we have closed ours. */
const LINGER_MS = 2_000;
/** SSH lets a peer send up to its window, 2 MiB, unasked. A channel with much more unread has a peer that does not care. */
const MAX_UNREAD_BYTES = 4 * 1024 * 1024;

export class SshConnection implements SecuredConnection {
  readonly #options: SshConnectionOptions;
  readonly #sessions = new Set<Promise<void>>();
  readonly #channels = new Set<ServerChannel>();
  /** One for each channel that the client has open. */
  readonly #gone = new Set<AbortController>();
  #failedAttempts = 0;
  #user: string | undefined;
  /** Runs while there is no session. */
  #timer: NodeJS.Timeout | undefined;

  constructor(options: SshConnectionOptions) {
    this.#options = options;
    const { connection, socket, limits, log } = options;
    connection.on("authentication", (context) => void this.#authenticate(context));
    connection.on("ready", () => this.#endAfter(limits.idleConnectionTimeoutMs));
    connection.on("session", (accept, reject) => this.#openChannel(accept, () => reject()));
    connection.on("error", (error) => log.debug({ reason: error.message }, "SSH connection failed"));
    connection.on("close", () => this.#close());
    socket.on("data", () => this.#checkUnread());
  }

  get isAuthenticated(): boolean {
    return this.#user !== undefined;
  }

  async sessionsEnded(): Promise<void> {
    await Promise.all(this.#sessions);
  }

  end(): void {
    this.#options.connection.end();
    setTimeout(() => this.#options.socket.destroy(), LINGER_MS).unref();
  }

  #close(): void {
    clearTimeout(this.#timer);
    for (const gone of this.#gone) gone.abort();
  }

  #endAfter(timeoutMs: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.end(), timeoutMs);
  }

  async #authenticate(context: AuthContext): Promise<void> {
    const verdict = await this.#judge(context);
    // A password takes a while: the client may have gone.
    if (this.#options.socket.destroyed) return;
    if (verdict === "refused") {
      // Clients begin with "none" to learn the methods; that is no attempt.
      if (context.method !== "none") this.#failedAttempts++;
      this.#refuse(context);
      return;
    }
    if (verdict === "authenticated") this.#user = context.username;
    context.accept();
  }

  async #judge(context: AuthContext): Promise<KeyVerdict> {
    if (context.method === "publickey") return judgePublicKey(context, this.#keysOf(context.username));
    if (context.method === "password") return this.#judgePassword(context);
    return "refused";
  }

  async #judgePassword({ username: user, password }: PasswordAuthContext): Promise<KeyVerdict> {
    const { passwords, log } = this.#options;
    try {
      const verdict = await passwords?.judge({ user, password, source: this.#source() });
      return verdict?.kind === "accepted" ? "authenticated" : "refused";
    } catch (error) {
      log.error({ err: error, user }, "cannot check a password");
      return "refused";
    }
  }

  #keysOf(user: string): readonly string[] {
    try {
      return this.#options.authorizedKeys(user);
    } catch (error) {
      this.#options.log.error({ err: error, user }, "cannot read the authorized keys");
      return [];
    }
  }

  #refuse(context: AuthContext): void {
    context.reject(this.#options.passwords?.offered() ? ["publickey", "password"] : ["publickey"]);
    if (this.#failedAttempts < this.#options.limits.maxAuthenticationAttempts) return;
    this.#options.log.warn({ user: context.username, source: this.#source() }, "too many authentication attempts");
    this.end();
  }

  #openChannel(accept: () => SshSession, reject: () => void): void {
    if (this.#gone.size >= this.#options.limits.maxChannelsPerConnection) {
      reject();
      return;
    }
    const gone = new AbortController();
    this.#gone.add(gone);
    const session = accept();
    session.on("close", () => {
      this.#gone.delete(gone);
      gone.abort();
    });
    session.on("subsystem", (acceptSubsystem, rejectSubsystem, { name }) => {
      if (name !== "netconf" || this.#options.closing.aborted || !this.#options.capacity.takeSession()) {
        rejectSubsystem?.();
        return;
      }
      // There is no channel when the client asks a second time in the same one, or has closed it.
      const channel: ServerChannel | undefined = acceptSubsystem();
      if (channel === undefined) this.#options.capacity.releaseSession();
      else this.#startSession(channel, gone.signal);
    });
  }

  #startSession(channel: ServerChannel, gone: AbortSignal): void {
    clearTimeout(this.#timer);
    this.#channels.add(channel);
    const session = this.#serve(channel, gone).finally(() => {
      this.#channels.delete(channel);
      this.#sessions.delete(session);
      this.#options.capacity.releaseSession();
      if (this.#sessions.size === 0 && !this.#options.socket.destroyed)
        this.#endAfter(this.#options.limits.idleConnectionTimeoutMs);
    });
    this.#sessions.add(session);
  }

  async #serve(channel: ServerChannel, gone: AbortSignal): Promise<void> {
    const { management, limits, closing, socket, log } = this.#options;
    try {
      await serveNetconf({
        stream: channel,
        carrier: socket,
        management,
        user: this.#user ?? "",
        transport: "netconf-ssh",
        source: this.#source(),
        limits,
        log,
        clientSoftware: this.#options.clientSoftware,
        closing,
        gone,
      });
      channel.exit(0);
    } catch (error) {
      log.error({ err: error, user: this.#user }, "NETCONF session could not be opened or released");
    }
    channel.end();
  }

  #checkUnread(): void {
    for (const channel of this.#channels) {
      if (channel.readableLength <= MAX_UNREAD_BYTES) continue;
      this.#options.log.warn({ user: this.#user, source: this.#source() }, "client sends beyond its SSH window");
      this.#options.socket.destroy();
      return;
    }
  }

  #source(): string {
    return this.#options.socket.remoteAddress ?? "";
  }
}
