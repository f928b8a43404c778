/**
 * Plugin: pages of origins that the configuration names may use the API from a browser (CORS, in the Fetch standard). Without
 * any such origin nothing is answered that a browser would take for leave.
 */

import type { FastifyReply, FastifyRequest } from "fastify";
import { definePlugin, type RestconfContext } from "./context.js";
import { methods } from "./routes.js";

/** What a page may send beside what it may send to anybody. */
const requestHeaders = [
  ...[
    "accept",
    "authorization",
    "content-type",
    "if-match",
    "if-none-match",
    "if-modified-since",
    "if-unmodified-since",
  ],
  ...["last-event-id", "sweetcomb-comment", "traceparent"],
].join(", ");

/** What a page may read beside the body. */
const replyHeaders = "accept-patch, allow, etag, last-modified, location, retry-after, www-authenticate";

/** How long a browser may go by one answer. */
const PREFLIGHT_S = 600;

export const allowedOrigins = definePlugin(
  "restconf-allowed-origins",
  async (app, context) => {
    // Before the user is looked for: a browser asks for leave without credentials.
    app.addHook("onRequest", async (request, reply) => {
      if (isPreflight(request) && isAllowedOrigin(request, context)) return answerPreflight(reply);
    });
    // Errors and streams come by here like anything else.
    app.addHook("onSend", async (request, reply) => {
      if (context.allowedOrigins === undefined || context.allowedOrigins.size === 0) return;
      reply.header("vary", withOrigin(reply.getHeader("vary")));
      if (!isAllowedOrigin(request, context)) return;
      reply.headers({
        "access-control-allow-origin": request.headers.origin,
        "access-control-allow-credentials": "true",
        "access-control-expose-headers": replyHeaders,
      });
    });
  },
  ["restconf-errors"],
);

/** Whether the page that a request comes from is of an origin that the configuration names. */
export function isAllowedOrigin({ headers }: FastifyRequest, { allowedOrigins }: RestconfContext): boolean {
  return headers.origin !== undefined && allowedOrigins?.has(headers.origin) === true;
}

function isPreflight({ method, headers }: FastifyRequest): boolean {
  return method === "OPTIONS" && headers["access-control-request-method"] !== undefined;
}

function answerPreflight(reply: FastifyReply): FastifyReply {
  return reply
    .code(204)
    .headers({
      "access-control-allow-methods": methods.join(", "),
      "access-control-allow-headers": requestHeaders,
      "access-control-max-age": String(PREFLIGHT_S),
    })
    .send();
}

/** An answer for one origin is none for another, so that caches have to tell them apart. */
function withOrigin(vary: number | string | string[] | undefined): string {
  return vary === undefined ? "origin" : `${vary}, origin`;
}
