/** VPP takes the memory of large tables at once, and ends when it has none: what would not fit is refused before. */

import { CliInband } from "vpp-binapi-ts/api";
import { NotSupportedByVpp, type TranslatorContext } from "../src/southbound/translator.js";

/** Taken as free where VPP says it in other words: less than half of the heap that VPP has when nobody configures one. */
const assumedFree = 400e6;
/** Part of the free memory that may be taken. */
const share = 0.8;

/**
 * Makes what takes `bytes` of VPP's heap, if it has room for that and for all that is being made at the same time.
 * Throws NotSupportedByVpp otherwise. `leaf` asks for them.
 */
export async function withRoom<T>(
  context: TranslatorContext,
  bytes: number,
  leaf: string,
  make: () => Promise<T>,
): Promise<T> {
  const taken = await context.once("what is being taken of the heap", async () => ({ bytes: 0 }));
  taken.bytes += bytes;
  try {
    // One answer for all that ask at the same time: of those that do not fit together none is made.
    const { needed, free } = await context.together("room on the heap", async () => {
      const free = await freeBytes(context);
      return { needed: taken.bytes, free };
    });
    if (needed > free * share) throw withoutRoom(needed, free, leaf);
    return await make();
  } finally {
    taken.bytes -= bytes;
  }
}

function withoutRoom(bytes: number, free: number, leaf: string): NotSupportedByVpp {
  const [needed, left] = [bytes, free].map((some) => Math.round(some / 1e6));
  return new NotSupportedByVpp(leaf, `This needs some ${needed} MB of VPP's heap, which has ${left} MB left`);
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
