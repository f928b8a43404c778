/** Whose changes are known (RFC 8641 3.10). */

import type { SchemaNode, SchemaTree } from "../../schema/schema-tree.js";
import { parseNodePath, schemaNodeOf } from "./node-path.js";
import { watchedState } from "./state-feed.js";
import { type HintContainer, subscriptionError } from "./subscription-error.js";
import type { Terms } from "./terms.js";

/**
 * Throws where changes of what is selected would go unnoticed: in startup and candidate, in operational but for state that
 * events tell of, and for filters that are no plain paths.
 */
export function requireWatchable(
  { target, filter: { select } }: Terms,
  schema: SchemaTree,
  container: HintContainer,
): void {
  if (target.kind === "stream" || target.trigger.kind !== "on-change") return;
  const { datastore } = target;
  const refuse = (reason: "on-change-unsupported" | "filter-unsupported", message: string) => {
    throw subscriptionError(reason, message, { container, members: { "filter-failure-hint": message } });
  };
  if (!["running", "intended", "operational"].includes(datastore)) {
    refuse("on-change-unsupported", `Changes of ${datastore} are not told; a periodic subscription reads it`);
  }
  const loose = select?.find((xpath) => parseNodePath(xpath) === undefined);
  if (loose !== undefined) refuse("filter-unsupported", `For changes a filter is a plain path, which ${loose} is not`);
  if (datastore !== "operational") return;
  if (select === undefined) refuse("on-change-unsupported", "Not all of operational can be watched");
  const unwatched = select!.map((xpath) => unwatchedNode(xpath, schema)).find((path) => path !== undefined);
  if (unwatched !== undefined) refuse("on-change-unsupported", `Changes of ${unwatched} are not told by anything`);
}

/** The first node of what is selected whose changes no event tells of. */
function unwatchedNode(xpath: string, schema: SchemaTree): string | undefined {
  const node = schemaNodeOf(parseNodePath(xpath)!, schema);
  if (node === undefined) return xpath;
  const watched = new Set([...watchedState.values()].flat());
  return [...leafsOf(node)].find(({ path }) => !watched.has(path))?.path;
}

function* leafsOf(node: SchemaNode): Generator<SchemaNode> {
  if (node.children.length === 0) yield node;
  for (const child of node.children) yield* leafsOf(child);
}
