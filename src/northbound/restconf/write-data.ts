/** POST, PUT, PATCH and DELETE of datastore and data resources (RFC 8040 4.4 to 4.7). Each is one transaction of its own. */

import type { FastifyReply, FastifyRequest } from "fastify";
import { ManagementError } from "../../errors/management-error.js";
import type { Content, Operation } from "../../operations/operation.js";
import type { RestconfContext } from "./context.js";
import { unwrapDatastore } from "./datastore-document.js";
import { entityHeaders, parsePreconditions } from "./preconditions.js";
import { insertElsewhere, insertParameters, noParameters, parseQuery } from "./query.js";
import { refuseBody, requiredBody } from "./request-bodies.js";
import { executeFor } from "./request-session.js";
import { originOf, queryOf } from "./request-url.js";
import { missingKeys } from "./resource-path.js";
import { resourceUri } from "./resource-uri.js";
import { preconditionFailed } from "./restconf-error.js";

type Write = Omit<Extract<Operation, { kind: "write-resource" }>, "kind" | "datastore" | "path" | "preconditions">;

/** POST: the body holds one child of the target. */
export async function createData(context: RestconfContext, request: FastifyRequest, reply: FastifyReply) {
  const { resource } = request.target;
  const parameters = insertParameters(parseQuery(queryOf(request)), "POST", queryTarget(context, request));
  const content: Content = { kind: "body", ...requiredBody(request), parent: resource.path };
  try {
    return await write(context, request, reply, { method: "create", content, ...parameters });
  } catch (failure) {
    // Which list it is, the body alone says (RFC 8040 4.8.5).
    const isMisplaced = failure instanceof ManagementError && failure.tag === "unknown-attribute";
    if (parameters.insert !== undefined && isMisplaced) throw insertElsewhere();
    throw failure;
  }
}

export async function replaceData(context: RestconfContext, request: FastifyRequest, reply: FastifyReply) {
  const parameters = insertParameters(parseQuery(queryOf(request)), "PUT", queryTarget(context, request));
  return write(context, request, reply, { method: "replace", content: targetContent(request), ...parameters });
}

/** A plain patch (RFC 8040 4.6.1). */
export async function mergeData(context: RestconfContext, request: FastifyRequest, reply: FastifyReply) {
  noParameters(parseQuery(queryOf(request)));
  return write(context, request, reply, { method: "merge", content: targetContent(request) });
}

export async function deleteData(context: RestconfContext, request: FastifyRequest, reply: FastifyReply) {
  noParameters(parseQuery(queryOf(request)));
  refuseBody(request);
  return write(context, request, reply, { method: "delete" });
}

async function write(context: RestconfContext, request: FastifyRequest, reply: FastifyReply, change: Write) {
  const { datastore, resource } = request.target;
  if (!resource.single) throw missingKeys(resource);
  const preconditions = parsePreconditions(request.headers);
  const answer = await executeFor(request, reply, context.management, {
    kind: "write-resource",
    datastore,
    path: resource.path,
    preconditions,
    ...change,
  });
  if (answer.kind === "precondition-failed") throw preconditionFailed();
  if (answer.kind !== "written") throw new Error(`a write was answered with "${answer.kind}"`);
  if (answer.entity !== undefined) reply.headers(entityHeaders(answer.entity, request.representation.format));
  if (answer.created === undefined && change.method !== "create") return reply.code(204).send();
  if (answer.created !== undefined) reply.header("location", location(context, request, answer.created));
  return reply.code(201).header("content-length", "0").send();
}

/** The body of PUT and PATCH, which holds the target itself. */
function targetContent(request: FastifyRequest): Content {
  const { path, parent } = request.target.resource;
  const { format, bytes } = requiredBody(request);
  if (path === "") return { kind: "body", format, bytes: unwrapDatastore(bytes, format), parent: "" };
  return { kind: "body", format, bytes, parent, target: path };
}

function queryTarget({ management }: RestconfContext, { target }: FastifyRequest) {
  return { resource: target.resource, datastore: target.datastore, schema: management.schema };
}

/** RFC 8040 4.4.1: where the new resource is. */
function location({ management }: RestconfContext, request: FastifyRequest, created: string): string {
  return `${originOf(request)}${request.target.base}${resourceUri(created, management.schema)}`;
}
