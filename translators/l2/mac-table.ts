/** VPP's table of MAC addresses behind ports of bridge domains. */

import { type L2FibTableDetails, L2FibTableDump } from "vpp-binapi-ts/api";
import type { TranslatorContext } from "../../src/southbound/translator.js";
import { listInterfaces } from "../interfaces/interface.js";
import { formatMac } from "../ip/addresses.js";

/** All entries, asked for once in a run of dumps. */
export function listMacEntries(context: TranslatorContext): Promise<readonly L2FibTableDetails[]> {
  return context.oncePerRun("l2-fib", async () => {
    const entries: L2FibTableDetails[] = [];
    for await (const entry of context.vpp.dump(L2FibTableDump, { bdId: ALL_DOMAINS })) entries.push(entry);
    return entries;
  });
}

const ALL_DOMAINS = 0xffff_ffff;

export interface LearnedMac {
  readonly "mac-address": string;
  readonly interface?: string;
}

/** Addresses that VPP has learned, by number of the bridge domain. */
export async function learnedMacs(context: TranslatorContext): Promise<ReadonlyMap<number, readonly LearnedMac[]>> {
  const listed = await listInterfaces(context);
  const learned = new Map<number, LearnedMac[]>();
  for (const { bdId, mac, swIfIndex, staticMac, bviMac } of await listMacEntries(context)) {
    if (staticMac || bviMac) continue;
    const name = listed.get(swIfIndex)?.name;
    const entry = { "mac-address": formatMac(mac), ...(name !== undefined && { interface: name }) };
    const ofDomain = learned.get(bdId);
    if (ofDomain === undefined) learned.set(bdId, [entry]);
    else ofDomain.push(entry);
  }
  return learned;
}
