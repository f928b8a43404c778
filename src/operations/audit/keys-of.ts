/** The keys of lists as `journalDiff` asks for them. */

import type { SchemaTree } from "../../schema/schema-tree.js";
import type { KeysOf } from "./journal-diff.js";

/** None for a leaf-list; undefined for what is no list. */
export function keysOf(schema: SchemaTree): KeysOf {
  return (path) => {
    const node = schema.byPath(path);
    if (node?.kind === "list") return node.keys;
    return node?.kind === "leaf-list" ? [] : undefined;
  };
}
