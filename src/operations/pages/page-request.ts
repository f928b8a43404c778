/** A page as the engine makes it. */

import type { PageRequest } from "../../datastore/engine/protocol.js";
import type { SchemaTree } from "../../schema/schema-tree.js";
import { withoutPredicates } from "../../schema/without-predicates.js";
import type { Page } from "../operation.js";

/** @param path of the list or leaf-list, without predicates in its last step */
export function pageRequest(schema: SchemaTree, path: string, page: Page): PageRequest {
  const node = schema.byPath(withoutPredicates(path));
  if (node === undefined) throw new Error(`${path} is not in the schema`);
  const { module, name, keys, kind, config } = node;
  const parent = path.slice(0, path.lastIndexOf("/"));
  return { ...page, path, parent, module, name, keys, isLeafList: kind === "leaf-list", onlyConfiguration: config };
}
