/**
 * Numbers for the point-to-point parts of Ethernet interfaces. VPP 26.06 takes only one that some interface has as its index, and that no
 * other part of the same parent has. The parts of a commit are made one after the other, since each brings a number for the next.
 */

import type { TranslatorContext } from "../../src/southbound/translator.js";
import { hasCode } from "../vpp-answers.js";
import { interfaces, LOCAL0 } from "./interface.js";

interface Numbers {
  /** Indexes of interfaces of the configuration, as they are when a part is first made in a commit, and those of the parts that follow. */
  readonly indexes: number[];
  /** By parent, the place in `indexes` from which on nothing was tried. */
  readonly tried: Map<number, number>;
  /** Ends with the part that is being made. */
  last: Promise<unknown>;
}

/** Calls `create` with a number for a part of this parent; returns the sw_if_index that `create` does. */
export async function withPartNumber(
  context: TranslatorContext,
  parent: number,
  create: (number: number) => Promise<number>,
): Promise<number> {
  const numbers = await numbersOf(context);
  const made = numbers.last.then(() => createNext(numbers, parent, create));
  numbers.last = made.catch(() => undefined);
  return made;
}

async function createNext(
  { indexes, tried }: Numbers,
  parent: number,
  create: (number: number) => Promise<number>,
): Promise<number> {
  for (let at = tried.get(parent) ?? 0; ; at++) {
    const number = indexes[at];
    if (number === undefined) throw new Error(`VPP has no number left for a part of interface ${parent}`);
    try {
      const swIfIndex = await create(number);
      indexes.push(swIfIndex);
      tried.set(parent, at + 1);
      return swIfIndex;
    } catch (refusal) {
      const isLast = at + 1 === indexes.length;
      if (isLast || !hasCode(refusal, "SUBIF_ALREADY_EXISTS", "INVALID_SW_IF_INDEX_2")) throw refusal;
    }
  }
}

function numbersOf(context: TranslatorContext): Promise<Numbers> {
  return context.oncePerRun("numbers of parts", async () => ({
    // What was made last is not likely to be the number of a part yet, and local0 is always there.
    indexes: [LOCAL0, ...Array.from(context.handles(interfaces), ([, swIfIndex]) => swIfIndex)].reverse(),
    tried: new Map(),
    last: Promise.resolve(),
  }));
}
