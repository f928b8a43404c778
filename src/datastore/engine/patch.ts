/** YANG Patch (RFC 8072 2.2): edits in order, each on what the one before it has left; the first that fails takes all of them back. */

import { type ConfigTree, select } from "libyang-wasm";
import { nodeTree } from "./content.js";
import type { EngineState } from "./engine-state.js";
import type { AccessDetail, EditResult, EngineAccess, EngineEdit, EngineError, EnginePatchEdit } from "./protocol.js";
import { withoutSecrets } from "./seal-secrets.js";

type Patch = Extract<EngineEdit, { kind: "patch" }>;

export function applyPatch(state: EngineState, tree: ConfigTree, patch: Patch, detail: AccessDetail): EditResult {
  const mark = tree.mark();
  const accesses: EngineAccess[] = [];
  const target = patch.path === "" ? "" : pathIn(state, tree, patch.path);
  let errors: readonly EngineError[] = target === undefined ? [notThere(patch.path)] : [];
  for (const edit of errors.length === 0 ? patch.edits : []) {
    const before = tree.mark();
    errors = applyEdit(state, tree, edit).map((error) => ({ ...error, edit: edit.id }));
    if (errors.length > 0) break;
    if (detail === "none") continue;
    const touched = tree.accesses({ instances: detail === "instances", since: before });
    for (const access of touched) accesses.push({ ...access, edit: edit.id });
  }
  if (errors.length > 0) tree.undoTo(mark);
  return { errors, mark, accesses, target };
}

function applyEdit(state: EngineState, tree: ConfigTree, edit: EnginePatchEdit): readonly EngineError[] {
  // An entry that is moved would be made by the merge that moves it.
  if (edit.method === "move" && pathIn(state, tree, edit.path) === undefined) return [notThere(edit.path)];
  const parsed = nodeTree(state, edit);
  if (parsed.errors !== undefined) return parsed.errors;
  return withoutSecrets(state, tree.edit(parsed.tree, { defaultOperation: "none", errorOption: "rollback" }));
}

function pathIn({ context }: EngineState, tree: ConfigTree, path: string): string | undefined {
  return select(context, [{ root: tree.root }], path)[0]?.path;
}

function notThere(path: string): EngineError {
  return { tag: "data-missing", path, message: `${path} is not there` };
}
