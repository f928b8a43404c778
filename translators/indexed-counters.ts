/** Counters of the stats segment that belong to objects by VPP's numbers of them. */

import { type StatsEntry, sumThreads, sumThreadsCombined } from "vpp-binapi-ts/stats";
import type { TranslatorContext } from "../src/southbound/translator.js";

/** Packets, and bytes where VPP counts them, of the object with a number; undefined where nothing is known of it. */
export type IndexedCounters = (
  name: string,
  index: number,
) => { readonly packets: bigint; readonly bytes?: bigint } | undefined;

/** Reads the entries with these names, summed over VPP's threads. They tell nothing to one who does not look at state. */
export async function readIndexedCounters(
  { showsState, readStat }: Pick<TranslatorContext, "showsState" | "readStat">,
  names: readonly string[],
): Promise<IndexedCounters> {
  const entries = showsState ? await Promise.all(names.map(readStat)) : [];
  const sums = new Map(entries.flatMap((entry) => (entry === undefined ? [] : [[entry.name, sumsOf(entry)]])));
  return (name, index) => sums.get(name)?.[index];
}

/**
 * Leafs for packets and octets of one object, such as "in-packets" and "in-octets".
 * @param ways the beginning of the leafs by the name of the entry: "in" by "/map/rx"
 */
export function countedLeafs(
  countersOf: IndexedCounters,
  ways: Readonly<Record<string, string>>,
  index: number,
): Readonly<Record<string, string>> {
  const leafs = Object.entries(ways).flatMap(([name, way]) => {
    const counters = countersOf(name, index);
    if (counters === undefined) return [];
    return [
      [`${way}-packets`, String(counters.packets)],
      [`${way}-octets`, String(counters.bytes ?? 0n)],
    ];
  });
  return Object.fromEntries(leafs);
}

function sumsOf(entry: StatsEntry) {
  if (entry.kind === "combined") return sumThreadsCombined(entry.counters);
  return entry.kind === "simple" ? sumThreads(entry.counters).map((packets) => ({ packets })) : [];
}
