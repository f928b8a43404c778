/** Which nodes of running XPaths select, by their instance paths. */

import { LibyangError } from "libyang-wasm";
import { type EngineState, withView } from "./engine-state.js";
import type { EngineError, SelectedPaths } from "./protocol.js";

/** @param most nodes; more are an error (resource-denied) */
export function selectedPaths(
  { context, running }: EngineState,
  xpaths: readonly string[],
  most: number,
): SelectedPaths | { readonly error: EngineError } {
  const paths = new Set<string>();
  try {
    withView(context, running.root, (view) => {
      for (const xpath of view.isEmpty ? [] : xpaths) {
        const value = view.evaluate(xpath);
        if (value.kind !== "node-set") throw new NotNodes(xpath);
        for (const node of value.nodes) paths.add(node.path);
      }
    });
  } catch (failure) {
    return { error: errorOf(failure) };
  }
  if (paths.size <= most) return { paths: [...paths] };
  return { error: { tag: "resource-denied", message: `More than ${most} nodes are selected` } };
}

class NotNodes extends Error {
  constructor(xpath: string) {
    super(`${xpath} selects no nodes, but a value`);
  }
}

function errorOf(failure: unknown): EngineError {
  if (failure instanceof NotNodes) {
    return { tag: "invalid-value", type: "protocol", appTag: "not-a-node-set", message: failure.message };
  }
  if (!(failure instanceof LibyangError)) throw failure;
  const reason = failure.items[0]?.message ?? failure.code;
  return { tag: "invalid-value", type: "protocol", message: `The selection cannot be evaluated: ${reason}` };
}
