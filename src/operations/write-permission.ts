/**
 * Whether a user may make an edit (RFC 8341 3.2.5). Of what he may not read the answer tells nothing: whether it is there or not,
 * and whatever it is, an edit that he may not make is denied in the same words (RFC 8341 5).
 */

import { mayAccess, type UserAccess } from "../access-control/decide.js";
import type { WritePermission } from "../datastore/datastores.js";
import type { EngineAccess, EngineError } from "../datastore/engine/protocol.js";
import { ManagementError } from "../errors/management-error.js";
import type { SchemaNode, SchemaTree } from "../schema/schema-tree.js";
import { withoutPredicates } from "../schema/without-predicates.js";

/** The check for edits of a user; undefined when he may write all. @param onDenied called for each edit that is denied */
export function writePermission(
  access: UserAccess,
  schema: SchemaTree,
  onDenied: () => void,
): WritePermission | undefined {
  if (access.all || permitsAllWrites(access)) return undefined;
  const byInstance = access.rules.some(
    (rule) => rule.target.kind === "path" && rule.target.path.some((step) => step.keys.length > 0),
  );
  return {
    detail: byInstance ? "instances" : "schema",
    check: (accesses, errors = []) => {
      const denied = accesses.filter((one) => !mayWrite(access, one, schema));
      const hidden = denied.find((one) => isHidden(access, schema.node(one.schemaId), one.path, schema));
      // First those that are hidden: what else is denied may depend on what is there.
      const error = hidden ?? errors.find((one) => isErrorOfHidden(access, one, schema));
      const [first] = denied;
      if (error === undefined && first === undefined) return;
      onDenied();
      throw error === undefined && first !== undefined ? deniedAt(access, first) : deniedHidden(access, error?.edit);
    },
  };
}

/** Data is hidden from those who may not read it; what is no data is not. */
export function isHidden(access: UserAccess, node: SchemaNode | undefined, path: string, schema: SchemaTree): boolean {
  return node !== undefined && isData(node) && !mayAccess(access, node, path, "read", schema);
}

/** What is unaltered asks for no permission (RFC 8341 3.2.5), except where it is the answer to a guess. */
function mayWrite(access: UserAccess, { schemaId, operation, path, unchanged }: EngineAccess, schema: SchemaTree) {
  const node = schema.node(schemaId);
  if (node === undefined || mayAccess(access, node, path, operation, schema)) return true;
  return unchanged === true && mayAccess(access, node, path, "read", schema);
}

function isErrorOfHidden(access: UserAccess, { path }: EngineError, schema: SchemaTree): boolean {
  return path !== undefined && isHidden(access, schema.byPath(withoutPredicates(path)), path, schema);
}

function isData(node: SchemaNode): boolean {
  let top = node;
  while (top.parent !== undefined) top = top.parent;
  return !["rpc", "action", "notification"].includes(node.kind) && !["rpc", "notification"].includes(top.kind);
}

function deniedAt({ user }: UserAccess, { operation, path, edit }: EngineAccess): ManagementError {
  return new ManagementError("access-denied", { path, edit, message: `User ${user} may not ${operation} ${path}` });
}

function deniedHidden({ user }: UserAccess, edit: string | undefined): ManagementError {
  return new ManagementError("access-denied", { edit, message: `User ${user} may not write what the request names` });
}

/** The first rule decides for everything, as for administrators: no node needs to be looked at. */
function permitsAllWrites({ rules: [first] }: UserAccess): boolean {
  if (first === undefined || !first.permit || first.module !== undefined || first.target.kind !== "any") return false;
  return (["create", "update", "delete"] as const).every((operation) => first.operations.has(operation));
}
