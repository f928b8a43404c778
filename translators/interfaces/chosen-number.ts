/**
 * Numbers of interfaces whose configuration gives none: from the name, far from the small numbers that people ask for. (VPP
 * would take the lowest free one, so that a later "loop0" might find its number taken.)
 */

import { VppApiError } from "vpp-binapi-ts";
import type { Claim } from "../../src/southbound/translator.js";

export interface NumberRange {
  readonly first: number;
  readonly count: number;
  /** VPP's name of the code with which it says that a number is taken. */
  readonly taken: string;
}

/** Numbers tried before the refusal counts. */
const attempts = 16;

/**
 * Calls `create` with the number that was asked for; where none was, with the one that belongs to the name, and while VPP says that
 * this is taken with the ones after it.
 */
export async function withNumber<Created>(
  name: string,
  asked: number | undefined,
  range: NumberRange,
  create: (number: number) => Promise<Created>,
): Promise<Created> {
  if (asked !== undefined) return create(asked);
  for (let attempt = 1; ; attempt++) {
    try {
      return await create(chosenNumber(name, range, attempt));
    } catch (refusal) {
      const isTaken = refusal instanceof VppApiError && refusal.codeName === range.taken;
      if (!isTaken || attempt === attempts) throw refusal;
    }
  }
}

/** Whether `withNumber` may have made an interface with this number for the name. */
export function isNumberOf(name: string, asked: number | undefined, range: NumberRange, number: number): boolean {
  if (asked !== undefined) return number === asked;
  for (let attempt = 1; attempt <= attempts; attempt++) {
    if (number === chosenNumber(name, range, attempt)) return true;
  }
  return false;
}

function chosenNumber(name: string, { first, count }: NumberRange, attempt: number): number {
  return first + ((hashOf(name) + attempt) % count);
}

/** The number in a name such as "loop5": what follows the word, when that is all. */
export function numberIn(name: string, word: string): number | undefined {
  const digits = name.startsWith(word) ? name.slice(word.length) : "";
  return /^(0|[1-9]\d{0,4})$/.test(digits) ? Number(digits) : undefined;
}

/**
 * The claim of the number in VPP's name of an interface, such as 5 in "loop5": the configured one, or that in the name.
 * @param leaf where the number is configured, as a member path
 */
export function numberClaim(
  name: string,
  word: string,
  configured: number | undefined,
  leaf: string,
): readonly Claim[] {
  const number = configured ?? numberIn(name, word);
  if (number === undefined) return [];
  return [{ what: `interface ${word}${number} of VPP`, leaf: configured === undefined ? "" : leaf }];
}

/** FNV-1a, 32 bits. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (const byte of Buffer.from(text)) hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
  return hash;
}
