import { CliInband } from "vpp-binapi-ts/api";
import type { TranslatorContext } from "../../src/southbound/translator.js";
import type { Family } from "../ip/addresses.js";
import { tableIdOf } from "./ip-table.js";

const questions: Readonly<Record<Family, (tableId: number) => string>> = {
  ipv4: (tableId) => `show ip fib table ${tableId} 0.0.0.0/0`,
  ipv6: (tableId) => `show ip6 fib table ${tableId} ::/0`,
};

/**
 * The index by which a few messages want the table of a VRF that is there, in place of its number. No message tells it; a heading of the
 * command line has it: "ipv4-VRF:10, fib_index:1, flow hash:[...". Throws where VPP shows no such table.
 */
export async function fibIndexOf(context: TranslatorContext, family: Family, vrf: string | undefined): Promise<number> {
  const tableId = tableIdOf(context, family, vrf);
  if (tableId === 0) return 0;
  const { reply } = await context.vpp.call(CliInband, { cmd: questions[family](tableId) });
  const found = /fib_index:(\d+)/.exec(reply)?.[1];
  if (found === undefined) throw new Error(`VPP shows no ${family} table ${tableId}`);
  return Number(found);
}
