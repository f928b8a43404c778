/**
 * Plugin: a browser presents the client certificate of its user on behalf of every page, so a page of another site could
 * write. Browsers name the page's origin with such requests; no other client sends one. Origins that the configuration names
 * may.
 */

import type { FastifyRequest } from "fastify";
import { isAllowedOrigin } from "./allowed-origins.js";
import { definePlugin } from "./context.js";
import { RestconfError } from "./restconf-error.js";

const safeMethods = new Set(["GET", "HEAD", "OPTIONS"]);

export const crossOrigin = definePlugin(
  "restconf-cross-origin",
  async (app, context) => {
    app.addHook("onRequest", async (request) => {
      if (safeMethods.has(request.method) || isSameOrigin(request) || isAllowedOrigin(request, context)) return;
      throw new RestconfError(403, "access-denied", { message: "pages of another origin cannot write" });
    });
  },
  ["restconf-errors"],
);

function isSameOrigin({ headers }: FastifyRequest): boolean {
  const authority = headers[":authority"] ?? headers.host;
  return headers.origin === undefined || headers.origin === `https://${authority}`;
}
