import type { VppCaller } from "vpp-binapi-ts";
import type { VppProcess } from "../datastore/southbound-port.js";
import type { LinkChanges } from "./link-changes.js";
import type { CounterReader, StatReader, StatsReader } from "./statistics.js";
import type { AnyVppEvent } from "./vpp-event.js";

/** The way to VPP as the south bound sees it. It reconnects by itself. */
export interface VppLink {
  /** The connected VPP; undefined while it is away. */
  readonly connected: ConnectedVpp | undefined;
  /** Calls the listener each time a VPP has been connected. */
  onConnected(listener: () => void): void;
  /** Calls the listener when VPP has gone. */
  onDisconnected(listener: () => void): void;
  /** Calls the listener with each event that VPP sends, and its fields. */
  onEvent(listener: (event: AnyVppEvent, fields: unknown) => void): void;
}

export interface ConnectedVpp {
  readonly vpp: VppCaller;
  readonly process: VppProcess;
  /** Tells this VPP process from any other. */
  readonly identity: string;
  /** FIB source of Sweetcomb in this process. */
  readonly routeSource: number;
  readonly counters: CounterReader;
  readonly readStats: StatsReader;
  readonly readStat: StatReader;
  /** When the links of interfaces last changed. */
  readonly linkChanges: LinkChanges;
}
