/** Plugin: datastore and data resources, {+restconf}/data (RFC 8040 3.4, 3.5) and {+restconf}/ds (RFC 8527). */

import type { FastifyReply, FastifyRequest } from "fastify";
import { definePlugin, type RestconfContext } from "./context.js";
import { invokeAction } from "./invoke.js";
import { isYangPatch, patchMediaTypes } from "./media-types.js";
import { readData } from "./read-data.js";
import { methodsOf, targetOf } from "./resource-target.js";
import { methodNotAllowed } from "./restconf-error.js";
import { type Method, methods, requireRepresentation, sendAllowed } from "./routes.js";
import { createData, deleteData, mergeData, replaceData } from "./write-data.js";
import { patchData } from "./yang-patch/patch-data.js";

type Handler = (context: RestconfContext, request: FastifyRequest, reply: FastifyReply) => Promise<unknown>;

/** A list as a whole can only be read; what else is sent there lacks the keys of an entry. */
const methodsOfLists = ["GET", "HEAD", "OPTIONS"] as const;

const handlers: Readonly<Record<Method, Handler>> = {
  GET: readData,
  HEAD: readData,
  POST: (context, request, reply) =>
    request.target.resource.node?.kind === "action"
      ? invokeAction(context, request, reply)
      : createData(context, request, reply),
  PUT: replaceData,
  PATCH: (context, request, reply) =>
    isYangPatch(request.headers["content-type"])
      ? patchData(context, request, reply)
      : mergeData(context, request, reply),
  DELETE: deleteData,
  OPTIONS: async (_context, { target }, reply) => {
    const allowed = target.resource.single ? methodsOf(target) : methodsOfLists;
    return sendAllowed(reply, allowed, allowed.includes("PATCH") ? { "accept-patch": patchMediaTypes.join(", ") } : {});
  },
};

export const dataResource = definePlugin(
  "restconf-data",
  async (app, context) => {
    for (const url of ["/restconf/data", "/restconf/data/*", "/restconf/ds/*"]) {
      app.route({
        method: [...methods],
        url,
        // Both before the body is read: what cannot be answered is refused early.
        onRequest: [async (request) => resolveTarget(request, context), requireRepresentation],
        handler: (request, reply) => handlers[request.method as Method](context, request, reply),
      });
    }
  },
  ["restconf-errors", "restconf-authentication", "restconf-bodies"],
);

function resolveTarget(request: FastifyRequest, { management }: RestconfContext): void {
  request.target = targetOf(request, management.schema);
  const allowed = methodsOf(request.target);
  if (!allowed.includes(request.method as Method)) throw methodNotAllowed(request.method, allowed);
}
