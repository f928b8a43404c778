/** Schema and handlers compared once, at the start: what is advertised is what there is. */

import type { SchemaTree } from "../schema/schema-tree.js";
import type { RpcHandlers } from "./invoke.js";

/** Throws with all paths of handlers that name no rpc or action. */
export function checkRpcHandlers(handlers: RpcHandlers, schema: SchemaTree): void {
  const unknown = [...handlers.keys()].filter((path) => {
    const kind = schema.byPath(path)?.kind;
    return kind !== "rpc" && kind !== "action";
  });
  if (unknown.length > 0)
    throw new Error(`there are handlers for what the schema does not have: ${unknown.join(", ")}`);
}
