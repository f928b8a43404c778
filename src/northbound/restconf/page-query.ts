/**
 * Query parameters of list pagination (draft-ietf-netconf-list-pagination-rc 2.3): for a list or leaf-list as a whole, and "sublist-limit"
 * for every resource, as draft-ietf-netconf-list-pagination 3.2 has it.
 */

import type { Page } from "../../operations/operation.js";
import { pageOfTexts, pageParameterNames, SUBLIST_LIMIT } from "../../operations/pages/page-parameters.js";
import type { SchemaNode, SchemaTree } from "../../schema/schema-tree.js";
import { RestconfError } from "./restconf-error.js";

/** Those of the draft. */
export const pageQueryNames: readonly string[] = [...pageParameterNames, SUBLIST_LIMIT];

/**
 * Undefined when there is no such parameter. Throws 400 where they do not belong, and as `pageOfTexts`.
 * @param list the list or leaf-list; undefined where the target is anything else
 */
export function pageParameters(
  query: ReadonlyMap<string, string>,
  list: SchemaNode | undefined,
  schema: SchemaTree,
): Page | undefined {
  const name = pageParameterNames.find((candidate) => query.has(candidate));
  if (name === undefined) return undefined;
  if (list === undefined) throw notForThis(name);
  return pageOfTexts(query, list, schema);
}

/** The parameters belong to GET and HEAD of lists and leaf-lists. */
export function notForThis(name: string): RestconfError {
  const message = `query parameter "${name}" is for GET of a list or leaf-list`;
  return new RestconfError(400, "operation-not-supported", { type: "application", message });
}
