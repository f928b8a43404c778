import type { ConfiguredObjects, Refusal } from "../../src/southbound/translator.js";
import { refuseQuestions } from "../interfaces/neighbourless.js";
import type { Path } from "./path.js";

/** The refusal of next hops without an address on interfaces where VPP cannot ask who has it. @param leaf that holds them */
export function refuseQuestionsOnWay(
  paths: readonly Path[],
  leaf: string,
  objects: ConfiguredObjects,
): Refusal | undefined {
  for (const { via } of paths) {
    if (via.kind !== "hop" || via.interface === undefined || via.address !== undefined) continue;
    const refusal = refuseQuestions(objects, via.interface, leaf);
    if (refusal !== undefined) return refusal;
  }
  return undefined;
}
