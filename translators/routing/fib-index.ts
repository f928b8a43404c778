import type { TranslatorContext } from "../../src/southbound/translator.js";
import { askPlaceOfTable } from "../../src/vpp-limits/place-of-table.js";
import type { Family } from "../ip/addresses.js";
import { tableIdOf } from "./ip-table.js";

/** The index by which a few messages want the table of a VRF that is there, in place of its number. Throws where VPP shows no such table. */
export async function fibIndexOf(context: TranslatorContext, family: Family, vrf: string | undefined): Promise<number> {
  const tableId = tableIdOf(context, family, vrf);
  if (tableId === 0) return 0;
  const found = await askPlaceOfTable(context.vpp, "fib", family === "ipv6", tableId);
  if (found === undefined) throw new Error(`VPP shows no ${family} table ${tableId}`);
  return found;
}
