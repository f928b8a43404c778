/**
 * VPP 26.06 keeps a table of the mappings of each locator set, by index, and does not look whether it reaches as far when a set is
 * deleted: it then reads memory of others, and ends. The table grows when a mapping gets a set, and never shrinks. So a mapping is made and
 * deleted before a set goes for which that was not done yet: VPP does not give back the memory that it takes for a mapping.
 */

import { OneAddDelLocalEid, OneAddDelLocatorSet, OneLocatorSetDump } from "vpp-binapi-ts/api";
import type { TranslatorContext } from "../../src/southbound/translator.js";
import { eid } from "./eid.js";

type Vpp = TranslatorContext["vpp"];

/** Names of sets that Sweetcomb needs for itself; no configured one begins so. */
export const OWN_PREFIX = "sweetcomb: ";

/** Lets a set be deleted that has a name. */
export async function coverSet(context: TranslatorContext, name: string, lsIndex: number): Promise<void> {
  const covered = await context.once("lisp-covered-sets", async () => ({ highest: -1 }));
  if (lsIndex <= covered.highest) return;
  await mapOnce(context.vpp, name, lsIndex);
  covered.highest = Math.max(covered.highest, lsIndex);
}

/** Lets any set be deleted that VPP has, also one without a name: covers a new set with a higher index. */
export async function coverAllSets(vpp: Vpp): Promise<void> {
  let highest = -1;
  for await (const { lsIndex } of vpp.dump(OneLocatorSetDump)) highest = Math.max(highest, lsIndex);
  const made: { readonly name: string; readonly lsIndex: number }[] = [];
  while (made.every(({ lsIndex }) => lsIndex < highest)) {
    const name = `${OWN_PREFIX}temporary ${made.length}`;
    const { lsIndex } = await vpp.call(OneAddDelLocatorSet, { isAdd: true, locatorSetName: name });
    made.push({ name, lsIndex });
  }
  const { name, lsIndex } = made.at(-1)!;
  await mapOnce(vpp, name, lsIndex);
  for (const { name: locatorSetName } of made) await vpp.call(OneAddDelLocatorSet, { isAdd: false, locatorSetName });
}

async function mapOnce(vpp: Vpp, locatorSetName: string, lsIndex: number): Promise<void> {
  // RFC 6666: addresses that nobody has. Several sets may go at once.
  const unused = eid(`100::${lsIndex.toString(16)}/128`);
  await vpp.call(OneAddDelLocalEid, { isAdd: true, eid: unused, locatorSetName });
  await vpp.call(OneAddDelLocalEid, { isAdd: false, eid: unused, locatorSetName });
}
