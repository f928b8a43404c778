/** POST of operation resources and of actions (RFC 8040 3.6, 4.4.2). */

import type { FastifyReply, FastifyRequest } from "fastify";
import { ManagementError } from "../../errors/management-error.js";
import type { SchemaNode } from "../../schema/schema-tree.js";
import { agreeOnCoding } from "./content-coding.js";
import type { RestconfContext } from "./context.js";
import type { Wrapper } from "./datastore-document.js";
import { noParameters, parseQuery } from "./query.js";
import { chunksOf, openChunks, releaseChunks, sendChunks, wrapChunks } from "./reply-stream.js";
import { optionalBody } from "./request-bodies.js";
import { executeFor } from "./request-session.js";
import { queryOf } from "./request-url.js";
import { missingKeys } from "./resource-path.js";
import { notFound } from "./restconf-error.js";

export async function invokeAction(context: RestconfContext, request: FastifyRequest, reply: FastifyReply) {
  const { resource } = request.target;
  if (!resource.single || resource.node === undefined) throw missingKeys(resource);
  try {
    return await invoke(context, request, reply, resource.node, resource.path);
  } catch (failure) {
    throw isWithoutNode(failure, resource.parent)
      ? notFound(`${resource.parent} is not there`, resource.parent)
      : failure;
  }
}

/** The action has a resource only where the node is that it belongs to. */
function isWithoutNode(failure: unknown, parent: string): boolean {
  return failure instanceof ManagementError && failure.tag === "data-missing" && failure.details.path === parent;
}

/**
 * `path`: schema path of an rpc, instance path of an action. The body goes to the engine as it came, with its "input";
 * the engine answers the members of "output", which are put into their wrapper here.
 */
export async function invoke(
  context: RestconfContext,
  request: FastifyRequest,
  reply: FastifyReply,
  node: SchemaNode,
  path: string,
) {
  noParameters(parseQuery(queryOf(request)));
  const body = optionalBody(request);
  const { format, mediaType } = request.representation;
  const answer = await executeFor(request, reply, context.management, {
    kind: "invoke",
    path,
    format,
    input: body && { kind: "body", ...body },
  });
  if (answer.kind === "ok") return reply.code(204).send();
  if (answer.kind !== "data") throw new Error(`${path} was answered with "${answer.kind}"`);
  const opened = await openChunks(answer.chunks);
  if (answer.empty || reply.raw.destroyed) {
    await releaseChunks(opened);
    return reply.code(204).send();
  }
  const output = wrapChunks(chunksOf(opened), outputWrapper(node, context, format));
  reply.header("vary", "accept").type(mediaType);
  const coding = agreeOnCoding(context, request, reply, opened.first.length);
  return sendChunks(reply, output, context.limits.stallTimeoutMs, coding);
}

/** RFC 8040 3.6.2. */
function outputWrapper({ module }: SchemaNode, { management }: RestconfContext, format: "xml" | "json"): Wrapper {
  if (format === "json") return { before: `{"${module}:output":`, after: "}", nothing: "{}" };
  const namespace = management.schema.module(module)?.namespace ?? "";
  return { before: `<output xmlns="${namespace}">`, after: "</output>", nothing: "" };
}
