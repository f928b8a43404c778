/** Conditional requests (RFC 9110 13.2.2, RFC 8040 3.5.2): the order of the checks is that of the RFC. */

import type { EntityState, Preconditions } from "./operation.js";

/** Whether a write may go on. Dates have a resolution of one second. */
export function preconditionsHold(conditions: Preconditions, entity: EntityState): boolean {
  const { ifMatch, ifNoneMatch, ifUnmodifiedSince } = conditions;
  if (ifMatch !== undefined) {
    if (!names(ifMatch, entity.etag)) return false;
  } else if (ifUnmodifiedSince !== undefined && seconds(entity.lastModifiedMs) > seconds(ifUnmodifiedSince)) {
    return false;
  }
  return ifNoneMatch === undefined || !names(ifNoneMatch, entity.etag);
}

function names(tags: readonly string[] | "*", etag: string): boolean {
  return tags === "*" || tags.some((tag) => tag.replace(/^W\//, "").replace(/^"|"$/g, "") === etag);
}

function seconds(ms: number): number {
  return Math.floor(ms / 1000);
}
