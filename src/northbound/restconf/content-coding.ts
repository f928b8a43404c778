/** Answers in gzip for clients that ask for it (RFC 9110 8.4, 12.5.3). */

import { createGzip, constants as zlib } from "node:zlib";
import type { FastifyReply, FastifyRequest } from "fastify";
import type { RestconfContext } from "./context.js";

export type ContentCoding = "gzip";

/** What is shorter is a packet or two in any case. */
const WORTH_BYTES = 16 * 1024;

/**
 * The coding that a client wants an answer in; undefined for none. Tells caches that it was looked at.
 * @param firstBytes length of the first piece of the answer, which is all of a short one
 */
export function agreeOnCoding(
  { gzip }: RestconfContext,
  { headers }: FastifyRequest,
  reply: FastifyReply,
  firstBytes: number,
): ContentCoding | undefined {
  if (!gzip) return undefined;
  reply.header("vary", "accept, accept-encoding");
  const qualities = parseCodings(headers["accept-encoding"] ?? "");
  const ofGzip = qualities.get("gzip") ?? qualities.get("x-gzip") ?? qualities.get("*") ?? 0;
  const ofIdentity = qualities.get("identity") ?? qualities.get("*");
  if (ofGzip === 0 || (ofIdentity ?? 0) > ofGzip) return undefined;
  return firstBytes >= WORTH_BYTES || ofIdentity === 0 ? "gzip" : undefined;
}

/** Each piece goes out as it comes, so that the first one need not wait for others that share a block with it. */
export function gzipStream(): NodeJS.ReadWriteStream {
  return createGzip({ level: zlib.Z_BEST_SPEED, flush: zlib.Z_SYNC_FLUSH });
}

/** Weights by coding; one that is malformed counts as 0. */
function parseCodings(field: string): ReadonlyMap<string, number> {
  const codings = field.toLowerCase().matchAll(/([^\s,;]+)\s*(?:;\s*q=([^\s,;]*))?/g);
  return new Map(Array.from(codings, ([, coding = "", weight = "1"]) => [coding, Number(weight) || 0]));
}
