import { EventEmitter } from "node:events";
import { setTimeout as delay } from "node:timers/promises";
import type { CursorMessage, DumpMessage, Message, RequestMessage } from "../codec/message.js";
import type { Input } from "../codec/wire-type.js";
import { VppConnectionLost } from "../errors/vpp-errors.js";
import type { CallOptions, VppCaller } from "./caller.js";
import type { VppClient } from "./client.js";
import { type ConnectOptions, connectVpp } from "./connect.js";

export interface ConnectionOptions extends ConnectOptions {
  /** Milliseconds before the first new attempt; doubled with every failure. Default 50. */
  readonly firstDelayMs?: number;
  /** The longest pause between attempts. Default 500, so that a VPP that comes back is found within a second. */
  readonly longestDelayMs?: number;
}

export interface ConnectionEvents {
  /** A session is open. Its client has the message table of the VPP that is there now, perhaps another one. */
  up: [client: VppClient];
  /** The session has ended. */
  down: [reason: Error];
  /** An attempt failed; the next one follows after the pause. */
  retry: [reason: unknown, delayMs: number];
}

/** A connection that comes back: a session with VPP whenever there is one. */
export class VppConnection extends EventEmitter<ConnectionEvents> implements VppCaller {
  readonly #options: ConnectionOptions;
  readonly #closing = new AbortController();
  #client: VppClient | undefined;

  constructor(options: ConnectionOptions) {
    super();
    this.#options = options;
  }

  /** Connects and goes on connecting until `close` or until the signal in the options aborts. Never throws. */
  start(): void {
    this.#options.signal?.addEventListener("abort", () => this.close(), { once: true });
    if (this.#options.signal?.aborted) this.close();
    void this.#run();
  }

  /** The client of the session that is open now. */
  get client(): VppClient | undefined {
    return this.#client;
  }

  /** The client of this session or of the next one. Throws VppConnectionLost when the connection was closed. */
  async ready(): Promise<VppClient> {
    if (this.#client !== undefined) return this.#client;
    return new Promise((resolve, reject) => {
      const { signal } = this.#closing;
      const onClose = () => {
        this.off("up", onUp);
        reject(new VppConnectionLost("the connection was closed"));
      };
      const onUp = (client: VppClient) => {
        signal.removeEventListener("abort", onClose);
        resolve(client);
      };
      if (signal.aborted) return onClose();
      this.once("up", onUp);
      signal.addEventListener("abort", onClose, { once: true });
    });
  }

  call<Request, Reply>(
    message: RequestMessage<Request, Reply>,
    fields?: Input<Request>,
    options?: CallOptions,
  ): Promise<Reply> {
    if (this.#client === undefined) return Promise.reject(noConnection());
    return this.#client.call(message, fields, options);
  }

  dump<Request, Details>(
    message: DumpMessage<Request, Details> | CursorMessage<Request, Details>,
    fields?: Input<Request>,
    options?: CallOptions,
  ): AsyncIterable<Details> {
    return {
      [Symbol.asyncIterator]: () => {
        if (this.#client === undefined) throw noConnection();
        return this.#client.dump(message, fields, options)[Symbol.asyncIterator]();
      },
    };
  }

  /** False while there is no session. */
  supports(message: Message<unknown>): boolean {
    return this.#client?.supports(message) ?? false;
  }

  close(): void {
    this.#closing.abort();
    this.#client?.close();
  }

  async #run(): Promise<void> {
    const { firstDelayMs = 50, longestDelayMs = 500 } = this.#options;
    const { signal } = this.#closing;
    let delayMs = firstDelayMs;
    while (!signal.aborted) {
      try {
        await this.#session(signal);
        delayMs = firstDelayMs;
      } catch (error) {
        if (signal.aborted) return;
        this.emit("retry", error, delayMs);
      }
      await delay(delayMs, undefined, { signal }).catch(() => {});
      delayMs = Math.min(delayMs * 2, longestDelayMs);
    }
  }

  /** One session from its opening to its end. Throws when it cannot be opened. */
  async #session(signal: AbortSignal): Promise<void> {
    const client = await connectVpp({ ...this.#options, signal });
    this.#client = client;
    this.emit("up", client);
    const reason = await client.ended;
    this.#client = undefined;
    this.emit("down", reason);
  }
}

function noConnection(): VppConnectionLost {
  return new VppConnectionLost("there is no connection to VPP");
}
