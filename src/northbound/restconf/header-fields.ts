/** Plugin: header fields that say how a message is framed and coded. What nobody here understands is refused before it is read. */

import type { FastifyRequest } from "fastify";
import { definePlugin } from "./context.js";
import { RestconfError } from "./restconf-error.js";

/** A host and a port (RFC 3986 3.2.2, 3.2.3). */
const AUTHORITY = /^(\[[0-9A-Fa-f:.]+\]|[\w.~!$&'()*+,;=%-]+)(:\d*)?$/;

export const headerFields = definePlugin(
  "restconf-header-fields",
  async (app) => {
    app.addHook("onRequest", async (request) => {
      requireHost(request);
      requirePlainBody(request);
    });
  },
  ["restconf-errors"],
);

/** RFC 9112 3.2: HTTP/1.1 has one Host. Over HTTP/2 node looks after :authority. */
function requireHost({ raw }: FastifyRequest): void {
  if (raw.httpVersion !== "1.1") return;
  const names = raw.rawHeaders.filter((_, index) => index % 2 === 0);
  const isOne = names.filter((name) => name.toLowerCase() === "host").length === 1;
  if (isOne && AUTHORITY.test(raw.headers.host ?? "")) return;
  throw new RestconfError(400, "malformed-message", { type: "transport", message: "the request needs one Host field" });
}

/** Bodies are taken whole and as they are. */
function requirePlainBody({ headers }: FastifyRequest): void {
  const transfer = headers["transfer-encoding"] ?? "chunked";
  if (transfer.toLowerCase() !== "chunked") {
    const message = `the transfer coding ${transfer} is not known`;
    throw new RestconfError(501, "operation-not-supported", { type: "transport", message });
  }
  // RFC 9110 15.5.16, 12.5.3
  if ((headers["content-encoding"] ?? "identity").toLowerCase() !== "identity") {
    const message = "a body cannot be compressed";
    throw new RestconfError(415, "invalid-value", { message }, { "accept-encoding": "identity" });
  }
  // RFC 9110 14.5: it may not be taken for the whole.
  if (headers["content-range"] !== undefined) {
    throw new RestconfError(400, "invalid-value", { message: "a part of a resource cannot be sent" });
  }
}

/** The path and the query of a request that names the whole URI, as one to a proxy does (RFC 9112 3.2.2). */
export function originForm(url: string): string {
  const rest = /^https?:\/\/[^/?#]*(.*)$/is.exec(url)?.[1];
  if (rest === undefined) return url;
  return rest.startsWith("/") ? rest : `/${rest}`;
}
