/** Plugin: event streams and subscriptions as server-sent events (RFC 8040 6, RFC 8650 3.2). */

import { Readable } from "node:stream";
import type { FastifyReply, FastifyRequest } from "fastify";
import type { EncodedEvent } from "../../operations/events/encoded-event.js";
import { streams } from "../../operations/events/streams.js";
import type { Format, Operation } from "../../operations/operation.js";
import { notificationElement } from "../notification-element.js";
import { definePlugin, type RestconfContext } from "./context.js";
import { eventParameters, noParameters, parseQuery } from "./query.js";
import { refuseBody } from "./request-bodies.js";
import { executeFor } from "./request-session.js";
import { queryOf } from "./request-url.js";
import { methodNotAllowed, notAcceptable, notFound } from "./restconf-error.js";
import { addResource } from "./routes.js";

const EVENT_STREAM = "text/event-stream";

export const eventStreams = definePlugin(
  "restconf-event-streams",
  async (app, context) => {
    for (const format of ["json", "xml"] as const) {
      addResource(app, `/restconf/streams/:stream/${format}`, {
        GET: (request, reply) => openStream(context, request, reply, format),
      });
    }
    addResource(app, "/restconf/subscriptions/:id", {
      GET: (request, reply) => openSubscription(context, request, reply),
    });
  },
  ["restconf-errors", "restconf-authentication", "restconf-bodies"],
);

function openStream(context: RestconfContext, request: FastifyRequest, reply: FastifyReply, format: Format) {
  const { stream } = request.params as { readonly stream: string };
  if (streams.every(({ name }) => name !== stream)) throw notFound(`there is no stream "${stream}"`);
  return sendEvents(context, request, reply, (signal) => {
    const parameters = eventParameters(parseQuery(queryOf(request)));
    return { kind: "subscribe", stream, format, signal, ...parameters };
  });
}

/** A look at the head alone would end the subscription, so there is none. */
function openSubscription(context: RestconfContext, request: FastifyRequest, reply: FastifyReply) {
  const { id } = request.params as { readonly id: string };
  if (request.method === "HEAD") throw methodNotAllowed("HEAD", ["GET", "OPTIONS"]);
  return sendEvents(context, request, reply, (signal) => {
    noParameters(parseQuery(queryOf(request)));
    return { kind: "read-subscription", id: Number(id), signal };
  });
}

async function sendEvents(
  { management }: RestconfContext,
  request: FastifyRequest,
  reply: FastifyReply,
  operationFor: (signal: AbortSignal) => Operation,
) {
  refuseBody(request);
  requireEventStream(request);
  const over = new AbortController();
  reply.raw.once("close", () => over.abort());
  const answer = await executeFor(request, reply, management, operationFor(over.signal));
  if (answer.kind !== "subscription") throw new Error(`a subscription was answered with "${answer.kind}"`);
  reply.type(EVENT_STREAM).header("cache-control", "no-store");
  if (request.method === "HEAD") {
    over.abort();
    return reply.send();
  }
  return reply.send(Readable.from(serverSentEvents(answer.events, answer.format), { objectMode: false }));
}

function requireEventStream({ headers: { accept } }: FastifyRequest): void {
  const ranges = (accept ?? "*/*").split(",").map((range) => range.split(";")[0]!.trim());
  if (!ranges.some((range) => [EVENT_STREAM, "text/*", "*/*"].includes(range))) throw notAcceptable([EVENT_STREAM]);
}

/** Each event in lines that begin with "data: " (HTML, server-sent events). The first line opens the stream at once. */
async function* serverSentEvents(events: AsyncIterable<EncodedEvent>, format: Format): AsyncGenerator<Buffer> {
  yield Buffer.from(":\n\n");
  for await (const event of events) {
    const lines = envelope(event, format).split("\n");
    yield Buffer.from(`${lines.map((line) => `data: ${line}\n`).join("")}\n`);
  }
}

/** RFC 8040 6.4. */
function envelope(event: EncodedEvent, format: Format): string {
  if (format === "xml") return notificationElement(event).toString();
  const { timeMs, bytes } = event;
  const members = Buffer.from(bytes).toString().slice(1, -1);
  return `{"ietf-restconf:notification":{"eventTime":"${new Date(timeMs).toISOString()}",${members}}}`;
}
