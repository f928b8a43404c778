/** GET and HEAD of datastore and data resources (RFC 8040 4.2, 4.3). */

import type { FastifyReply, FastifyRequest } from "fastify";
import type { Answer, EntityState } from "../../operations/operation.js";
import type { RestconfContext } from "./context.js";
import { datastoreWrapper } from "./datastore-document.js";
import { entityHeaders, evaluateRead } from "./preconditions.js";
import { parseQuery, readParameters } from "./query.js";
import { chunksOf, type OpenedChunks, openChunks, releaseChunks, sendChunks, wrapChunks } from "./reply-stream.js";
import { refuseBody } from "./request-bodies.js";
import { executeFor } from "./request-session.js";
import { queryOf } from "./request-url.js";
import { notFound, preconditionFailed } from "./restconf-error.js";
import { requireSingleElement } from "./single-element.js";

type DataAnswer = Extract<Answer, { kind: "data" }>;

export async function readData(context: RestconfContext, request: FastifyRequest, reply: FastifyReply) {
  refuseBody(request);
  const { management } = context;
  const { datastore, resource } = request.target;
  const { format } = request.representation;
  const parameters = readParameters(parseQuery(queryOf(request)), { resource, datastore, schema: management.schema });
  const operation = { kind: "read-resource", datastore, path: resource.path, format, ...parameters } as const;
  const answer = await executeFor(request, reply, management, operation);
  if (answer.kind !== "data") throw new Error(`a reading was answered with "${answer.kind}"`);
  const opened = await openChunks(answer.chunks);
  try {
    return await replyWithData(context, request, reply, answer, opened);
  } catch (error) {
    await releaseChunks(opened);
    throw error;
  }
}

async function replyWithData(
  context: RestconfContext,
  request: FastifyRequest,
  reply: FastifyReply,
  answer: DataAnswer,
  opened: OpenedChunks,
) {
  const { datastore, resource } = request.target;
  const { format, mediaType } = request.representation;
  const isDatastore = resource.path === "";
  if (answer.empty && !isDatastore) throw notFound(`${resource.path} is not there`, resource.path);
  const entity = answer.entity ?? (isDatastore ? context.management.entity(datastore ?? "running") : undefined);
  reply.header("vary", "accept");
  if (entity !== undefined && isAnsweredByCondition(request, reply, entity)) {
    await releaseChunks(opened);
    return reply.code(304).send();
  }
  const chunks = resource.single || format === "json" ? opened : await requireSingleElement(opened, resource.path);
  reply.type(mediaType);
  // A client that has gone meanwhile is answered nothing, like HEAD.
  if (request.method === "HEAD" || reply.raw.destroyed) {
    await releaseChunks(chunks);
    return reply.send();
  }
  const body = isDatastore ? wrapChunks(chunksOf(chunks), datastoreWrapper(format)) : chunksOf(chunks);
  return sendChunks(reply, body, context.limits.stallTimeoutMs);
}

/** Sets ETag and Last-Modified. True when the client has this very state already; throws 412. */
function isAnsweredByCondition(request: FastifyRequest, reply: FastifyReply, entity: EntityState): boolean {
  const { format } = request.representation;
  reply.headers(entityHeaders(entity, format));
  const verdict = evaluateRead(request.headers, entity, format);
  if (verdict === "precondition-failed") throw preconditionFailed();
  return verdict === "not-modified";
}
