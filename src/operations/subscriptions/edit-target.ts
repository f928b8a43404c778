/** Targets of edits (paths as in a RESTCONF URI, RFC 8040 3.5.3) as other paths. */

import { formatPredicate } from "../../schema/instance-path.js";
import { memberNode } from "../../schema/member-node.js";
import type { SchemaNode, SchemaTree } from "../../schema/schema-tree.js";

/** The schema path: without the keys. */
export function schemaPathOfTarget(target: string): string {
  return target.replace(/=[^/]*/g, "");
}

/** Instance path of the node above the target; "" at the top. */
export function parentOfTarget(target: string, schema: SchemaTree): string {
  let node: SchemaNode | undefined;
  let path = "";
  for (const step of target.split("/").slice(1, -1)) {
    const [name = "", keys] = step.split("=");
    node = memberNode(name, node, schema);
    const values = keys?.split(",").map(decodeURIComponent) ?? [];
    path += `/${name}${values.map((value, index) => formatPredicate(node?.keys[index] ?? "", value)).join("")}`;
  }
  return path;
}
