/** Replies whose whole text is at hand. */

import type { FastifyReply } from "fastify";

/**
 * Sends a text as it is. As bytes, because fastify adds a charset to the type of a text, and JSON has none (RFC 8259 11).
 * HTTP/2 takes no body for HEAD, not even one to be left out.
 */
export function sendText(reply: FastifyReply, mediaType: string, text: string): FastifyReply {
  const bytes = Buffer.from(text, "utf8");
  reply.type(mediaType).header("content-length", bytes.length);
  return reply.send(reply.request.method === "HEAD" ? undefined : bytes);
}
