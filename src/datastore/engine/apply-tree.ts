/** An edit tree applied to a configuration tree, with what access control has to know of it. */

import type { ConfigTree, DataTree, EditOptions } from "libyang-wasm";
import type { EngineState } from "./engine-state.js";
import type { AccessDetail, EditResult, EngineAccess } from "./protocol.js";
import { withoutSecrets } from "./seal-secrets.js";

/** What was touched before an error is told, too, also where nothing of it stays. The edit tree is used up. */
export function applyTree(
  state: EngineState,
  tree: ConfigTree,
  edit: DataTree,
  options: EditOptions,
  detail: AccessDetail,
): Pick<EditResult, "errors" | "accesses"> {
  if (detail === "none") return { errors: withoutSecrets(state, tree.edit(edit, options)), accesses: [] };
  const rollsBack = options.errorOption === "rollback";
  const mark = tree.mark();
  let unchanged: readonly EngineAccess[] = [];
  const onUnchanged = (accesses: readonly EngineAccess[]) => {
    unchanged = accesses;
  };
  const errors = tree.edit(edit, { ...options, ...(rollsBack && { errorOption: "stop" }), onUnchanged });
  const accesses = [...accessesSince(tree, mark, detail), ...unchanged];
  if (rollsBack && errors.length > 0) tree.undoTo(mark);
  return { errors: withoutSecrets(state, errors), accesses };
}

/** What the log has asked for since a mark. */
export function accessesSince(tree: ConfigTree, mark: number, detail: AccessDetail): readonly EngineAccess[] {
  return detail === "none" ? [] : tree.accesses({ instances: detail === "instances", since: mark });
}
