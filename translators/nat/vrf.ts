/** VRFs in the messages of NAT: by number, all ones where none is meant. */

import type { ObjectRef, TranslatorContext } from "../../src/southbound/translator.js";
import type { Family } from "../ip/addresses.js";
import { ipTables } from "../routing/ip-table.js";

/** "Any VRF", or "the one of the instance", according to the message. */
export const NO_VRF = 0xffff_ffff;

/** The number of a VRF; `otherwise` where none is named. */
export function vrfId(
  { handleOf }: TranslatorContext,
  family: Family,
  vrf: string | undefined,
  otherwise: number,
): number {
  return vrf === undefined ? otherwise : handleOf(ipTables[family].at({ vrf }));
}

/** The name of a VRF with this number; undefined for the default one, for none, and for one that nobody named. */
export function vrfName({ keyOf }: TranslatorContext, family: Family, id: number): string | undefined {
  return id === 0 || id === NO_VRF ? undefined : keyOf(ipTables[family], id)?.vrf;
}

/** The tables of those VRFs that are named. */
export function vrfRefs(family: Family, ...vrfs: readonly (string | undefined)[]): ObjectRef[] {
  return vrfs.filter((vrf) => vrf !== undefined).map((vrf) => ipTables[family].at({ vrf }));
}

/** Word for the default VRF where a leaf has to say something. */
export const defaultVrf = "default";

/** The VRF of a leaf that may name the default one; undefined for that. */
export function namedVrf(vrf: string): string | undefined {
  return vrf === defaultVrf ? undefined : vrf;
}
