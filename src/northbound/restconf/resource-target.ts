/** What a request to {+restconf}/data or {+restconf}/ds is about, and which methods that has. */

import type { FastifyRequest } from "fastify";
import { dynamicDatastore } from "../../operations/dynamic-datastore.js";
import { DATASTORES, type DatastoreName } from "../../operations/operation.js";
import type { SchemaNode, SchemaTree } from "../../schema/schema-tree.js";
import { segmentsOf } from "./request-url.js";
import { parseResourcePath, type ResourcePath } from "./resource-path.js";
import { notFound } from "./restconf-error.js";
import type { Method } from "./routes.js";

export interface ResourceTarget {
  /** Undefined: the unified datastore of {+restconf}/data. */
  readonly datastore: DatastoreName | undefined;
  /** Path of the datastore resource, to which the paths of data resources are appended. */
  readonly base: string;
  readonly resource: ResourcePath;
}

const datastores: ReadonlyMap<string, DatastoreName> = new Map(
  DATASTORES.map((name) => [
    `${name === "factory-default" ? "ietf-factory-default" : "ietf-datastores"}:${name}`,
    name,
  ]),
);

const READ_ONLY: ReadonlySet<DatastoreName> = new Set(["startup", "intended", "operational", "factory-default"]);

/** Throws 404 and 400 as `parseResourcePath` does, and 404 for a datastore that is not there (RFC 8527 3.1). */
export function targetOf(request: FastifyRequest, schema: SchemaTree): ResourceTarget {
  const [root, kind, ...segments] = segmentsOf(request);
  if (decodeURIComponent(kind ?? "") === "data") {
    return { datastore: undefined, base: `/${root}/${kind}`, resource: resourceOf(segments, schema) };
  }
  const [identity = "", ...rest] = segments;
  const name = decodeURIComponent(identity);
  const datastore = datastores.get(name) ?? dynamicDatastore(name);
  if (datastore === undefined) throw notFound(`there is no datastore "${name}"`);
  return { datastore, base: `/${root}/${kind}/${identity}`, resource: resourceOf(rest, schema) };
}

/** RFC 8040 4: what can be done with the resource, whether or not it exists at the moment. */
export function methodsOf({ datastore, resource: { node } }: ResourceTarget): readonly Method[] {
  // RFC 8527 3.1: actions run on operational, which is what {+restconf}/data stands for in this.
  const hasActions = datastore === undefined || datastore === "operational";
  if (node?.kind === "action") return hasActions ? ["POST", "OPTIONS"] : ["OPTIONS"];
  const isWritten = datastore === undefined || !READ_ONLY.has(datastore);
  if (!isWritten || node?.config === false || isListKey(node)) return ["GET", "HEAD", "OPTIONS"];
  if (node === undefined) return ["GET", "HEAD", "POST", "PUT", "PATCH", "OPTIONS"];
  if (hasChildren(node)) return ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];
  return ["GET", "HEAD", "PUT", "PATCH", "DELETE", "OPTIONS"];
}

/** RFC 7950 7.8.2: a key is what the entry is known by; it comes and goes with the entry and does not change. */
function isListKey(node: SchemaNode | undefined): boolean {
  return node?.parent?.keys.includes(node.name) === true && node.module === node.parent.module;
}

function hasChildren(node: SchemaNode): boolean {
  return node.kind === "container" || node.kind === "list";
}

function resourceOf(segments: readonly string[], schema: SchemaTree): ResourcePath {
  return parseResourcePath(segments.map((segment) => `/${segment}`).join(""), schema);
}
