/** Plugin: {+restconf}/schema/<module>@<revision>, the text of a YANG module; the "schema" leaf of RFC 8040 3.7 points here. */

import type { FastifyReply, FastifyRequest } from "fastify";
import { errorsOf } from "../../errors/management-error.js";
import type { Answer } from "../../operations/operation.js";
import { definePlugin, type RestconfContext } from "./context.js";
import { negotiate } from "./media-types.js";
import { noParameters, parseQuery } from "./query.js";
import { sendText } from "./reply-text.js";
import { executeFor } from "./request-session.js";
import { queryOf, segmentsOf } from "./request-url.js";
import { notAcceptable, notFound } from "./restconf-error.js";
import { addResource } from "./routes.js";

/** RFC 6020 14.1.2 registers the first; browsers show the second. */
const mediaTypes = ["application/yang", "text/plain"];

export const schemaResource = definePlugin(
  "restconf-schema",
  async (app, context) => {
    addResource(app, "/restconf/schema/*", { GET: (request, reply) => sendSchema(context, request, reply) });
  },
  ["restconf-errors", "restconf-authentication"],
);

async function sendSchema(context: RestconfContext, request: FastifyRequest, reply: FastifyReply) {
  noParameters(parseQuery(queryOf(request)));
  const mediaType = negotiate(request.headers.accept, mediaTypes);
  if (mediaType === undefined) throw notAcceptable(mediaTypes);
  const answer = await readSchema(context, request, reply);
  if (answer.kind !== "text") throw new Error(`a schema was answered with "${answer.kind}"`);
  return sendText(reply, `${mediaType}; charset=utf-8`, answer.text);
}

async function readSchema(context: RestconfContext, request: FastifyRequest, reply: FastifyReply): Promise<Answer> {
  const name = decodeURIComponent(segmentsOf(request).slice(2).join("/"));
  const [, identifier, version] = /^([A-Za-z_][\w.-]*)(?:@(\d{4}-\d{2}-\d{2}))?$/.exec(name) ?? [];
  if (identifier === undefined) throw noSchema(name);
  const operation = { kind: "get-schema", identifier, version, format: "yang" } as const;
  return executeFor(request, reply, context.management, operation).catch((thrown: unknown) => {
    // RFC 6022 3.1 has "invalid-value" for what is not there; here that is a resource that is not found.
    if (errorsOf(thrown)[0].tag === "invalid-value") throw noSchema(name);
    throw thrown;
  });
}

function noSchema(name: string): Error {
  return notFound(`there is no schema "${name}"`);
}
