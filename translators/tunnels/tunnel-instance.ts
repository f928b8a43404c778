/** Numbers of tunnels in VPP's names of them, such as gre3. */

import { numberIn, withNumber } from "../interfaces/chosen-number.js";
import type { InterfaceKey } from "../interfaces/interface.js";

/** Above those that people ask for. */
const chosenInstances = { first: 1_000_000, count: 1_000_000, taken: "INSTANCE_IN_USE" };

/** Calls `create` with the configured number, the one in the name behind `word`, or else one that is derived from the name. */
export function withInstance<Created>(
  { name }: InterfaceKey,
  word: string,
  configured: number | undefined,
  create: (instance: number) => Promise<Created>,
): Promise<Created> {
  return withNumber(name, configured ?? numberIn(name, word), chosenInstances, create);
}
