import type { StatsEntry } from "vpp-binapi-ts/stats";
/** Packets and bytes that went one way, by the kind of their destination where VPP was asked to tell. */
export interface DirectionCounters {
  readonly packets: bigint;
  readonly octets: bigint;
  /** These three stay 0 until VPP is asked to count them (collect_detailed_interface_stats). */
  readonly unicast: bigint;
  readonly multicast: bigint;
  readonly broadcast: bigint;
  readonly errors: bigint;
}

/** Counters of one interface as the stats segment of VPP has them, summed over the threads. */
export interface InterfaceCounters {
  readonly in: DirectionCounters;
  readonly out: DirectionCounters;
  /** Packets dropped anywhere in VPP after they were received. */
  readonly drops: bigint;
  /** Packets handed to the host. */
  readonly punts: bigint;
  /** Received packets that were IPv4, IPv6 and MPLS. */
  readonly ip4: bigint;
  readonly ip6: bigint;
  readonly mpls: bigint;
  /** Received packets for which VPP had no buffer. */
  readonly noBuffer: bigint;
  /** Received packets that the device itself lost. */
  readonly missed: bigint;
}

export interface InterfaceStatistics {
  /** When the counters began: the start of VPP. */
  readonly since: Date;
  /** By sw_if_index. */
  readonly interfaces: ReadonlyMap<number, InterfaceCounters>;
}

/** Reads the counters of all interfaces; undefined where the segment cannot be read (VPP on another host, no permission). */
export type CounterReader = () => Promise<InterfaceStatistics | undefined>;

/** Reads one entry of the stats segment by its name, at a cost that does not follow how many there are; undefined where there is none, or the segment cannot be read. */
export type StatReader = (name: string) => Promise<StatsEntry | undefined>;

/** Reads the entries of the stats segment whose names fit; undefined where the segment cannot be read. */
export type StatsReader = (fits: (name: string) => boolean) => Promise<readonly StatsEntry[] | undefined>;
