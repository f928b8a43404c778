/**
 * The table of prefixes to which source NAT does not apply. VPP 26.06 has it on a list of its tables of that kind, whose command `show bihash` ends it when a table there is gone:
 * it takes the table off that list only while an interface stands in the policy, and leaves it where it was when it moves the table in its memory.
 */

import { CliInband, CnatSnatPolicyAddDelIf, CnatSnatPolicyTable, SwInterfaceTagAddDel } from "vpp-binapi-ts/api";
import type { TranslatorContext } from "../../src/southbound/translator.js";
import { TAG_OF_MOVED_TABLE } from "../../src/vpp-limits/pppoe-clients.js";
import { interfaceThatDrops } from "../interfaces/parts-of-local0.js";
import { hasCode } from "../vpp-answers.js";
import { requireSourceNat } from "./source-nat.js";

/** What VPP is asked with when source addresses of a VRF come. */
export const messagesOfMove = [CliInband, SwInterfaceTagAddDel] as const;

/** To be awaited before the policy gets interfaces or prefixes: an interface that nothing is received by stands in it, as long as there are source addresses. */
export async function keepTable(context: TranslatorContext): Promise<void> {
  const swIfIndex = await interfaceThatDrops(context);
  const table = CnatSnatPolicyTable.CNAT_POLICY_INCLUDE_V4;
  await context.vpp.call(CnatSnatPolicyAddDelIf, { swIfIndex, isAdd: 1, table });
}

/** To be awaited before source addresses of a VRF come, for which VPP may move the table. Writes down in VPP that its list is not to be asked for any more. */
export async function tellOfMove(context: TranslatorContext): Promise<void> {
  if (!(await hasTable(context))) return;
  const swIfIndex = await interfaceThatDrops(context);
  await context.vpp.call(SwInterfaceTagAddDel, { isAdd: true, swIfIndex, tag: TAG_OF_MOVED_TABLE });
}

async function hasTable(context: TranslatorContext): Promise<boolean> {
  try {
    await requireSourceNat(context);
  } catch (failure) {
    if (hasCode(failure, "FEATURE_DISABLED")) return false;
    throw failure;
  }
  return (await context.vpp.call(CliInband, { cmd: "show cnat snat-policy" })).reply.includes("'snat prefixes'");
}
