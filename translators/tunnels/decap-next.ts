/** Where packets go that came out of a tunnel: names of YANG, indexes of the next nodes of VPP's input nodes. */

import { AddNodeNext, GetNextIndex } from "vpp-binapi-ts/api";
import type { TranslatorContext } from "../../src/southbound/translator.js";

export type DecapNext = "drop" | "l2-input" | "ip4-input" | "ip6-input";

/** The same numbers in VXLAN and GENEVE; nodes after them get theirs when they are first asked for. */
const fixedNexts: Readonly<Partial<Record<DecapNext, number>>> = { drop: 0, "l2-input": 1 };

export const decapNextMessages = [AddNodeNext, GetNextIndex] as const;

/** Index of `next` behind an input node such as "vxlan4-input". An arc to a node that had none is made. */
export async function decapNextIndex({ vpp }: TranslatorContext, node: string, next: DecapNext): Promise<number> {
  const fixed = fixedNexts[next];
  if (fixed !== undefined) return fixed;
  const { nextIndex } = await vpp.call(AddNodeNext, { nodeName: node, nextName: next });
  return nextIndex;
}

/** Name of an index behind an input node; undefined for a node that YANG has no name for. */
export async function decapNextName(
  context: TranslatorContext,
  node: string,
  index: number,
): Promise<DecapNext | undefined> {
  const names: readonly DecapNext[] = ["drop", "l2-input"];
  if (index < names.length) return names[index];
  for (const next of ["ip4-input", "ip6-input"] as const) {
    if ((await arcTo(context, node, next)) === index) return next;
  }
  return undefined;
}

/** VPP refuses to tell the index of an arc that nobody made. */
function arcTo({ vpp, oncePerRun }: TranslatorContext, nodeName: string, nextName: DecapNext) {
  return oncePerRun(`arc from ${nodeName} to ${nextName}`, async () => {
    try {
      return (await vpp.call(GetNextIndex, { nodeName, nextName })).nextIndex;
    } catch {
      return undefined;
    }
  });
}
