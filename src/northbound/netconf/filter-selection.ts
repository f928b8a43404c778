/** The filter parameter of a read operation, of either type, as the XPaths to select. */

import { ManagementError } from "../../errors/management-error.js";
import { subtreeSelection } from "../../operations/filters/subtree-filter.js";
import { moduleQualifiedXPath } from "../../operations/filters/xpath-filter.js";
import type { FilterParameter } from "../../operations/management.js";
import type { SchemaTree } from "../../schema/schema-tree.js";
import { filterElement } from "./filter-document.js";

/**
 * RFC 6241 6 and 8.9. No filter selects everything (undefined), an empty one nothing.
 * @throws ManagementError for an unknown type, an XPath filter without `select`, and unknown prefixes
 */
export function filterSelection(
  filter: FilterParameter | undefined,
  schema: SchemaTree,
): readonly string[] | undefined {
  if (filter === undefined) return undefined;
  switch (filter.type) {
    case undefined:
    case "subtree":
      return subtreeSelection(filterElement(filter.xml, filter.namespaces), schema);
    case "xpath":
      return [moduleQualifiedXPath(selectOf(filter), new Map(Object.entries(filter.namespaces)), schema)];
    default:
      throw new ManagementError("bad-attribute", {
        type: "protocol",
        message: `filter type "${filter.type}" is neither "subtree" nor "xpath"`,
        badAttribute: "type",
        badElement: "filter",
      });
  }
}

function selectOf(filter: FilterParameter): string {
  if (filter.select !== undefined) return filter.select;
  throw new ManagementError("missing-attribute", {
    type: "protocol",
    message: "an XPath filter needs the attribute select",
    badAttribute: "select",
    badElement: "filter",
  });
}
