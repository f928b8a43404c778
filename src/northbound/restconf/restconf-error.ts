/** Errors whose HTTP status RESTCONF itself decides. All others get theirs from the table in status.ts. */

import { type ErrorDetails, type ErrorTag, ManagementError } from "../../errors/management-error.js";
import { dataMediaTypes, patchMediaTypes } from "./media-types.js";

/** An error together with the HTTP status and header fields that it is answered with. */
export class RestconfError extends Error {
  override readonly name = "RestconfError";
  readonly error: ManagementError;

  constructor(
    readonly status: number,
    tag: ErrorTag,
    details: ErrorDetails,
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(details.message, details.cause === undefined ? undefined : { cause: details.cause });
    this.error = new ManagementError(tag, { type: "protocol", ...details });
  }
}

/** The request line or a header field cannot be understood (RFC 8040 3.5.3, 4.8). */
export function invalidRequest(message: string, path?: string): RestconfError {
  return new RestconfError(400, "invalid-value", { message, path });
}

/** The message body cannot be understood, or is there where none may be. */
export function malformedMessage(message: string): RestconfError {
  return new RestconfError(400, "malformed-message", { type: "rpc", message });
}

/** No such resource. RFC 8040 7 pairs 404 with "invalid-value", also for what the schema does not know. */
export function notFound(message: string, path?: string): RestconfError {
  return new RestconfError(404, "invalid-value", { message, path });
}

export function methodNotAllowed(method: string, allowed: readonly string[]): RestconfError {
  const message = `${method} is not possible on this resource`;
  return new RestconfError(405, "operation-not-supported", { message }, { allow: allowed.join(", ") });
}

/** RFC 8040 5.2. */
export function notAcceptable(offered: readonly string[]): RestconfError {
  const message = `none of the media types that the client accepts can be produced; there are ${offered.join(", ")}`;
  return new RestconfError(406, "invalid-value", { message });
}

/** RFC 8040 5.2; the Accept field names what would do (RFC 9110 15.5.16), for a patch the Accept-Patch field (RFC 5789 2.2). */
export function unsupportedMediaType(method: string): RestconfError {
  const isPatch = method === "PATCH";
  const accepted = (isPatch ? patchMediaTypes : dataMediaTypes).join(", ");
  const message = `the body has to be one of ${accepted}`;
  return new RestconfError(415, "invalid-value", { message }, { [isPatch ? "accept-patch" : "accept"]: accepted });
}

/** RFC 8040 3.4.1.2: a condition that the client set does not hold. */
export function preconditionFailed(): RestconfError {
  return new RestconfError(412, "operation-failed", { message: "the resource is not as the precondition demands" });
}
