import type { SchemaNode, SchemaTree } from "./schema-tree.js";

/**
 * The schema node of a member of an RFC 7951 object (4: a name has its module in front where that differs from the parent's).
 * Undefined for what the schema does not have, annotations included.
 * @param parent undefined for the top level
 */
export function memberNode(member: string, parent: SchemaNode | undefined, schema: SchemaTree): SchemaNode | undefined {
  const colon = member.indexOf(":");
  const module = colon < 0 ? parent?.module : member.slice(0, colon);
  return module === undefined ? undefined : schema.child(parent, module, member.slice(colon + 1));
}
