/** The south bound over a real connection: VPP's socket, its counters, its events. */

import { readFileSync } from "node:fs";
import { VppConnection as ReconnectingClient, type VppClient } from "vpp-binapi-ts";
import { SwInterfaceEvent, WantInterfaceEvents } from "vpp-binapi-ts/api";
import { openStats, type StatsSegment } from "vpp-binapi-ts/stats";
import type { Southbound, StateProvider } from "../datastore/southbound-port.js";
import type { ConnectedVpp, VppConnection } from "./connection.js";
import { Journal, type JournalStore } from "./journal.js";
import { readCounters } from "./read-counters.js";
import { createSouthbound, type SouthboundOptions } from "./southbound.js";
import type { InterfaceStatistics } from "./statistics.js";

export interface ConnectOptions extends Omit<SouthboundOptions, "connection" | "journal"> {
  readonly socketPath: string;
  /** Where the south-bound journal is kept. */
  readonly records: JournalStore;
}

export interface ConnectedSouthbound extends Southbound, StateProvider {
  /** Whether a VPP answers now. */
  readonly connected: boolean;
  /** Begins to connect, and resolves when VPP is there and equal to the configuration, or when the patience is over. */
  start(patienceMs: number): Promise<void>;
  close(): void;
}

export async function connectSouthbound(options: ConnectOptions): Promise<ConnectedSouthbound> {
  const { socketPath, records, onVppReturned, ...rest } = options;
  const connection = new SocketConnection(socketPath, options.log);
  let resynchronised = () => {};
  const firstResync = new Promise<void>((resolve) => {
    resynchronised = resolve;
  });
  const southbound = createSouthbound({
    ...rest,
    connection,
    journal: await Journal.open(records),
    onVppReturned,
  });
  return {
    objectPaths: southbound.objectPaths,
    topLevel: southbound.topLevel,
    apply: (request) => southbound.apply(request),
    read: (request) => southbound.read(request),
    resync: async (objects) => {
      try {
        await southbound.resync(objects);
      } finally {
        resynchronised();
      }
    },
    get connected() {
      return connection.connected !== undefined;
    },
    start: async (patienceMs) => {
      connection.start();
      await Promise.race([firstResync, new Promise((resolve) => setTimeout(resolve, patienceMs).unref())]);
    },
    close: () => connection.close(),
  };
}

/** A connection that comes back by itself, with what belongs to the VPP process of the moment. */
class SocketConnection implements VppConnection {
  readonly #client: ReconnectingClient;
  readonly #log: SouthboundOptions["log"];
  readonly #onConnected: (() => void)[] = [];
  readonly #onInterfaceEvent: (() => void)[] = [];
  #connected: ConnectedVpp | undefined;
  #stats: StatsSegment | undefined;

  constructor(socketPath: string, log: SouthboundOptions["log"]) {
    this.#log = log;
    this.#client = new ReconnectingClient({ socketPath, name: "sweetcomb" });
    this.#client.on("up", (client) => void this.#up(client));
    this.#client.on("down", (reason) => {
      this.#connected = undefined;
      this.#closeStats();
      log.warn({ reason: reason.message }, "the connection to VPP has ended");
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

  start(): void {
    this.#client.start();
  }

  close(): void {
    this.#client.close();
    this.#closeStats();
  }

  async #up(client: VppClient): Promise<void> {
    const { pid } = client.identity;
    const identity = `${pid}-${startTicks(pid)}`;
    this.#connected = { vpp: client, identity, counters: () => this.#counters(pid) };
    this.#log.info({ pid }, "connected to VPP");
    try {
      client.on(SwInterfaceEvent, () => {
        for (const listener of this.#onInterfaceEvent) listener();
      });
      await client.call(WantInterfaceEvents, { enableDisable: 1, pid: process.pid });
    } catch (failure) {
      this.#log.warn({ reason: String(failure) }, "VPP sends no interface events");
    }
    for (const listener of this.#onConnected) listener();
  }

  /** The segment is opened at the first need, and again when it has gone with its process. */
  async #counters(pid: number): Promise<InterfaceStatistics | undefined> {
    try {
      this.#stats ??= openStats({ pid });
      return await readCounters(this.#stats);
    } catch {
      this.#closeStats();
      return undefined;
    }
  }

  #closeStats(): void {
    this.#stats?.close();
    this.#stats = undefined;
  }
}

/** When the process started (proc(5), stat field 22); empty where it is in another pid namespace. */
function startTicks(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19] ?? "";
  } catch {
    return "";
  }
}
