/** VPP takes the memory of large tables at once, and ends when it has none: what would not fit is refused before. */

import { NotSupportedByVpp, type TranslatorContext } from "../src/southbound/translator.js";
import { askFreeHeap, shareOfHeap } from "../src/vpp-limits/free-heap.js";

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
      const free = await askFreeHeap(context.vpp);
      return { needed: taken.bytes, free };
    });
    if (needed > free * shareOfHeap) throw withoutRoom(needed, free, leaf);
    return await make();
  } finally {
    taken.bytes -= bytes;
  }
}

/** The refusal, at the leaf that asks for so many bytes. */
export function withoutRoom(bytes: number, free: number, leaf: string): NotSupportedByVpp {
  const [needed, left] = [bytes, free].map((some) => Math.round(some / 1e6));
  return new NotSupportedByVpp(leaf, `This needs some ${needed} MB of VPP's heap, which has ${left} MB left`);
}
