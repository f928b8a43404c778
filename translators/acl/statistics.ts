/** Matches of each rule, out of VPP's stats segment: `/acl/<index>/matches` has one counter a rule. */

import { sumThreadsCombined } from "vpp-binapi-ts/stats";
import type { TranslatorContext } from "../../src/southbound/translator.js";
import { type AclValue, acesOf } from "./model.js";
import { aclSettings } from "./settings.js";

interface Counter {
  readonly packets: bigint;
  readonly bytes: bigint;
}

/** Counters by index of the list; undefined while VPP does not count, or where they cannot be read. */
export async function readMatches(
  context: TranslatorContext,
): Promise<ReadonlyMap<number, readonly Counter[]> | undefined> {
  if (!context.showsState) return undefined;
  const settings = context.configured<{ readonly "count-matches"?: boolean }>(aclSettings.at({}));
  if (settings?.["count-matches"] !== true) return undefined;
  const entries = await context.readStats((name) => /^\/acl\/\d+\/matches$/.test(name));
  if (entries === undefined) return undefined;
  const found = new Map<number, readonly Counter[]>();
  for (const entry of entries) {
    if (entry.kind === "combined") found.set(Number(entry.name.split("/")[2]), sumThreadsCombined(entry.counters));
  }
  return found;
}

/** The entries of a list, each with the sum over its rules. `rulesOfEach` says how many each entry has. */
export function withStatistics(
  value: AclValue,
  rulesOfEach: readonly number[],
  counters: readonly Counter[],
): Readonly<Record<string, unknown>> {
  let next = 0;
  const ace = acesOf(value).map((entry, index) => {
    const start = next;
    next += rulesOfEach[index] ?? 0;
    return { ...entry, statistics: sumOf(counters.slice(start, next)) };
  });
  return ace.length === 0 ? {} : { aces: { ace } };
}

function sumOf(counters: readonly Counter[]) {
  let [packets, octets] = [0n, 0n];
  for (const counter of counters) {
    packets += counter.packets;
    octets += counter.bytes;
  }
  return { "matched-packets": String(packets), "matched-octets": String(octets) };
}
