/** VPP takes the memory of a NAT's tables at once, and ends when it has none: what would not fit is refused before. */

import { CliInband } from "vpp-binapi-ts/api";
import { NotSupportedByVpp, type TranslatorContext } from "../../src/southbound/translator.js";

/** Taken as free where VPP says it in other words: less than half of the heap that VPP has when nobody configures one. */
const assumedFree = 400e6;
/** Part of the free memory that may be taken. */
const share = 0.8;

/** Throws NotSupportedByVpp when VPP's heap has not room for `bytes`. `leaf` asks for them. */
export async function refuseWithoutRoom(context: TranslatorContext, bytes: number, leaf: string): Promise<void> {
  const free = await freeBytes(context);
  if (bytes <= free * share) return;
  const [needed, left] = [bytes, free].map((some) => Math.round(some / 1e6));
  throw new NotSupportedByVpp(leaf, `This needs some ${needed} MB of VPP's heap, which has ${left} MB left`);
}

async function freeBytes({ vpp }: TranslatorContext): Promise<number> {
  const { reply } = await vpp.call(CliInband, { cmd: "show memory main-heap" });
  return parseFree(reply) ?? assumedFree;
}

const units = { "": 1, K: 2 ** 10, M: 2 ** 20, G: 2 ** 30 } as const;

/** "total: 1.00G, used: 156.51M, free: 867.49M, ...": the third number in bytes. */
export function parseFree(text: string): number | undefined {
  const found = /free: ([\d.]+)([KMG]?)/.exec(text);
  return found === null ? undefined : Number(found[1]) * units[found[2] as keyof typeof units];
}
