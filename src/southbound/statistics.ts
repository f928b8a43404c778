/** Counters of one interface as the stats segment of VPP has them, summed over the threads. */
export interface InterfaceCounters {
  readonly inPackets: bigint;
  readonly inOctets: bigint;
  readonly outPackets: bigint;
  readonly outOctets: bigint;
  /** Packets dropped on the way in: no buffer, missed by the device, or dropped by a node. */
  readonly inDiscards: bigint;
  readonly inErrors: bigint;
  readonly outErrors: bigint;
}

/** Reads counters of all interfaces by sw_if_index; undefined where the segment cannot be read (VPP on another host, no permission). */
export type CounterReader = () => Promise<ReadonlyMap<number, InterfaceCounters> | undefined>;
