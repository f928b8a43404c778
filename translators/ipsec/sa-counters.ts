/** Counters of security associations out of VPP's stats segment, each at the stat_index of its association. */

import { sumThreads, sumThreadsCombined } from "vpp-binapi-ts/stats";
import type { TranslatorContext } from "../../src/southbound/translator.js";

/** State of the association with a stat_index; nothing where the counters cannot be read. */
export type SaCounters = (statIndex: number) => Readonly<Record<string, unknown>>;

const traffic = "/net/ipsec/sa";
const errors = "/net/ipsec/sa/err/";

/** Reads the counters of all associations, when somebody is to see them. */
export async function readSaCounters({ showsState, readStats }: TranslatorContext): Promise<SaCounters> {
  const entries = showsState ? await readStats((name) => name === traffic || name.startsWith(errors)) : undefined;
  const sums = entries?.find(({ name }) => name === traffic);
  const totals = sums?.kind === "combined" ? sumThreadsCombined(sums.counters) : [];
  const drops = (entries ?? []).flatMap((entry) =>
    entry.kind === "simple" ? [{ reason: entry.name.slice(errors.length), counts: sumThreads(entry.counters) }] : [],
  );
  return (statIndex) => {
    const total = totals[statIndex];
    const error = drops.flatMap(({ reason, counts }) => {
      const packets = counts[statIndex] ?? 0n;
      return packets === 0n ? [] : [{ reason, packets: String(packets) }];
    });
    return {
      ...(total !== undefined && { packets: String(total.packets), octets: String(total.bytes) }),
      ...(error.length > 0 && { error }),
    };
  };
}
