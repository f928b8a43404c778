/** Subscribers and sessions of Dual-Stack Lite, out of VPP's stats segment. */

import { sumThreads } from "vpp-binapi-ts/stats";
import type { TranslatorContext } from "../../src/southbound/translator.js";

const leafs: Readonly<Record<string, string>> = {
  "/dslite/total-b4s": "b4-elements",
  "/dslite/total-sessions": "sessions",
};

/** The state leafs; empty for one who does not look at state, or where the segment cannot be read. */
export async function readTotals({ showsState, readStat }: TranslatorContext) {
  const entries = showsState ? await Promise.all(Object.keys(leafs).map(readStat)) : [];
  const totals: Record<string, string> = {};
  for (const entry of entries) {
    if (entry?.kind === "simple") totals[leafs[entry.name]!] = String(sumThreads(entry.counters)[0] ?? 0n);
  }
  return totals;
}
