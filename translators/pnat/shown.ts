/** What VPP tells of attached translations. */

import { CliInband, type PnatBindingsDetails, PnatBindingsGet, PnatInterfacesGet } from "vpp-binapi-ts/api";
import type { TranslatorContext } from "../../src/southbound/translator.js";
import { attachmentPoints, type Direction, lookUp, type Place } from "./attached.js";
import { matchFrom, rewriteFrom, type Translation } from "./wire.js";

export interface ShownTranslation extends Omit<Translation, "name"> {
  /** VPP's number of it. */
  readonly index: number;
}

/** Translations at one direction by the sw_if_index of each interface that has some. */
export async function shownTranslations(
  context: TranslatorContext,
  direction: Direction,
): Promise<ReadonlyMap<number, readonly ShownTranslation[]>> {
  const attachment = attachmentPoints[direction];
  const shown = new Map<number, readonly ShownTranslation[]>();
  for await (const { swIfIndex, enabled, lookupMask } of context.vpp.dump(PnatInterfacesGet, { cursor: 0 })) {
    if (!enabled[attachment]) continue;
    const bindings = await listBindings(context);
    shown.set(swIfIndex, await attachedTo(context, { swIfIndex, attachment }, lookupMask[attachment]!, bindings));
  }
  return shown;
}

/** VPP does not list what is attached, so it is asked about each match. */
async function attachedTo(
  context: TranslatorContext,
  place: Place,
  mask: number,
  bindings: ReadonlyMap<number, PnatBindingsDetails>,
): Promise<readonly ShownTranslation[]> {
  const candidates = [...bindings.values()].filter(({ match }) => match.mask === mask);
  const found = new Set(await Promise.all(candidates.map(({ match }) => lookUp(context, place, match))));
  return [...found].flatMap((index) => {
    const details = index === undefined ? undefined : bindings.get(index);
    const match = details && matchFrom(details.match);
    return match === undefined ? [] : [{ index: index!, match, rewrite: rewriteFrom(details!.rewrite) }];
  });
}

/** By number, which only the command line tells: it has the same order as the dump. */
function listBindings(context: TranslatorContext): Promise<ReadonlyMap<number, PnatBindingsDetails>> {
  return context.oncePerRun("pnat bindings", async () => {
    const { reply } = await context.vpp.call(CliInband, { cmd: "show pnat translations" });
    const numbers = [...reply.matchAll(/^\[(\d+)\] match/gm)].map(([, number]) => Number(number));
    const bindings = new Map<number, PnatBindingsDetails>();
    for await (const details of context.vpp.dump(PnatBindingsGet, { cursor: 0 })) {
      const number = numbers[bindings.size];
      if (number !== undefined) bindings.set(number, details);
    }
    return bindings;
  });
}
