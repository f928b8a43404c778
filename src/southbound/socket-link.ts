import { randomBytes } from "node:crypto";
import type { VppClient, VppConnection } from "vpp-binapi-ts";
import { ShowVersion, SwInterfaceEvent, WantInterfaceEvents } from "vpp-binapi-ts/api";
import { openStats, type StatsSegment } from "vpp-binapi-ts/stats";
import type { ConnectedVpp, VppLink } from "./link.js";
import { markProcess } from "./process-mark.js";
import { readCounters } from "./read-counters.js";
import type { SouthboundLog } from "./southbound.js";

/** The link to a VPP on its API socket, with what belongs to the VPP process of the moment. */
export class SocketLink implements VppLink {
  readonly #log: SouthboundLog;
  readonly #onConnected: (() => void)[] = [];
  readonly #onInterfaceEvent: (() => void)[] = [];
  #connected: ConnectedVpp | undefined;
  #stats: StatsSegment | undefined;
  #isClosed = false;
  readonly #openCounters: (pid: number) => StatsSegment;

  /**
   * Follows a connection that has not been started yet.
   * @param openCounters opens the counters of a VPP process; default: through /proc
   */
  constructor(connection: VppConnection, log: SouthboundLog, openCounters = (pid: number) => openStats({ pid })) {
    this.#log = log;
    this.#openCounters = openCounters;
    connection.on("up", (client) => void this.#up(client, connection));
    connection.on("down", (reason) => {
      this.#connected = undefined;
      this.#releaseCounters();
      if (!this.#isClosed) log.warn({ reason: reason.message }, "the connection to VPP has ended");
    });
  }

  get connected(): ConnectedVpp | undefined {
    return this.#connected;
  }

  onConnected(listener: () => void): void {
    this.#onConnected.push(listener);
  }

  onInterfaceEvent(listener: () => void): void {
    this.#onInterfaceEvent.push(listener);
  }

  /** Before the connection is closed on purpose. */
  close(): void {
    this.#isClosed = true;
    this.#releaseCounters();
  }

  /** They are opened again at the next need. */
  #releaseCounters(): void {
    this.#stats?.close();
    this.#stats = undefined;
  }

  async #up(client: VppClient, connection: VppConnection): Promise<void> {
    try {
      const mark = await markProcess(client, () => randomBytes(8).toString("hex"));
      await this.#listen(client);
      if (connection.client !== client) return;
      const { pid } = client.identity;
      const { version } = await client.call(ShowVersion);
      const process = { pid, version, sinceMs: Date.now() };
      this.#connected = {
        vpp: client,
        process,
        ...mark,
        counters: () => this.#fromStats(pid, readCounters),
        readStats: (fits) => this.#fromStats(pid, (stats) => stats.read(fits)),
      };
      this.#log.info({ pid, identity: mark.identity }, "connected to VPP");
    } catch (failure) {
      this.#log.error({ reason: String(failure) }, "VPP is there but cannot be used");
      return;
    }
    for (const listener of this.#onConnected) listener();
  }

  /** Without events, hardware that appears later is found at the next connect only. */
  async #listen(client: VppClient): Promise<void> {
    try {
      client.on(SwInterfaceEvent, () => {
        for (const listener of this.#onInterfaceEvent) listener();
      });
      await client.call(WantInterfaceEvents, { enableDisable: 1, pid: process.pid });
    } catch (failure) {
      this.#log.warn({ reason: String(failure) }, "VPP sends no interface events");
    }
  }

  async #fromStats<T>(pid: number, read: (stats: StatsSegment) => Promise<T>): Promise<T | undefined> {
    try {
      this.#stats ??= this.#openCounters(pid);
      return await read(this.#stats);
    } catch {
      this.#releaseCounters();
      return undefined;
    }
  }
}
