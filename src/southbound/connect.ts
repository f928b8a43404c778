/** The south bound over a real connection: VPP's socket, its counters, its events. */

import { type VppCaller, VppConnection } from "vpp-binapi-ts";
import type { StatsSegment } from "vpp-binapi-ts/stats";
import type { Southbound, StateProvider, VppManagement } from "../datastore/southbound-port.js";
import { Journal, type JournalStore } from "./journal.js";
import { SocketLink } from "./socket-link.js";
import { createSouthbound } from "./southbound.js";
import type { SouthboundOptions } from "./southbound-options.js";
import type { StatsReader } from "./statistics.js";
import type { AnyVppEvent } from "./vpp-event.js";

/** Between attempts to find VPP's socket, which cost next to nothing: the configuration is to be back within a second. */
const LONGEST_PAUSE_MS = 200;

export interface ConnectOptions extends Omit<SouthboundOptions, "link" | "journal"> {
  readonly socketPath: string;
  /** Where the south-bound journal is kept. */
  readonly records: JournalStore;
  /** Events that VPP is asked for. */
  readonly events: readonly AnyVppEvent[];
  /** Opens the counters of a VPP process. Default: through /proc. */
  readonly openCounters?: ((pid: number) => StatsSegment) | undefined;
}

export interface ConnectedSouthbound extends Southbound, StateProvider, VppManagement {
  /** The VPP that is connected now, for requests that are no configuration; undefined while it is away. */
  readonly vpp: VppCaller | undefined;
  /** Reads the stats segment of the VPP that is connected now. */
  readonly readStats: StatsReader;
  /** Begins to connect, and resolves when VPP is there and equal to the configuration, or when the patience is over. */
  start(patienceMs: number): Promise<void>;
  close(): void;
}

/** Reads the journal and builds the south bound. Nothing is connected before `start`. */
export async function connectSouthbound(options: ConnectOptions): Promise<ConnectedSouthbound> {
  const { socketPath, records, events, openCounters, ...rest } = options;
  const connection = new VppConnection({ socketPath, name: "sweetcomb", longestDelayMs: LONGEST_PAUSE_MS });
  const link = new SocketLink(connection, options.log, events, openCounters);
  const southbound = createSouthbound({ ...rest, link, journal: await Journal.open(records) });
  let resynchronised = () => {};
  const firstResync = new Promise<void>((resolve) => {
    resynchronised = resolve;
  });
  return {
    objectPaths: southbound.objectPaths,
    topLevel: southbound.topLevel,
    apply: (request) => southbound.apply(request),
    read: (request) => southbound.read(request),
    resync: (objects) => southbound.resync(objects).finally(resynchronised),
    get status() {
      return southbound.status;
    },
    get vpp() {
      return link.connected?.vpp;
    },
    readStats: async (fits) => link.connected?.readStats(fits),
    compare: () => southbound.compare(),
    repair: () => southbound.repair(),
    dryRun: (request) => southbound.dryRun(request),
    start: async (patienceMs) => {
      connection.start();
      await Promise.race([firstResync, new Promise((resolve) => setTimeout(resolve, patienceMs).unref())]);
    },
    close: () => {
      link.close();
      connection.close();
    },
  };
}
