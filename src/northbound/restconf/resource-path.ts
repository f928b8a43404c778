/** The path of a data resource in a request URI (RFC 8040 3.5.3), resolved against the schema. */

import { formatPredicate } from "../../schema/instance-path.js";
import type { SchemaNode, SchemaTree } from "../../schema/schema-tree.js";
import { isXmlText } from "../xml-text.js";
import { invalidRequest, notFound } from "./restconf-error.js";

export interface ResourcePath {
  /** Instance path; "" is the datastore itself. */
  readonly path: string;
  /** Instance path of the parent; "" when that is the datastore. */
  readonly parent: string;
  /** Undefined for the datastore. */
  readonly node: SchemaNode | undefined;
  /** False for a list or leaf-list without the keys or value that would name one entry. */
  readonly single: boolean;
}

/**
 * Resolves what follows ".../data" in a request URI, still percent-encoded: "" or "/module:name=key,key/name".
 *
 * Throws 400 for a path that is malformed or has the wrong number of keys, and 404 for one that names what the schema does
 * not have; the error-tag is "invalid-value" both times.
 */
export function parseResourcePath(encoded: string, schema: SchemaTree): ResourcePath {
  let resource: ResourcePath = { path: "", parent: "", node: undefined, single: true };
  const segments = encoded.split("/").slice(1);
  if (segments.at(-1) === "") segments.pop();
  for (const segment of segments) {
    if (!resource.single) throw missingKeys(resource);
    resource = descend(resource, segment, schema);
  }
  return resource;
}

/** What to say where one entry is meant and none is named. */
export function missingKeys({ path, node }: ResourcePath): Error {
  if (node?.kind === "leaf-list") return invalidRequest(`${path} needs the value of one entry`, path);
  if (node?.keys.length === 0) return invalidRequest(`${path} has no keys, so no single entry can be named`, path);
  return invalidRequest(`${path} needs the key values of one entry: ${node?.keys.join(", ")}`, path);
}

function descend(parent: ResourcePath, segment: string, schema: SchemaTree): ResourcePath {
  const [encodedName = "", encodedValues] = splitOnce(segment, "=");
  const node = childNode(parent, decodeComponent(encodedName), schema);
  const step = parent.node?.module === node.module ? node.name : `${node.module}:${node.name}`;
  const plain: ResourcePath = { path: `${parent.path}/${step}`, parent: parent.path, node, single: true };
  const isEntryOfMany = node.kind === "list" || node.kind === "leaf-list";
  if (encodedValues === undefined) return { ...plain, single: !isEntryOfMany };
  if (!isEntryOfMany) throw invalidRequest(`${plain.path} is a ${node.kind} and takes no key values`, plain.path);
  const values = encodedValues.split(",").map(decodeComponent);
  const keys = node.kind === "list" ? node.keys : ["."];
  if (keys.length === 0) throw missingKeys(plain);
  if (keys.length !== values.length) {
    throw invalidRequest(`${plain.path} takes ${keys.length} key value(s), not ${values.length}`, plain.path);
  }
  const predicates = keys.map((key, index) => predicate(key, values[index]!, plain.path));
  return { ...plain, path: `${plain.path}${predicates.join("")}` };
}

function childNode(parent: ResourcePath, identifier: string, schema: SchemaTree): SchemaNode {
  const [first = "", second] = splitOnce(identifier, ":");
  const name = second ?? first;
  const module = second === undefined ? parent.node?.module : first;
  if (!isIdentifier(name) || (module !== undefined && !isIdentifier(module))) {
    throw invalidRequest(`"${identifier}" in the path is not the name of a node`);
  }
  if (module === undefined) throw invalidRequest(`the first name in the path, "${name}", needs its module name`);
  const node = isDataNode(parent.node) ? schema.child(parent.node, module, name) : undefined;
  if (node === undefined || !isAddressable(node)) {
    throw notFound(`${parent.path === "" ? "the datastore" : parent.path} has no node "${name}" of module "${module}"`);
  }
  return node;
}

function predicate(key: string, value: string, path: string): string {
  if (!isXmlText(value)) throw invalidRequest(`a key value of ${path} has a character that no YANG string holds`, path);
  return formatPredicate(key, value);
}

function decodeComponent(encoded: string): string {
  try {
    return decodeURIComponent(encoded);
  } catch {
    throw invalidRequest(`"${encoded}" in the path is not percent-encoded UTF-8`);
  }
}

function splitOnce(text: string, separator: string): readonly [string, string | undefined] {
  const at = text.indexOf(separator);
  return at === -1 ? [text, undefined] : [text.slice(0, at), text.slice(at + separator.length)];
}

function isIdentifier(text: string): boolean {
  return /^[A-Za-z_][\w.-]*$/.test(text);
}

/** The parameters of an action are reached through its body, not through the path. */
function isDataNode(node: SchemaNode | undefined): boolean {
  return node === undefined || node.kind === "container" || node.kind === "list";
}

/** Data nodes and actions; an rpc is reached below /operations. */
function isAddressable(node: SchemaNode): boolean {
  return !["rpc", "notification", "input", "output"].includes(node.kind);
}
