/** Plugin: a request has to arrive whole in time. Node itself looks after HTTP/1.1 only, and twice a minute. */

import { constants, type Http2ServerRequest } from "node:http2";
import type { FastifyReply, FastifyRequest } from "fastify";
import { definePlugin } from "./context.js";
import { RestconfError } from "./restconf-error.js";

export const deadline = definePlugin(
  "restconf-deadline",
  async (app, { limits }) => {
    const timers = new WeakMap<FastifyReply, NodeJS.Timeout>();
    app.addHook("onRequest", async (request, reply) => {
      endUnreadStream(request);
      const timer = setTimeout(() => refuse(reply, limits.requestTimeoutMs), limits.requestTimeoutMs);
      timers.set(reply, timer);
      reply.raw.once("close", () => clearTimeout(timer));
    });
    app.addHook("preValidation", async (_request, reply) => clearTimeout(timers.get(reply)));
  },
  ["restconf-errors"],
);

function refuse(reply: FastifyReply, timeoutMs: number): void {
  if (reply.sent) return;
  const message = `the request did not arrive within ${timeoutMs} ms`;
  // RFC 9110 15.5.9 wants the connection closed: what still comes is not the next request.
  reply.send(new RestconfError(408, "operation-failed", { type: "transport", message }, { connection: "close" }));
}

/**
 * RFC 9113 8.1: over HTTP/2, whoever is answered before the request is whole has to be told that the rest is not wanted.
 * Node's "finish" of the reply comes only when both sides have ended, so it is that of the stream.
 */
function endUnreadStream({ raw }: FastifyRequest): void {
  const { stream } = raw as unknown as Partial<Http2ServerRequest>;
  stream?.once("finish", () => {
    if (!raw.complete) stream.close(constants.NGHTTP2_NO_ERROR);
  });
}
