/** What a provider's document adds to running: its state, and the keys and containers that lead to it. */

import { memberNode } from "../schema/member-node.js";
import type { SchemaNode, SchemaTree } from "../schema/schema-tree.js";

type Json = Readonly<Record<string, unknown>>;

/**
 * @param document RFC 7951, annotations included
 * @returns the document without configuration other than the keys of entries that have state; annotations go with what they
 *   speak of
 */
export function stateOnly(document: Json, schema: SchemaTree): Json {
  return members(document, undefined, schema);
}

function members(value: Json, parent: SchemaNode | undefined, schema: SchemaTree): Json {
  const kept: Record<string, unknown> = {};
  for (const [name, content] of Object.entries(value)) {
    const node = memberNode(name, parent, schema);
    if (node === undefined) continue;
    if (!node.config || parent?.keys.includes(node.name)) kept[name] = content;
    else if (node.kind === "container") kept[name] = members(content as Json, node, schema);
    else if (node.kind === "list")
      kept[name] = (content as readonly Json[])
        .map((entry) => members(entry, node, schema))
        .filter((entry) => hasMore(entry, node.keys));
  }
  return kept;
}

/** Whether there is anything but annotations, keys, and what is empty. */
function hasMore(value: Json, keys: readonly string[] = []): boolean {
  return Object.entries(value).some(([name, content]) => {
    if (name.startsWith("@") || keys.includes(name.replace(/^.*:/, ""))) return false;
    if (Array.isArray(content)) return content.length > 0;
    return typeof content !== "object" || content === null || hasMore(content as Json);
  });
}
