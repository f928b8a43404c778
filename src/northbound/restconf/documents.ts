/** Small documents that this folder writes itself, in both formats. */

import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { noParameters, parseQuery } from "./query.js";
import { sendText } from "./reply-text.js";
import { queryOf } from "./request-url.js";
import { addResource, requireRepresentation } from "./routes.js";

export interface DocumentWriters {
  readonly json: () => object;
  readonly xml: () => string;
}

/** A resource that is only read and takes no query parameters. */
export function addDocument(app: FastifyInstance, url: string, writers: DocumentWriters): void {
  addResource(app, url, { GET: (request, reply) => sendDocument(request, reply, writers) });
}

async function sendDocument(request: FastifyRequest, reply: FastifyReply, { json, xml }: DocumentWriters) {
  noParameters(parseQuery(queryOf(request)));
  await requireRepresentation(request);
  const { format, mediaType } = request.representation;
  return sendText(reply.header("vary", "accept"), mediaType, format === "json" ? JSON.stringify(json()) : xml());
}
