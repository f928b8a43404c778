/** Calling one client home (RFC 8071): finds it, serves it, and comes back when the connection is lost. */

import { setTimeout as delay } from "node:timers/promises";
import type { Logger } from "pino";
import { type BackOff, delayAfter } from "./back-off.js";
import type { ConnectionServer } from "./connection-server.js";
import { dial } from "./dial.js";
import type { CallHomeClient, CallHomeEndpoint, ReconnectStrategy } from "./settings.js";

export interface CallHomeOptions {
  readonly client: CallHomeClient;
  /** The server of each endpoint, by the endpoint's name. */
  readonly servers: ReadonlyMap<string, ConnectionServer>;
  readonly backOff: BackOff;
  /** From 0 to 1, as Math.random. */
  readonly random: () => number;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
  readonly log: Logger;
}

/**
 * One loop a client, with one connection at a time: there are never two connections to one client. An endpoint is tried
 * `maxAttempts` times before the next one's turn, round and round, with a growing pause behind each failure. A connection on
 * which nobody authenticates is a failure like one that does not come about.
 */
export class CallHomeCaller {
  readonly #stop = new AbortController();
  readonly #over: Promise<void>;
  #lastConnected: CallHomeEndpoint | undefined;
  /** Attempts in a row that led to nothing. */
  #failures = 0;

  constructor(readonly options: CallHomeOptions) {
    this.#over = this.#run().catch((error: unknown) => {
      if (!this.#stop.signal.aborted) options.log.error({ err: error }, "call home has ended");
    });
  }

  /** Calls no more, answers the requests under way and ends the connection. */
  async close(): Promise<void> {
    this.#stop.abort();
    await Promise.all([...this.options.servers.values()].map((server) => server.close()));
    await this.#over;
  }

  async #run(): Promise<void> {
    const { connectionType } = this.options.client;
    const startedMs = this.options.clock();
    if (connectionType.kind === "periodic" && connectionType.anchorMs !== undefined)
      await this.#untilNextPeriod(startedMs);
    for (;;) {
      await this.#serveOnce();
      if (connectionType.kind === "periodic") await this.#untilNextPeriod(startedMs);
      // A client that ends a connection at once, every time, must not have the server calling in a loop.
      else await this.#pause(delayAfter(1, this.options.backOff, this.options.random()));
    }
  }

  /** Returns when a client has been served and the connection is over. */
  async #serveOnce(): Promise<void> {
    const { endpoints, reconnectStrategy } = this.options.client;
    const first = startIndex(endpoints, reconnectStrategy, this.#lastConnected, this.options.random());
    for (let turn = first; ; turn++) {
      const endpoint = endpoints[turn % endpoints.length]!;
      for (let attempt = 0; attempt < reconnectStrategy.maxAttempts; attempt++) {
        if (await this.#attempt(endpoint, reconnectStrategy.maxWaitS)) return;
        this.#stop.signal.throwIfAborted();
        await this.#pause(delayAfter(this.#failures, this.options.backOff, this.options.random()));
      }
    }
  }

  /** Returns whether a client was served, once it is over. */
  async #attempt(endpoint: CallHomeEndpoint, maxWaitS: number): Promise<boolean> {
    const { client, servers } = this.options;
    const log = this.options.log.child({ client: client.name, endpoint: endpoint.name });
    try {
      const socket = await dial(endpoint, maxWaitS, this.#stop.signal);
      log.info({ address: socket.remoteAddress, port: endpoint.port }, "called home");
      const { wasAuthenticated } = await servers.get(endpoint.name)!.serve(socket).over;
      if (!wasAuthenticated) throw new Error("nobody authenticated on the connection");
      this.#lastConnected = endpoint;
      this.#failures = 0;
      return true;
    } catch (error) {
      if (this.#stop.signal.aborted) return false;
      this.#failures++;
      log.warn({ reason: (error as Error).message, failures: this.#failures }, "call home failed");
      return false;
    }
  }

  async #untilNextPeriod(startedMs: number): Promise<void> {
    const { connectionType } = this.options.client;
    if (connectionType.kind !== "periodic") return;
    const { anchorMs = startedMs, periodS } = connectionType;
    await this.#pause(untilNext(this.options.clock(), anchorMs, periodS * 1000));
  }

  /** Rejects when the caller is closed. */
  async #pause(timeMs: number): Promise<void> {
    await delay(Math.min(timeMs, LONGEST_TIMER_MS), undefined, { signal: this.#stop.signal });
  }
}

/** What a timer of Node can take, 24 days. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** Where a round begins (ietf-netconf-server, start-with). */
export function startIndex(
  endpoints: readonly CallHomeEndpoint[],
  { startWith }: ReconnectStrategy,
  lastConnected: CallHomeEndpoint | undefined,
  random: number,
): number {
  if (startWith === "random-selection") return Math.min(Math.floor(random * endpoints.length), endpoints.length - 1);
  if (startWith === "last-connected" && lastConnected !== undefined) return endpoints.indexOf(lastConnected);
  return 0;
}

/** Milliseconds to the next of the points of time that are whole periods away from the anchor, before or behind it. */
export function untilNext(nowMs: number, anchorMs: number, periodMs: number): number {
  const since = (((nowMs - anchorMs) % periodMs) + periodMs) % periodMs;
  return periodMs - since;
}
