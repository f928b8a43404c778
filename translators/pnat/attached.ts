/**
 * Translations at one direction of an interface. In VPP a translation is made first and attached then; what it matches tells which one it
 * is, since there is one at most for each match.
 */

import {
  PnatAttachmentPoint,
  PnatBindingAddV2,
  PnatBindingAttach,
  PnatBindingDel,
  PnatBindingDetach,
  PnatFlowLookup,
  PnatInterfacesGet,
} from "vpp-binapi-ts/api";
import type { TranslatorContext } from "../../src/southbound/translator.js";
import { hasCode } from "../vpp-answers.js";
import { matchTuple, rewriteTuple, type Translation } from "./wire.js";

export const directions = ["input", "output"] as const;
export type Direction = (typeof directions)[number];

export interface Place {
  readonly swIfIndex: number;
  readonly attachment: PnatAttachmentPoint;
}

export const attachmentPoints: Readonly<Record<Direction, PnatAttachmentPoint>> = {
  input: PnatAttachmentPoint.PNAT_IP4_INPUT,
  output: PnatAttachmentPoint.PNAT_IP4_OUTPUT,
};

/**
 * Makes a translation that works at this place, or none.
 * @param replacesLeft whether what is attached there for the same packets is a leftover, which goes
 */
export async function addTranslation(
  context: TranslatorContext,
  place: Place,
  translation: Translation,
  replacesLeft: boolean,
): Promise<void> {
  const { vpp } = context;
  const { match, rewrite } = translation;
  const asked = { match: matchTuple(match), rewrite: rewriteTuple(rewrite) };
  const { bindingIndex } = await vpp.call(PnatBindingAddV2, asked);
  const attach = () => vpp.call(PnatBindingAttach, { ...place, bindingIndex });
  try {
    await attach().catch(async (refusal: unknown) => {
      if (!replacesLeft || !hasCode(refusal, SAME_PACKETS)) throw refusal;
      await removeTranslation(context, place, translation);
      await attach();
    });
  } catch (refusal) {
    await vpp.call(PnatBindingDel, { bindingIndex });
    throw refusal;
  }
}

/** The name of the third code that VPP counts down to itself: something is attached for the same packets. */
const SAME_PACKETS = "NO_SUCH_FIB";

/**
 * Whether VPP looks at packets there. Where it does not, what is attached was left by a server that ended while it took translations away,
 * or by others who deleted the interface before what was attached to it.
 */
export async function isLookedAt(context: TranslatorContext, { swIfIndex, attachment }: Place): Promise<boolean> {
  return (await interfacesWithPnat(context)).get(swIfIndex)?.[attachment] === true;
}

/** For each, at which directions VPP looks at packets; for all who ask at the same time. */
function interfacesWithPnat({ together, vpp }: TranslatorContext): Promise<ReadonlyMap<number, readonly boolean[]>> {
  return together("pnat interfaces", async () => {
    const shown = new Map<number, readonly boolean[]>();
    for await (const { swIfIndex, enabled } of vpp.dump(PnatInterfacesGet, { cursor: 0 }))
      shown.set(swIfIndex, enabled);
    return shown;
  });
}

/** Detaches a translation and deletes it; one that is not there is gone already. */
export async function removeTranslation(context: TranslatorContext, place: Place, gone: Translation): Promise<void> {
  const bindingIndex = await indexOf(context, place, gone);
  if (bindingIndex === undefined) return;
  await context.vpp.call(PnatBindingDetach, { ...place, bindingIndex });
  await context.vpp.call(PnatBindingDel, { bindingIndex });
}

/**
 * Detaches a translation and attaches it again. With any translation that leaves, VPP 26.06 stops to look at packets of the direction, and
 * begins again with the next one that comes.
 */
export async function attachAgain(context: TranslatorContext, place: Place, kept: Translation): Promise<void> {
  const bindingIndex = await indexOf(context, place, kept);
  if (bindingIndex === undefined) return;
  await context.vpp.call(PnatBindingDetach, { ...place, bindingIndex });
  await context.vpp.call(PnatBindingAttach, { ...place, bindingIndex });
}

/** VPP's index of the translation at this place; undefined when there is none. */
async function indexOf(context: TranslatorContext, place: Place, { match }: Translation): Promise<number | undefined> {
  // VPP ends when it is asked for a translation before any was attached.
  if (!(await interfacesWithPnat(context)).has(place.swIfIndex)) return undefined;
  // VPP says that nothing is there with the code that it has for any failure: that counts when it says so twice.
  return (await lookUp(context, place, matchTuple(match))) ?? lookUp(context, place, matchTuple(match));
}

/** The same by VPP's own tuple, where it is known that something is attached. */
export async function lookUp(
  { vpp }: TranslatorContext,
  place: Place,
  match: PnatFlowLookup["match"],
): Promise<number | undefined> {
  try {
    return (await vpp.call(PnatFlowLookup, { ...place, match })).bindingIndex;
  } catch (refusal) {
    if (hasCode(refusal, "UNSPECIFIED")) return undefined;
    throw refusal;
  }
}
