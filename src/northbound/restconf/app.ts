/** The RESTCONF application: every plugin, in order. It knows no listener; tests inject requests into it. */

import Fastify, { type FastifyInstance, type FastifyServerOptions, LogController } from "fastify";
import { traced, traceParent } from "../../operations/trace-parent.js";
import { allowedOrigins } from "./allowed-origins.js";
import { apiResource } from "./api-resource.js";
import { authentication } from "./authentication.js";
import type { RestconfContext } from "./context.js";
import { crossOrigin } from "./cross-origin.js";
import { dataResource } from "./data-resource.js";
import { deadline } from "./deadline.js";
import { errorReplies, frameworkErrorReply } from "./error-replies.js";
import { eventStreams } from "./event-streams.js";
import { headerFields, originForm } from "./header-fields.js";
import { hostMeta } from "./host-meta.js";
import { openapiResource } from "./openapi/openapi-resource.js";
import { operationResource } from "./operation-resource.js";
import { requestBodies } from "./request-bodies.js";
import { schemaResource } from "./schema-resource.js";

const plugins = [
  errorReplies,
  deadline,
  headerFields,
  allowedOrigins,
  authentication,
  crossOrigin,
  requestBodies,
  hostMeta,
  apiResource,
  operationResource,
  schemaResource,
  openapiResource,
  eventStreams,
  dataResource,
];

export function createRestconfApp(context: RestconfContext, options: FastifyServerOptions = {}): FastifyInstance {
  const app = Fastify({
    ...options,
    bodyLimit: context.limits.bodyBytes,
    exposeHeadRoutes: false,
    rewriteUrl: ({ url = "/" }) => originForm(url),
    // What still comes in while the server closes is answered like anything else; fastify's own 503 is not in our form.
    return503OnClosing: false,
    logController: new LogController({ disableRequestLogging: true }),
    frameworkErrors: frameworkErrorReply(context),
    childLoggerFactory: (logger, bindings, childOptions, { headers }) =>
      logger.child({ ...bindings, ...traced({ traceParent: traceParent(headers.traceparent) }) }, childOptions),
    routerOptions: {
      ignoreTrailingSlash: true,
      // Resources read their own query: a parameter that comes twice has to be seen.
      querystringParser: () => ({}),
    },
  });
  app.addHook("onSend", async (request, reply) => {
    // RFC 8040 5.5: every answer says whether it may be cached.
    if (!reply.hasHeader("cache-control")) reply.header("cache-control", "no-cache");
    reply.header("x-content-type-options", "nosniff");
    // RFC 9113 8.2.2: HTTP/2 has no such field, and fastify sets it on a body that is too big.
    if (request.raw.httpVersionMajor === 2) reply.removeHeader("connection");
  });
  app.addHook("onResponse", async (request, reply) => {
    const { method, url, user, ip } = request;
    request.log.debug({ method, url, user, ip, status: reply.statusCode, ms: reply.elapsedTime }, "request answered");
  });
  for (const plugin of plugins) app.register(plugin, context);
  return app;
}
