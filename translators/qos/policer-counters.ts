import type { TranslatorContext } from "../../src/southbound/translator.js";
import { readIndexedCounters } from "../indexed-counters.js";

/** State of the policer with VPP's number of it. */
export type PolicerCounters = (policerIndex: number | undefined) => Readonly<Record<string, unknown>>;

const colors = ["conform", "exceed", "violate"] as const;
const root = "/net/policer/";

/** What policers have let pass, marked and dropped, out of VPP's stats segment. */
export async function readPolicerCounters(context: TranslatorContext): Promise<PolicerCounters> {
  const countersOf = await readIndexedCounters(
    context,
    colors.map((color) => root + color),
  );
  return (policerIndex) => {
    const counted = colors.flatMap((color) => {
      const counters = policerIndex === undefined ? undefined : countersOf(root + color, policerIndex);
      if (counters === undefined) return [];
      return [[color, { packets: String(counters.packets), octets: String(counters.bytes ?? 0n) }] as const];
    });
    return counted.length === 0 ? {} : { statistics: Object.fromEntries(counted) };
  };
}
