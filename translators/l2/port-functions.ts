/** What the ports of bridge domains do with frames. VPP switches all of it on for a new port, and each off by itself. */

import { VppApiError } from "vpp-binapi-ts";
import { L2InterfaceFeatFlagsGet, L2InterfaceFeatFlagsSet, L2IntfFeatFlags } from "vpp-binapi-ts/api";
import { NotSupportedByVpp, type TranslatorContext } from "../../src/southbound/translator.js";
import { allOrNone } from "../all-or-none.js";

export const portFunctionMessages = [L2InterfaceFeatFlagsGet, L2InterfaceFeatFlagsSet];

/** By the bits of sweetcomb-l2, in their order. */
const functions = {
  learn: L2IntfFeatFlags.L2_INTF_FEAT_LEARN,
  forward: L2IntfFeatFlags.L2_INTF_FEAT_FWD,
  flood: L2IntfFeatFlags.L2_INTF_FEAT_FLOOD,
  "unknown-unicast-flood": L2IntfFeatFlags.L2_INTF_FEAT_UU_FLOOD,
  "arp-termination": L2IntfFeatFlags.L2_INTF_FEAT_ARP_TERM,
  "arp-unicast-forward": L2IntfFeatFlags.L2_INTF_FEAT_ARP_UFWD,
} as const;

/** Throws NotSupportedByVpp where something is to be off and VPP has no messages for that. */
export function requirePortFunctions({ vpp }: TranslatorContext, disabled: string, leaf: string): void {
  if (disabled === "" || portFunctionMessages.every((message) => vpp.supports(message))) return;
  throw new NotSupportedByVpp(leaf, `This VPP lacks ${L2InterfaceFeatFlagsSet.name}`);
}

/**
 * Switches functions of a port off and on.
 * @param before what is off now, as bits of sweetcomb-l2
 * @param after what shall be off
 */
export async function setPortFunctions(
  { vpp }: TranslatorContext,
  swIfIndex: number,
  before: string,
  after: string,
): Promise<void> {
  const [off, wanted] = [flagsOf(before), flagsOf(after)];
  const set = (isSet: boolean, flags: number) =>
    vpp.call(L2InterfaceFeatFlagsSet, { swIfIndex, isSet, flags: flags as L2IntfFeatFlags });
  const changes = [
    { isSet: false, flags: wanted & ~off },
    { isSet: true, flags: off & ~wanted },
  ].filter(({ flags }) => flags !== 0);
  await allOrNone(changes.map(({ isSet, flags }) => ({ do: () => set(isSet, flags), undo: () => set(!isSet, flags) })));
}

/** What is off, as bits of sweetcomb-l2; nothing where VPP cannot tell, or the interface is no port any more. */
export async function disabledFunctions({ vpp }: TranslatorContext, swIfIndex: number): Promise<string> {
  if (!vpp.supports(L2InterfaceFeatFlagsGet)) return "";
  const told = await vpp.call(L2InterfaceFeatFlagsGet, { swIfIndex }).catch((refusal) => {
    if (refusal instanceof VppApiError && refusal.codeName === "INVALID_SW_IF_INDEX") return undefined;
    throw refusal;
  });
  if (told === undefined) return "";
  const { flags } = told;
  return Object.entries(functions)
    .filter(([, flag]) => (flags & flag) === 0)
    .map(([name]) => name)
    .join(" ");
}

function flagsOf(names: string): number {
  let flags = 0;
  for (const [name, flag] of Object.entries(functions)) if (names.split(" ").includes(name)) flags |= flag;
  return flags;
}
