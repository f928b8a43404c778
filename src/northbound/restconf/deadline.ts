/** Plugin: a request has to arrive whole in time, over HTTP/1.1 and HTTP/2 alike. Node watches HTTP/1.1 header fields only. */

import type { FastifyReply } from "fastify";
import { definePlugin } from "./context.js";
import { RestconfError } from "./restconf-error.js";

export const deadline = definePlugin(
  "restconf-deadline",
  async (app, { limits }) => {
    const timers = new WeakMap<FastifyReply, NodeJS.Timeout>();
    app.addHook("onRequest", async (_request, reply) => {
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
  reply.send(new RestconfError(408, "operation-failed", { type: "transport", message }, closing(reply)));
}

/** RFC 9110 15.5.9; HTTP/2 has no such field. */
function closing({ request }: FastifyReply): Readonly<Record<string, string>> {
  return request.raw.httpVersionMajor === 1 ? { connection: "close" } : {};
}
