/** What can be done with a resource, as OpenAPI's operation objects. */

import type { DescribedNode } from "../../../schema/described-module.js";
import type { Method } from "../routes.js";
import { exampleOf, leafExample } from "./example.js";
import type { NodeSchemas } from "./node-schema.js";
import { componentName, isDemanded, memberName, textOf, writtenChildren } from "./nodes.js";
import { bodyOf, errorResponses, parameterRef, responseRef } from "./shared.js";
import type { Identities, JsonSchema } from "./type-schema.js";

/** A data node as a resource. */
export interface DataResource {
  readonly node: DescribedNode;
  /** Schema path. */
  readonly path: string;
  /** A list or leaf-list as a whole, or one entry of it; anything else is "one". */
  readonly extent: "one" | "entry" | "all";
  readonly methods: readonly Method[];
  /** Below which root it stands. */
  readonly root: "data" | "ds";
}

const readParameters = ["content", "depth", "fields", "with-defaults", "sublist-limit"];
const pageParameters = ["limit", "offset", "cursor", "direction", "sort-by", "locale", "where"];

/** The operations of a resource by their methods, in lower case. */
export function operationsOf(resource: DataResource, schemas: NodeSchemas, identities: Identities): object {
  const writers: Partial<Record<Method, () => object>> = {
    GET: () => read(resource, schemas),
    PUT: () => replace(resource, schemas, identities),
    PATCH: () => merge(resource, schemas),
    POST: () => create(resource, schemas),
    DELETE: () => remove(resource),
  };
  const entries = resource.methods.flatMap((method) => {
    const write = writers[method];
    return write === undefined ? [] : [[method.toLowerCase(), write()] as const];
  });
  return Object.fromEntries(entries);
}

function read(resource: DataResource, schemas: NodeSchemas): object {
  const { extent, root } = resource;
  const names = [
    ...readParameters,
    ...(root === "ds" ? ["with-origin"] : []),
    ...(extent === "all" ? pageParameters : ["If-None-Match"]),
  ];
  return {
    ...head("get", resource),
    parameters: names.map(parameterRef),
    responses: {
      "200": { description: "The resource.", content: bodyOf(document(resource, schemas, "read")) },
      ...(extent === "all" ? {} : { "304": responseRef("unchanged") }),
      ...errorResponses,
    },
  };
}

function replace(resource: DataResource, schemas: NodeSchemas, identities: Identities): object {
  const { node, extent } = resource;
  const value =
    extent === "entry" && node.kind === "leaf-list" ? entryOf(node, identities) : exampleOf(node, identities);
  const example = value === undefined ? undefined : { [`${node.module}:${node.name}`]: value };
  return {
    ...head("put", resource),
    parameters: ["insert", "point", "If-Match", "If-None-Match"].map(parameterRef),
    requestBody: { required: true, content: bodyOf(document(resource, schemas, "write"), example) },
    responses: { "201": responseRef("created"), "204": responseRef("done"), ...errorResponses },
  };
}

function entryOf(node: DescribedNode, identities: Identities): unknown {
  const value = leafExample(node, identities);
  return value === undefined ? undefined : [value];
}

/** RFC 8040 4.6.1: a part of the resource, so that nothing but keys has to be there. */
function merge(resource: DataResource, schemas: NodeSchemas): object {
  const content = {
    ...bodyOf(document(resource, schemas, "read")),
    "application/yang-patch+json": {},
    "application/yang-patch+xml": {},
  };
  return {
    ...head("patch", resource),
    parameters: [parameterRef("If-Match")],
    requestBody: { required: true, content },
    responses: { "204": responseRef("done"), ...errorResponses },
  };
}

/** RFC 8040 4.4.1: one child of the resource. */
function create(resource: DataResource, schemas: NodeSchemas): object {
  const { node, path } = resource;
  return {
    ...head("post", resource),
    parameters: ["insert", "point", "If-Match"].map(parameterRef),
    requestBody: { required: true, content: bodyOf(childDocument(node, path, schemas)) },
    responses: { "201": responseRef("created"), ...errorResponses },
  };
}

function remove(resource: DataResource): object {
  return {
    ...head("delete", resource),
    parameters: [parameterRef("If-Match")],
    responses: { "204": responseRef("done"), ...errorResponses },
  };
}

function head(method: string, { node, path, extent, root }: DataResource): object {
  const kind = extent === "all" ? ".all" : "";
  return {
    operationId: `${method}.${root}.${componentName(path)}${kind}`,
    tags: [node.module],
    ...(node.status === "current" ? {} : { deprecated: true }),
  };
}

/** RFC 7951: an object whose only member is the node, by its whole name. */
function document({ node, path, extent }: DataResource, schemas: NodeSchemas, purpose: "read" | "write"): JsonSchema {
  const name = `${node.module}:${node.name}`;
  const member =
    extent === "entry"
      ? { type: "array", items: schemas.value(node, path, purpose), minItems: 1, maxItems: 1 }
      : schemas.member(node, path, purpose);
  return { type: "object", properties: { [name]: member }, required: [name] };
}

function childDocument(node: DescribedNode, path: string, schemas: NodeSchemas): JsonSchema {
  const properties = flatChildren(node).map((child) => {
    const place = `${path}/${memberName(child, node.module)}`;
    return [`${child.module}:${child.name}`, schemas.member(child, place, "write")] as const;
  });
  return { type: "object", properties: Object.fromEntries(properties), minProperties: 1, maxProperties: 1 };
}

/** Children that a client can create: keys come with their entry. */
function flatChildren(node: DescribedNode): readonly DescribedNode[] {
  return writtenChildren(node).flatMap((child) => {
    if (child.kind === "choice" || child.kind === "case") return flatChildren(child);
    return node.keys.includes(child.name) ? [] : [child];
  });
}

/** POST of an rpc or action (RFC 8040 3.6). `path` is its schema path. */
export function invocation(node: DescribedNode, path: string, schemas: NodeSchemas, identities: Identities): object {
  const parameters = (name: "input" | "output") => {
    const part = node.children.find(({ kind }) => kind === name);
    return part && part.children.length > 0 ? part : undefined;
  };
  const input = parameters("input");
  const output = parameters("output");
  const wrapped = (part: DescribedNode) => ({
    type: "object",
    properties: { [`${node.module}:${part.name}`]: schemas.value(part, `${path}/${part.name}`, "parameters") },
    required: [`${node.module}:${part.name}`],
  });
  const example = input && exampleOf({ ...asWritten(input), kind: "container" }, identities);
  const named = example === undefined ? undefined : { [`${node.module}:input`]: example };
  return {
    operationId: `post.${componentName(path)}`,
    tags: [node.module],
    ...textOf(node),
    ...(input === undefined
      ? {}
      : { requestBody: { required: input.children.some(isDemanded), content: bodyOf(wrapped(input), named) } }),
    responses: {
      ...(output === undefined ? {} : { "200": { description: "The output.", content: bodyOf(wrapped(output)) } }),
      "204": responseRef("done"),
      ...errorResponses,
    },
  };
}

/** Parameters are no configuration by name, and are written all the same. */
function asWritten(node: DescribedNode): DescribedNode {
  return { ...node, config: true, children: node.children.map(asWritten) };
}
