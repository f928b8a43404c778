/** The request URL as it was sent. Fastify's own reading of it has lost which characters were percent-encoded. */

import type { FastifyRequest } from "fastify";

/** Segments of the path, still percent-encoded: "/restconf/data/m:n" has "restconf", "data" and "m:n". */
export function segmentsOf(request: FastifyRequest): readonly string[] {
  const path = request.raw.url?.split(/[?#]/, 1)[0] ?? "";
  return path.split("/").slice(1);
}

/** What stands behind "?", or "". */
export function queryOf(request: FastifyRequest): string {
  const url = request.raw.url ?? "";
  const start = url.indexOf("?");
  return start === -1 ? "" : url.slice(start + 1).split("#", 1)[0]!;
}

/** Scheme and authority under which the client reached us, for absolute references. */
export function originOf({ headers, raw }: FastifyRequest): string {
  const authority = headers[":authority"] ?? headers.host;
  // The client's own word ends up in the reply, so nothing but a host and a port is taken from it.
  if (typeof authority === "string" && /^(\[[0-9A-Fa-f:.]+\]|[\w.-]+)(:\d+)?$/.test(authority))
    return `https://${authority}`;
  const { localAddress = "localhost", localPort = 443 } = raw.socket;
  return `https://${localAddress.includes(":") ? `[${localAddress}]` : localAddress}:${localPort}`;
}
