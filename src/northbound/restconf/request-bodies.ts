/** Plugin: request bodies as bytes. The engine parses them; here their type, size and encoding are checked. */

import { isUtf8 } from "node:buffer";
import type { FastifyRequest } from "fastify";
import type { Format } from "../../operations/operation.js";
import { definePlugin } from "./context.js";
import { bodyMediaTypes, formatOfContentType, isYangPatch } from "./media-types.js";
import { malformedMessage, unsupportedMediaType } from "./restconf-error.js";

export interface RequestBody {
  readonly format: Format;
  readonly bytes: Uint8Array;
}

export const requestBodies = definePlugin(
  "restconf-bodies",
  async (app) => {
    app.removeAllContentTypeParsers();
    app.addContentTypeParser([...bodyMediaTypes], { parseAs: "buffer" }, (_request, bytes, done) => done(null, bytes));
  },
  ["restconf-errors"],
);

/** The body of a request that must have one. Throws 400 or 415. */
export function requiredBody(request: FastifyRequest): RequestBody {
  const body = optionalBody(request);
  if (body === undefined) throw malformedMessage(`${request.method} needs a body`);
  return body;
}

/** The body of a request; undefined when it has none or an empty one. Throws 400 or 415. */
export function optionalBody(request: FastifyRequest): RequestBody | undefined {
  if (!(request.body instanceof Uint8Array) || request.body.length === 0) return undefined;
  const bytes = withoutByteOrderMark(request.body);
  const contentType = request.headers["content-type"];
  const format = formatOfContentType(contentType);
  const isMisplaced = isYangPatch(contentType) && request.method !== "PATCH";
  if (format === undefined || isMisplaced || !isUtf8Charset(contentType)) throw unsupportedMediaType(request.method);
  if (!isUtf8(bytes)) throw malformedMessage("the body is not UTF-8");
  return { format, bytes };
}

/** For GET, HEAD and DELETE: a body there has no meaning (RFC 9110 9.3.1, 9.3.5), so it is a mistake that is better told. */
export function refuseBody({ method, headers, body }: FastifyRequest): void {
  const announced = headers["transfer-encoding"] !== undefined || Number(headers["content-length"] ?? 0) > 0;
  if (announced || (body instanceof Uint8Array && body.length > 0)) throw malformedMessage(`${method} takes no body`);
}

/** In XML it is no part of the document, and in JSON it may be passed over (XML 1.0 4.3.3, RFC 8259 8.1). */
function withoutByteOrderMark(bytes: Uint8Array): Uint8Array {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? bytes.subarray(3) : bytes;
}

function isUtf8Charset(contentType: string | undefined): boolean {
  const charset = /;\s*charset\s*=\s*"?([^";\s]+)/i.exec(contentType ?? "")?.[1];
  return charset === undefined || /^(utf-?8|us-ascii)$/i.test(charset);
}
