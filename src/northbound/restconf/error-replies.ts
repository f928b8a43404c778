/** Plugin: whatever goes wrong, ours or fastify's, is answered with an "errors" document (RFC 8040 7). */

import type { FastifyError, FastifyReply, FastifyRequest } from "fastify";
import { errorsOf, ManagementError, ManagementErrors } from "../../errors/management-error.js";
import { definePlugin, type RestconfContext } from "./context.js";
import { encodeErrors } from "./errors-document.js";
import { negotiateRepresentation } from "./media-types.js";
import { sendText } from "./reply-text.js";
import { malformedMessage, notFound, RestconfError, unsupportedMediaType } from "./restconf-error.js";
import { methods } from "./routes.js";
import { statusOf } from "./status.js";

export const errorReplies = definePlugin("restconf-errors", async (app, context) => {
  app.setErrorHandler((thrown, request, reply) => replyWithErrors(thrown, request, reply, context));
  app.setNotFoundHandler((request) => {
    throw noRoute(request);
  });
});

/** For what goes wrong before there is a route, such as a path with broken percent-encoding. */
export function frameworkErrorReply(context: RestconfContext) {
  return (error: FastifyError, request: FastifyRequest, reply: FastifyReply) =>
    replyWithErrors(error, request, reply, context);
}

function replyWithErrors(
  thrown: unknown,
  request: FastifyRequest,
  reply: FastifyReply,
  context: RestconfContext,
): void {
  const { status, headers, errors } = errorReply(thrown, request);
  if (status === 500) request.log.error({ err: thrown, url: request.url }, "request failed");
  const { accept, "content-type": contentType } = request.headers;
  const { format, mediaType } = negotiateErrorRepresentation(accept, contentType);
  // They may have been set for the resource, whose representation this is not.
  reply.removeHeader("etag").removeHeader("last-modified");
  const document = encodeErrors(errors, format, context.management.schema);
  sendText(reply.code(status).headers(headers), mediaType, document);
}

/** Who accepts nothing that we write gets JSON: there is no better way left to say what is wrong. */
function negotiateErrorRepresentation(accept: string | undefined, contentType: string | undefined) {
  return (
    negotiateRepresentation(accept, contentType) ?? { format: "json" as const, mediaType: "application/yang-data+json" }
  );
}

interface ErrorReply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly errors: readonly ManagementError[];
}

function errorReply(thrown: unknown, request: FastifyRequest): ErrorReply {
  if (thrown instanceof ManagementError || thrown instanceof ManagementErrors) {
    const errors = errorsOf(thrown);
    return { status: statusOf(errors[0], request.method), headers: {}, errors };
  }
  const { status, headers, error } = thrown instanceof RestconfError ? thrown : restconfError(thrown, request);
  return { status, headers, errors: [error] };
}

/** RFC 9110 15.6.2 has 501 for a method that no resource of ours has. */
function noRoute({ method, url }: FastifyRequest): RestconfError {
  if ((methods as readonly string[]).includes(method))
    return notFound(`there is no resource at ${url.split("?", 1)[0]}`);
  return new RestconfError(501, "operation-not-supported", { message: `the method ${method} is not supported` });
}

/** An error of fastify's, or a failure that nobody foresaw. What the latter says is for the log and not for the client. */
function restconfError(thrown: unknown, request: FastifyRequest): RestconfError {
  const { statusCode: status = 500, code, message } = thrown as Partial<FastifyError>;
  if (status === 404) return noRoute(request);
  if (status === 413) return new RestconfError(413, "too-big", { type: "transport", message: "the body is too big" });
  if (status === 415) return unsupportedMediaType(request.method);
  if (code === "FST_ERR_BAD_URL") {
    return new RestconfError(400, "invalid-value", { message: "the path is not percent-encoded UTF-8" });
  }
  if (status >= 400 && status < 500) return malformedMessage(message ?? "the request cannot be understood");
  return new RestconfError(500, "operation-failed", {
    type: "application",
    message: "the server failed to carry out the request",
    cause: thrown,
  });
}
