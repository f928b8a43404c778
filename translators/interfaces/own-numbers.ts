/** The numbers in VPP's names of interfaces, such as 5 in "loop5": configured, in the name, or chosen. */

import type { Claim, Entry } from "../../src/southbound/translator.js";
import { isNumberOf, type NumberRange, numberClaim, numberIn, withNumber } from "./chosen-number.js";
import type { InterfaceKey } from "./interface.js";

export interface Numbers<Value> {
  /** What VPP's names have before the number: "loop". */
  readonly word: string;
  /** Where the number is configured, as a member path. */
  readonly leaf: string;
  /** The number in what is configured, or in what VPP shows. */
  numberOf(value: Value): number | undefined;
  /** Those that are chosen from when none is configured and the name has none. */
  readonly chosen: NumberRange;
}

/** The parts of an interface kind that follow from its numbers. */
export interface OwnNumbers<Value> {
  claims(entry: Entry<InterfaceKey, Value>): readonly Claim[];
  isKnownByValue(entry: Entry<InterfaceKey, Value>, found: Value): boolean;
  /** Calls `create` with the interface's number, or with one after the other of those that may be chosen for its name. */
  make<Created>(entry: Entry<InterfaceKey, Value>, create: (number: number) => Promise<Created>): Promise<Created>;
}

/** For a kind whose interfaces have one row of numbers in VPP. */
export function ownNumbers<Value>({ word, leaf, numberOf, chosen }: Numbers<Value>): OwnNumbers<Value> {
  const asked = ({ key, value }: Entry<InterfaceKey, Value>) => numberOf(value) ?? numberIn(key.name, word);
  return {
    claims: ({ key, value }) => numberClaim(key.name, word, numberOf(value), leaf),
    isKnownByValue(entry, found) {
      const number = numberOf(found);
      return number !== undefined && isNumberOf(entry.key.name, asked(entry), chosen, number);
    },
    make: (entry, create) => withNumber(entry.key.name, asked(entry), chosen, create),
  };
}
