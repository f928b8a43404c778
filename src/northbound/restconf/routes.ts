/** Routes that answer every method: the ones a resource has, OPTIONS, and 405 for all others (RFC 8040 4.1, RFC 9110 15.5.6). */

import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { dataMediaTypes, negotiateRepresentation } from "./media-types.js";
import { methodNotAllowed, notAcceptable } from "./restconf-error.js";

export const methods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"] as const;
export type Method = (typeof methods)[number];

type Handler = (request: FastifyRequest, reply: FastifyReply) => Promise<unknown>;

export interface RouteOptions {
  /** Needs no client certificate. Default false. */
  readonly public?: boolean;
}

/** A resource whose methods do not depend on anything; HEAD is answered like GET. */
export function addResource(
  app: FastifyInstance,
  url: string,
  handlers: { readonly GET?: Handler; readonly POST?: Handler },
  options: RouteOptions = {},
): void {
  const { GET, POST } = handlers;
  const allowed: readonly Method[] = [
    ...(GET ? (["GET", "HEAD"] as const) : []),
    ...(POST ? (["POST"] as const) : []),
    "OPTIONS",
  ];
  const config = { public: options.public ?? false };
  if (GET) app.route({ method: ["GET", "HEAD"], url, config, handler: GET });
  if (POST) app.route({ method: "POST", url, config, handler: POST });
  app.route({ method: "OPTIONS", url, config, handler: async (_request, reply) => sendAllowed(reply, allowed) });
  app.route({
    method: methods.filter((method) => !allowed.includes(method)),
    url,
    config,
    // Before the body is read: it does not matter what is in it.
    onRequest: async ({ method }) => {
      throw methodNotAllowed(method, allowed);
    },
    handler: async () => undefined,
  });
}

/** The answer to OPTIONS. */
export function sendAllowed(reply: FastifyReply, allowed: readonly Method[], headers: Record<string, string> = {}) {
  return reply
    .code(200)
    .headers({ allow: allowed.join(", "), "content-length": "0", ...headers })
    .send();
}

/** Hook: agrees on how the answer is written, before anything is done. Throws 406. */
export async function requireRepresentation(request: FastifyRequest): Promise<void> {
  const { accept, "content-type": contentType } = request.headers;
  const isList = request.target !== undefined && !request.target.resource.single;
  const representation = negotiateRepresentation(accept, contentType, isList ? "list" : "one");
  if (representation === undefined) throw notAcceptable(dataMediaTypes);
  request.representation = representation;
}
