import { type ConfigTree, editTreeForPath, type ValidationError } from "libyang-wasm";
import { type EngineState, withView } from "../engine-state.js";
import type { LeftOutParts } from "./left-out.js";

/** What goes may be needed by something else, and that by something else again. */
const MOST_ROUNDS = 100;

/**
 * Takes out of running what breaks a constraint: the leaf, list entry or container with presence that is at fault, or has what is. A
 * constraint of a container that is always there stays broken, since its content would be too much to leave out.
 * Cost: all of running, for each round until nothing is at fault.
 * @param left is told what was left out
 * @returns the constraints that stay broken
 */
export function leaveOutInvalid({ context, running }: EngineState, left: LeftOutParts): readonly ValidationError[] {
  for (let round = 0; ; round++) {
    const errors = running.validateAll();
    if (errors.length === 0 || round === MOST_ROUNDS) return errors;
    let isChanged = false;
    for (const { path, message } of errors) {
      for (const part of partsAt(context, running, path)) {
        isChanged = true;
        left.add({ ...part, message });
        running.edit(editTreeForPath(context, part.path, { operation: "remove" }), { defaultOperation: "none" });
      }
    }
    // Defaults and conditions follow; what they break is found in the next round.
    running.validate();
    running.accept();
    if (!isChanged) return errors;
  }
}

/** The instances to take out for an error at a path: all entries of a list, where it is about the list. */
function partsAt(context: EngineState["context"], running: ConfigTree, errorPath: string) {
  return withView(context, running.root, (view) =>
    (view.isEmpty ? [] : view.select(errorPath)).flatMap((found) => {
      for (let node = found as typeof found | undefined; node !== undefined; node = node.parent) {
        const { kind, presence, isKey } = node.schema!.describe();
        const isPart = kind === "container" ? presence : !isKey;
        if (isPart && !node.describe().isDefault) return [{ path: node.path, content: node.print("json").toString() }];
      }
      return [];
    }),
  );
}
