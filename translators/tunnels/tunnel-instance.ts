/** Numbers of tunnels in VPP's names of them, such as gre3. */

import { type OwnNumbers, ownNumbers } from "../interfaces/own-numbers.js";

/** Those of a kind: configured in the leaf `instance` of its container, behind `word` in the name, or derived from the name. */
export function tunnelInstances<Member extends string, Value extends Instances<Member>>(
  word: string,
  member: Member,
): OwnNumbers<Value> {
  return ownNumbers<Value>({ word, leaf: `${member}/instance`, numberOf: (value) => value[member].instance, chosen });
}

type Instances<Member extends string> = Readonly<Record<Member, { readonly instance?: number }>>;

/** Above those that people ask for. */
const chosen = { first: 1_000_000, count: 1_000_000, taken: "INSTANCE_IN_USE" };
