/** What VPP keeps for LISP. Numbers and names are those of the plugin. */

import { type Eid, EidType, type LocalLocator, type RemoteLocator } from "vpp-binapi-ts/api";
import { VppDies } from "../handler.js";
import { recordsOf } from "../state/records.js";
import type { Vpp } from "../state/vpp.js";

export const LISP_DISABLED = -90;

/** Settings, and the sets that stand for more than one mapping. */
export interface Plane {
  isEnabled: boolean;
  hasGpe: boolean;
  isXtr: boolean;
  isPitr: boolean;
  isPetr: boolean;
  isSrcDst: boolean;
  encapMode: number;
  rlocProbing: boolean;
  transport: number;
  mapRegister: boolean;
  mapRegisterTtl: number;
  fallbackThreshold: number;
  /** Length of the table of mappings by locator set; 0 as long as no mapping was made. */
  coveredSets: number;
  itrSet?: number | undefined;
  nshSet?: string | undefined;
  pitrSet?: string | undefined;
  petr?: { readonly lsIndex: number; readonly address: RemoteLocator["ipAddress"] } | undefined;
}

export interface LocatorSet {
  readonly lsIndex: number;
  /** A set of a remote mapping has none. */
  readonly name?: string;
  locators: readonly (LocalLocator | RemoteLocator)[];
}

const planes = recordsOf<Plane>("lisp-plane");
const sets = recordsOf<LocatorSet>("lisp-locator-sets");

export function planeOf(vpp: Vpp): Plane {
  const table = planes(vpp);
  const found = table.get("plane");
  if (found !== undefined) return found;
  const plane: Plane = {
    isEnabled: false,
    hasGpe: false,
    isXtr: true,
    isPitr: false,
    isPetr: false,
    isSrcDst: false,
    encapMode: 0,
    rlocProbing: false,
    transport: 1,
    mapRegister: false,
    mapRegisterTtl: 86400,
    fallbackThreshold: 3,
    coveredSets: 0,
  };
  table.set("plane", plane);
  return plane;
}

export function locatorSets(vpp: Vpp): readonly LocatorSet[] {
  return [...sets(vpp).values()].sort((one, other) => one.lsIndex - other.lsIndex);
}

export function setByName(vpp: Vpp, name: string): LocatorSet | undefined {
  return locatorSets(vpp).find((set) => set.name === name);
}

export function addSet(vpp: Vpp, made: Omit<LocatorSet, "lsIndex">): LocatorSet {
  let lsIndex = 0;
  while (sets(vpp).has(String(lsIndex))) lsIndex++;
  const set = { lsIndex, ...made };
  sets(vpp).set(String(lsIndex), set);
  return set;
}

/** VPP looks into its table of mappings without asking for the length. */
export function deleteSet(vpp: Vpp, { lsIndex }: LocatorSet): void {
  const { coveredSets } = planeOf(vpp);
  if (coveredSets > 0 && lsIndex >= coveredSets) throw new VppDies("a locator set is deleted that had no mapping");
  sets(vpp).delete(String(lsIndex));
}

/** The table grows with the mapping of a set. */
export function coverSet(vpp: Vpp, { lsIndex }: LocatorSet): void {
  const plane = planeOf(vpp);
  plane.coveredSets = Math.max(plane.coveredSets, lsIndex + 1);
}

/** Tells endpoints apart. */
export function eidText({ type, address }: Eid): string {
  if (type === EidType.EID_TYPE_API_MAC) return `mac ${hex(address.mac!)}`;
  if (type === EidType.EID_TYPE_API_NSH) return `nsh ${address.nsh!.spi} ${address.nsh!.si}`;
  return `${addressText({ type, address })}/${address.prefix!.len}`;
}

/** VPP finds a prefix by this alone. */
export function addressText({ address: { prefix } }: Eid): string {
  return hex(prefix!.address.un.ip6 ?? prefix!.address.un.ip4!);
}

export function isAny({ type, address }: Eid): boolean {
  return type === EidType.EID_TYPE_API_PREFIX && address.prefix!.len === 0;
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("hex");
}
