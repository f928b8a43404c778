/** What a user may read of the parts of a reading, as a tree of its own: for expressions that must not look at anything else. */

import { openCursor, type ReadPart } from "libyang-wasm";
import type { EngineState } from "./engine-state.js";
import type { ReadRequest } from "./protocol.js";

/** Cost follows what there is of the top-level nodes that are selected from. @param owned the tree is added to it */
export function visibleParts(
  state: EngineState,
  parts: readonly ReadPart[],
  { select, access, source }: ReadRequest,
  owned: Disposable[],
): readonly ReadPart[] {
  const roots = select?.map(rootOf);
  const isWhole = roots === undefined || roots.includes(undefined);
  using cursor = openCursor(state.context, parts, {
    format: "json",
    root: "tree",
    // What is a default in the tree is to be one in the copy.
    withDefaults: "report-all-tagged",
    content: "all",
    origin: source === "operational" || source === "unified",
    ...(isWhole ? {} : { select: [...new Set(roots as readonly string[])] }),
    ...(access === undefined ? {} : { access }),
  });
  const tree = state.context.parseData(cursor.drain(), "json", { storeOnly: true });
  owned.push(tree);
  return [{ root: tree.pointer, ...(parts[0]?.origin === undefined ? {} : { origin: parts[0].origin }) }];
}

/** The top-level node that a path starts from; undefined when it is too free to say. */
function rootOf(xpath: string): string | undefined {
  if (/\||\.\.|::/.test(xpath.replace(/"[^"]*"|'[^']*'/g, "''"))) return undefined;
  return /^\/[\w.-]+:[\w.-]+(?![\w.-]*\()/.exec(xpath)?.[0];
}
