/** All mappings of VPP, local and remote, which are in one table. */

import { type OneEidTableDetails, OneEidTableDump, OneLocatorDump, ShowOneUsePetr } from "vpp-binapi-ts/api";
import type { TranslatorContext } from "../../src/southbound/translator.js";
import { dumpEach } from "../dump-each.js";
import { formatAddress } from "../ip/addresses.js";
import { type EidKey, eid, formatEid } from "./eid.js";

type Vpp = TranslatorContext["vpp"];

export interface Rloc {
  readonly address: string;
  readonly priority?: number;
  readonly weight?: number;
}

export interface ListedMapping {
  readonly key: EidKey;
  readonly details: OneEidTableDetails;
  /** Of its locator set; undefined for a set without locators. */
  readonly lsIndex: number | undefined;
}

export interface RemoteMapping extends ListedMapping {
  readonly rlocs: readonly Rloc[];
}

export const messagesOfMappings = [OneEidTableDump, OneLocatorDump, ShowOneUsePetr];

/** VPP's mark of a set that is empty. */
const NO_SET = 0xffff_ffff;

/** The time to live of what was not learned. */
export const STATIC_TTL = 0xffff_ffff;

/** Mappings to locators of local sets. */
export async function listLocalMappings(context: TranslatorContext): Promise<readonly ListedMapping[]> {
  return (await listMappings(context)).filter(({ details }) => details.isLocal);
}

/** Mappings to locators elsewhere. */
export async function listRemoteMappings(context: TranslatorContext): Promise<readonly RemoteMapping[]> {
  const { vpp } = context;
  const remote = (await listMappings(context)).filter(({ details }) => !details.isLocal);
  const sets = remote.flatMap(({ lsIndex }) => lsIndex ?? []);
  const rlocs = new Map<number, Rloc[]>();
  const ofSet = (lsIndex: number) => vpp.dump(OneLocatorDump, { lsIndex, isIndexSet: true });
  for await (const [lsIndex, { ipAddress, priority, weight }] of dumpEach(sets, ofSet)) {
    rlocs.set(lsIndex, [...(rlocs.get(lsIndex) ?? []), { address: formatAddress(ipAddress), priority, weight }]);
  }
  const listed = remote.map((mapping) => ({ ...mapping, rlocs: rlocs.get(mapping.lsIndex ?? NO_SET) ?? [] }));
  const { status, ipAddress } = await vpp.call(ShowOneUsePetr);
  return status ? withoutProxy(vpp, listed, formatAddress(ipAddress)) : listed;
}

/** The mapping of exactly these endpoints. */
export async function findMapping({ vpp }: TranslatorContext, key: EidKey): Promise<ListedMapping | undefined> {
  const found = await lookUp(vpp, key);
  return found !== undefined && isSame(found.key, key) ? found : undefined;
}

/** The mapping that VPP means by these endpoints: theirs, one with the same address, or that of the longest prefix around them. */
export async function lookUp(vpp: Vpp, key: EidKey): Promise<ListedMapping | undefined> {
  const asked = { eidSet: true, vni: Number(key.vni), eid: eid(key.eid) };
  for await (const details of vpp.dump(OneEidTableDump, asked)) return listed(details);
  return undefined;
}

function listMappings({ vpp, oncePerRun }: TranslatorContext): Promise<readonly ListedMapping[]> {
  return oncePerRun("lisp-mappings", async () => {
    const mappings: ListedMapping[] = [];
    for await (const details of vpp.dump(OneEidTableDump)) mappings.push(listed(details));
    return mappings;
  });
}

/** The endpoints stand in `seid`, whichever they are. */
function listed(details: OneEidTableDetails): ListedMapping {
  const { vni, seid, locatorSetIndex } = details;
  const lsIndex = locatorSetIndex === NO_SET ? undefined : locatorSetIndex;
  return { key: { vni: String(vni), eid: formatEid(seid) }, details, lsIndex };
}

/** The mapping of the proxy ETR shows the endpoints of some mapping that was deleted, or 0.0.0.0/0: VPP does not find it by these. */
async function withoutProxy(
  vpp: Vpp,
  mappings: readonly RemoteMapping[],
  proxy: string,
): Promise<readonly RemoteMapping[]> {
  const real: RemoteMapping[] = [];
  for (const mapping of mappings) {
    const { rlocs, key, lsIndex } = mapping;
    const isSuspect = rlocs.length === 1 && rlocs[0]!.address === proxy;
    const found = isSuspect ? await lookUp(vpp, key) : mapping;
    if (found !== undefined && isSame(found.key, key) && found.lsIndex === lsIndex) real.push(mapping);
  }
  return real;
}

function isSame(one: EidKey, other: EidKey): boolean {
  return one.vni === other.vni && one.eid === other.eid;
}
