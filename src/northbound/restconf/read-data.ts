/** GET and HEAD of datastore and data resources (RFC 8040 4.2, 4.3). */

import type { FastifyReply, FastifyRequest } from "fastify";
import type { Answer, EntityState, Page } from "../../operations/operation.js";
import { agreeOnCoding, type ContentCoding } from "./content-coding.js";
import type { RestconfContext } from "./context.js";
import { datastoreWrapper, type Wrapper } from "./datastore-document.js";
import { XML_LIST } from "./media-types.js";
import { entityHeaders, evaluateRead } from "./preconditions.js";
import { parseQuery, readParameters } from "./query.js";
import { chunksOf, type OpenedChunks, openChunks, releaseChunks, sendChunks, wrapChunks } from "./reply-stream.js";
import { refuseBody } from "./request-bodies.js";
import { executeFor } from "./request-session.js";
import { queryOf } from "./request-url.js";
import { notFound, preconditionFailed } from "./restconf-error.js";
import { requireSingleElement } from "./single-element.js";

/** Of the element around a list, which is in no module (draft-ietf-netconf-list-pagination-rc 2.2). */
const LIST_NAMESPACE = "urn:ietf:params:xml:ns:yang:ietf-restconf-list-pagination";

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
    return await replyWithData(context, request, reply, answer, opened, parameters.page);
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
  page: Page | undefined,
) {
  const { datastore, resource } = request.target;
  const { format, mediaType } = request.representation;
  const isDatastore = resource.path === "";
  // A page may be empty, where its form can say so.
  const canBeEmpty = isDatastore || (page !== undefined && (format === "json" || mediaType === XML_LIST));
  if (answer.empty && !canBeEmpty) throw notFound(`${resource.path} is not there`, resource.path);
  const entity = answer.entity ?? (isDatastore ? context.management.entity(datastore ?? "running") : undefined);
  reply.header("vary", "accept");
  const coding = agreeOnCoding(context, request, reply, opened.first.length);
  if (entity !== undefined && isAnsweredByCondition(request, reply, entity, coding)) {
    await releaseChunks(opened);
    return reply.code(304).send();
  }
  const isEmptyPage = answer.empty && !isDatastore;
  const first = isEmptyPage ? new Uint8Array() : opened.first;
  const isWhole = resource.single || format === "json" || mediaType === XML_LIST;
  const chunks = isWhole ? { ...opened, first } : await requireSingleElement({ ...opened, first }, resource.path);
  reply.type(mediaType);
  // A client that has gone meanwhile is answered nothing, like HEAD.
  if (request.method === "HEAD" || reply.raw.destroyed) {
    await releaseChunks(chunks);
    return (coding ? reply.header("content-encoding", coding) : reply).send();
  }
  const wrapper = wrapperOf(request, answer.empty);
  const body = wrapper ? wrapChunks(chunksOf(chunks), wrapper) : chunksOf(chunks);
  return sendChunks(reply, body, context.limits.stallTimeoutMs, coding);
}

/** What stands around the content: of a datastore, of a list in XML, and of a page without entries. */
function wrapperOf({ target: { resource }, representation }: FastifyRequest, empty: boolean): Wrapper | undefined {
  const { format, mediaType } = representation;
  const { path, single, node } = resource;
  if (path === "") return datastoreWrapper(format);
  if (mediaType === XML_LIST) {
    return { before: `<xml-list xmlns="${LIST_NAMESPACE}">`, after: "</xml-list>", nothing: "" };
  }
  if (single || !empty) return undefined;
  return { before: `{"${node?.module}:${node?.name}":`, after: "}", nothing: "[]" };
}

/** Sets ETag and Last-Modified. True when the client has this very state already; throws 412. */
function isAnsweredByCondition(
  request: FastifyRequest,
  reply: FastifyReply,
  entity: EntityState,
  coding: ContentCoding | undefined,
): boolean {
  const { format } = request.representation;
  reply.headers(entityHeaders(entity, format, coding));
  const verdict = evaluateRead(request.headers, entity, format, coding);
  if (verdict === "precondition-failed") throw preconditionFailed();
  return verdict === "not-modified";
}
