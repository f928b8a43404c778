export interface PacketsAndBytes {
  readonly packets: number;
  readonly bytes: number;
}

/** What went over an interface. */
export interface Traffic {
  readonly rx?: PacketsAndBytes;
  readonly tx?: PacketsAndBytes;
  readonly drops?: number;
}

/** The counters of one interface. */
export interface InterfaceCounters {
  readonly rx: PacketsAndBytes;
  readonly tx: PacketsAndBytes;
  readonly drops: number;
}

export const NO_TRAFFIC: InterfaceCounters = { rx: { packets: 0, bytes: 0 }, tx: { packets: 0, bytes: 0 }, drops: 0 };

export function addTraffic(before: InterfaceCounters, { rx, tx, drops = 0 }: Traffic): InterfaceCounters {
  return { rx: sum(before.rx, rx), tx: sum(before.tx, tx), drops: before.drops + drops };
}

function sum(left: PacketsAndBytes, right: PacketsAndBytes | undefined): PacketsAndBytes {
  if (right === undefined) return left;
  return { packets: left.packets + right.packets, bytes: left.bytes + right.bytes };
}
