/** RFC 8040 section 7: which HTTP status an error-tag is answered with. */

import type { ErrorTag, ManagementError } from "../../errors/management-error.js";

/**
 * Where the RFC leaves a choice, the status here is that of an error found while a request is carried out. The others are
 * chosen where the fact is known: 404 and 406 for invalid-value, 401 for access-denied, 405 for operation-not-supported.
 * "missing-element" is not in the RFC's table; it is answered like its neighbours.
 */
export const statusOfTag: Readonly<Record<ErrorTag, number>> = {
  "in-use": 409,
  "invalid-value": 400,
  "too-big": 413,
  "missing-attribute": 400,
  "bad-attribute": 400,
  "unknown-attribute": 400,
  "missing-element": 400,
  "bad-element": 400,
  "unknown-element": 400,
  "unknown-namespace": 400,
  "access-denied": 403,
  "lock-denied": 409,
  "resource-denied": 409,
  "rollback-failed": 500,
  "data-exists": 409,
  "data-missing": 409,
  "operation-not-supported": 501,
  "operation-failed": 500,
  "partial-operation": 500,
  "malformed-message": 400,
};

/** Where an error-app-tag tells more than its error-tag (RFC 8650 3.3). */
const statusOfAppTag: Readonly<Record<string, number>> = {
  "ietf-subscribed-notifications:no-such-subscription": 404,
  "ietf-yang-push:no-such-subscription-resync": 404,
  "ietf-yang-push:sync-too-big": 400,
  "ietf-yang-push:update-too-big": 400,
};

/**
 * The HTTP status for an error of the operation that `method` asked for. Of the two that the RFC has for operation-failed,
 * 412 says that the data would break a constraint and 500 that the server could not do it. Constraints are told by their
 * error-app-tag: one of RFC 7950 15 ("must-violation", "data-not-unique") or the module's own.
 */
export function statusOf(error: ManagementError, method: string): number {
  const { tag, details } = error;
  const ofAppTag = statusOfAppTag[details.appTag ?? ""];
  if (ofAppTag !== undefined) return ofAppTag;
  const ofPage = statusOfPageError[details.appTag ?? ""];
  if (ofPage !== undefined) return ofPage;
  if (tag === "operation-failed" && details.appTag !== undefined) return 412;
  if (tag === "too-big" && (method === "GET" || method === "HEAD")) return 400;
  return statusOfTag[tag];
}

/** draft-ietf-netconf-list-pagination-rc 2.3: by the identity in the error-app-tag. */
const statusOfPageError: Readonly<Record<string, number>> = {
  "ietf-list-pagination:offset-out-of-range": 416,
  "ietf-list-pagination:cursor-not-found": 404,
  "ietf-list-pagination:locale-unavailable": 501,
};
