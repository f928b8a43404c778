import type { StatsEntry } from "vpp-binapi-ts/stats";

/** Counters of one interface as the stats segment of VPP has them, summed over the threads. */
export interface InterfaceCounters {
  readonly inPackets: bigint;
  readonly inOctets: bigint;
  readonly outPackets: bigint;
  readonly outOctets: bigint;
  /** Packets dropped after they were received. */
  readonly inDiscards: bigint;
  readonly inErrors: bigint;
  readonly outErrors: bigint;
}

export interface InterfaceStatistics {
  /** When the counters began: the start of VPP, or the last time they were cleared. */
  readonly since: Date;
  /** By sw_if_index. */
  readonly interfaces: ReadonlyMap<number, InterfaceCounters>;
}

/** Reads the counters of all interfaces; undefined where the segment cannot be read (VPP on another host, no permission). */
export type CounterReader = () => Promise<InterfaceStatistics | undefined>;

/** Reads the entries of the stats segment whose names fit; undefined where the segment cannot be read. */
export type StatsReader = (fits: (name: string) => boolean) => Promise<readonly StatsEntry[] | undefined>;
