/** Conditional requests (RFC 9110 13.2.2, RFC 8040 3.5.2): the order of the checks is that of the RFC. */

import type { EntityState, Preconditions } from "./operation.js";

/** The resource as it is before a write. Without `entity` it has neither tag nor time. */
export interface CurrentState {
  readonly exists: boolean;
  readonly entity?: EntityState | undefined;
}

/** Whether a write may go on. Dates have a resolution of one second. */
export function preconditionsHold(conditions: Preconditions, current: CurrentState): boolean {
  const { ifMatch, ifNoneMatch, ifUnmodifiedSince } = conditions;
  if (ifMatch !== undefined) {
    if (!names(ifMatch, current)) return false;
  } else if (ifUnmodifiedSince !== undefined && isChangedAfter(ifUnmodifiedSince, current)) {
    return false;
  }
  return ifNoneMatch === undefined || !names(ifNoneMatch, current);
}

/** "*" is any resource that is there (RFC 9110 13.1.1, 13.1.2). */
function names(tags: readonly string[] | "*", { exists, entity }: CurrentState): boolean {
  if (tags === "*") return exists;
  return tags.some((tag) => tag.replace(/^W\//, "").replace(/^"|"$/g, "") === entity?.etag);
}

function isChangedAfter(timeMs: number, { entity }: CurrentState): boolean {
  return entity !== undefined && seconds(entity.lastModifiedMs) > seconds(timeMs);
}

function seconds(ms: number): number {
  return Math.floor(ms / 1000);
}
