/** YANG Patch (RFC 8072 2.2): edits in order, each on what the one before it has left; the first that fails takes all of them back. */

import { type ConfigTree, select } from "libyang-wasm";
import { applyTree } from "./apply-tree.js";
import { nodeTree } from "./content.js";
import type { EngineState } from "./engine-state.js";
import type { AccessDetail, EditResult, EngineAccess, EngineEdit, EngineError, EnginePatchEdit } from "./protocol.js";

type Patch = Extract<EngineEdit, { kind: "patch" }>;

export function applyPatch(state: EngineState, tree: ConfigTree, patch: Patch, detail: AccessDetail): EditResult {
  const mark = tree.mark();
  const accesses: EngineAccess[] = [];
  const target = patch.path === "" ? "" : pathIn(state, tree, patch.path);
  let errors: readonly EngineError[] = target === undefined ? [notThere(patch.path)] : [];
  for (const edit of errors.length === 0 ? patch.edits : []) {
    const applied = applyEdit(state, tree, edit, detail);
    errors = applied.errors.map((error) => ({ ...error, edit: edit.id }));
    for (const access of applied.accesses) accesses.push({ ...access, edit: edit.id });
    if (errors.length > 0) break;
  }
  if (errors.length > 0) tree.undoTo(mark);
  return { errors, mark, accesses, target };
}

type Applied = Pick<EditResult, "errors" | "accesses">;

function applyEdit(state: EngineState, tree: ConfigTree, edit: EnginePatchEdit, detail: AccessDetail): Applied {
  // An entry that is moved would be made by the merge that moves it.
  const isGone = edit.method === "move" && pathIn(state, tree, edit.path) === undefined;
  if (isGone) return { errors: [notThere(edit.path)], accesses: [] };
  const parsed = nodeTree(state, edit);
  if (parsed.errors !== undefined) return { errors: parsed.errors, accesses: [] };
  return applyTree(state, tree, parsed.tree, { defaultOperation: "none", errorOption: "rollback" }, detail);
}

function pathIn({ context }: EngineState, tree: ConfigTree, path: string): string | undefined {
  return select(context, [{ root: tree.root }], path)[0]?.path;
}

function notThere(path: string): EngineError {
  return { tag: "data-missing", path, message: `${path} is not there` };
}
