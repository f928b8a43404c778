/** From an edit of a patch to what is done with which instance (RFC 8072 2.4, 2.5). */

import type { DatastoreName, Format, PatchEdit } from "../../../operations/operation.js";
import type { SchemaNode, SchemaTree } from "../../../schema/schema-tree.js";
import { missingKeys, parseResourcePath, type ResourcePath } from "../resource-path.js";
import { methodsOf } from "../resource-target.js";
import { invalidRequest } from "../restconf-error.js";
import type { DocumentEdit } from "./patch-document.js";

/** What the targets of a patch are relative to. */
export interface PatchBase {
  /** Path of the request's resource behind the datastore's, as it came: percent-encoded, "" or "/module:name=key". */
  readonly encodedPath: string;
  readonly datastore: DatastoreName | undefined;
  readonly format: Format;
  readonly schema: SchemaTree;
}

/** Throws 400 and 404 as the path of a request would be answered. */
export function patchEdit(edit: DocumentEdit, base: PatchBase): PatchEdit {
  const resource = resourceAt(edit.target, base);
  const { editId: id, operation, where } = edit;
  if (operation === "delete" || operation === "remove") return { id, method: operation, path: resource.path };
  if (operation === "insert" || operation === "move") requireUserOrdered(resource.node);
  const place = operation === "insert" || operation === "move" ? { insert: where ?? "last" } : {};
  const point = edit.point === undefined ? undefined : pointAt(edit.point, resource, base);
  const common = { id, path: resource.path, ...place, point };
  if (operation === "move") return { ...common, method: "move" };
  const bytes = base.format === "json" ? qualified(edit.value!, resource.node) : edit.value!;
  return {
    ...common,
    method: operation === "insert" ? "create" : operation,
    content: { kind: "body", format: base.format, bytes, parent: resource.parent, target: resource.path },
  };
}

/** "/" is the resource of the request itself, which then has to be a data resource (RFC 8072 2.5). */
function resourceAt(offset: string, { encodedPath, datastore, schema }: PatchBase): ResourcePath {
  if (!offset.startsWith("/")) throw invalidRequest(`the target "${offset}" does not begin with "/"`);
  const resource = parseResourcePath(`${encodedPath}${offset === "/" ? "" : offset}`, schema);
  if (resource.node === undefined)
    throw invalidRequest('the target "/" would be the datastore, which no edit can name');
  if (!resource.single) throw missingKeys(resource);
  if (!methodsOf({ datastore, base: "", resource }).includes("PUT")) {
    throw invalidRequest(`${resource.path} cannot be edited`, resource.path);
  }
  return resource;
}

/** RFC 8072 2.5 calls it an absolute path; its examples write it like the target. Either may name the entry. */
function pointAt(text: string, resource: ResourcePath, base: PatchBase): string {
  const point = parseResourcePath(isAbsolute(text, base) ? text : `${base.encodedPath}${text}`, base.schema);
  if (!point.single || point.parent !== resource.parent || point.node !== resource.node) {
    throw invalidRequest(`the point "${text}" names no entry of the list that is edited`, point.path);
  }
  return point.path;
}

function isAbsolute(text: string, { encodedPath, schema }: PatchBase): boolean {
  if (encodedPath === "") return true;
  const [module, name] = decodeURIComponent(/^\/([^/=]*)/.exec(text)?.[1] ?? "").split(":");
  return name !== undefined && schema.child(undefined, module!, name) !== undefined;
}

function requireUserOrdered(node: SchemaNode | undefined): void {
  if (node?.userOrdered) return;
  throw invalidRequest("insert and move are for lists that are ordered by the user");
}

/** The value's member may be written as in the RFC's examples, by its name alone. */
function qualified(value: Uint8Array, node: SchemaNode | undefined): Uint8Array {
  const members = Object.entries(JSON.parse(Buffer.from(value).toString()) as object);
  const named = members.map(([name, content]) => [
    node !== undefined && name === node.name ? `${node.module}:${name}` : name,
    content,
  ]);
  return Buffer.from(JSON.stringify(Object.fromEntries(named)));
}
