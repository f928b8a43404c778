/** Plugin: /openapi.json, the API as an OpenAPI document, and /openapi, a page to browse it. For users who have logged in. */

import type { FastifyReply, FastifyRequest } from "fastify";
import type { SchemaTree } from "../../../schema/schema-tree.js";
import { agreeOnCoding, type ContentCoding } from "../content-coding.js";
import { definePlugin, type RestconfContext } from "../context.js";
import { negotiate } from "../media-types.js";
import { entityTag, evaluateRead } from "../preconditions.js";
import { noParameters, parseQuery } from "../query.js";
import { sendChunks } from "../reply-stream.js";
import { sendText } from "../reply-text.js";
import { queryOf } from "../request-url.js";
import { invalidRequest, notAcceptable, preconditionFailed } from "../restconf-error.js";
import { addResource } from "../routes.js";
import { documentChunks } from "./document.js";
import { Fragments, modulesWithResources } from "./fragments.js";
import { pageFiles, pagePolicy } from "./page.js";

/** The first is what every tool accepts. */
const documentTypes = ["application/json", "application/openapi+json", "application/vnd.oai.openapi+json"];

export const openapiResource = definePlugin(
  "restconf-openapi",
  async (app, context) => {
    const fragments = new Fragments(context.management);
    addResource(app, "/openapi.json", { GET: (request, reply) => sendDocument(context, fragments, request, reply) });
    addResource(app, "/openapi/modules.json", { GET: (request, reply) => sendModules(context, request, reply) });
    for (const { url, mediaType, text } of pageFiles) {
      addResource(app, url, {
        GET: async (request, reply) => {
          noParameters(parseQuery(queryOf(request)));
          return sendText(reply.headers(pagePolicy), mediaType, text);
        },
      });
    }
  },
  ["restconf-errors", "restconf-authentication"],
);

async function sendDocument(
  context: RestconfContext,
  fragments: Fragments,
  request: FastifyRequest,
  reply: FastifyReply,
) {
  const { management, passwords, limits } = context;
  const { schema } = management;
  const modules = requestedModules(queryOf(request), schema);
  const hasPasswords = passwords !== undefined;
  const etag = [schema.contentId, hasPasswords ? "p" : "c", ...(modules ?? [])].join(".");
  const mediaType = negotiate(request.headers.accept, documentTypes);
  if (mediaType === undefined) throw notAcceptable(documentTypes);
  reply.header("vary", "accept");
  const coding = agreeOnCoding(context, request, reply, Number.POSITIVE_INFINITY);
  if (isKnown(request, reply, etag, coding)) return reply.code(304).send();
  reply.type(mediaType);
  if (request.method === "HEAD") return (coding ? reply.header("content-encoding", coding) : reply).send();
  return sendChunks(reply, documentChunks(fragments, { modules, hasPasswords }), limits.stallTimeoutMs, coding);
}

/** The modules that have resources, for the page to choose from. */
async function sendModules({ management }: RestconfContext, request: FastifyRequest, reply: FastifyReply) {
  noParameters(parseQuery(queryOf(request)));
  const { schema } = management;
  if (isKnown(request, reply, schema.contentId)) return reply.code(304).send();
  const modules = modulesWithResources(schema).map((name) => ({ name, revision: schema.module(name)?.revision }));
  return sendText(reply, "application/json", JSON.stringify({ "content-id": schema.contentId, modules }));
}

/** Each "module" may name several, with commas. Undefined: all of them. Throws 400 for one that is not there. */
function requestedModules(query: string, schema: SchemaTree): readonly string[] | undefined {
  const parameters = new URLSearchParams(query);
  for (const name of parameters.keys()) {
    if (name !== "module") throw invalidRequest(`query parameter "${name}" is not known for this request`);
  }
  if (!parameters.has("module")) return undefined;
  const names = parameters.getAll("module").flatMap((text) => text.split(","));
  for (const name of names) {
    if (schema.module(name) === undefined) throw invalidRequest(`there is no module "${name}"`);
  }
  return [...new Set(names)].sort();
}

/** Sets ETag. The schema has no time of its last change, so that conditions on times do not count. */
function isKnown(request: FastifyRequest, reply: FastifyReply, tag: string, coding?: ContentCoding): boolean {
  const state = { etag: tag, lastModifiedMs: Number.POSITIVE_INFINITY };
  reply.header("etag", entityTag(state, "json", coding));
  const { "if-match": ifMatch, "if-none-match": ifNoneMatch } = request.headers;
  const conditions = { ...(ifMatch && { "if-match": ifMatch }), ...(ifNoneMatch && { "if-none-match": ifNoneMatch }) };
  const verdict = evaluateRead(conditions, state, "json", coding);
  if (verdict === "precondition-failed") throw preconditionFailed();
  return verdict === "not-modified";
}
