/**
 * Errors as a user may see them: a constraint may be broken at a node that he may not read, or between his and others (RFC 8341
 * 3.2.5: nothing of them is shown in an error).
 */

import { errorsOf, ManagementError, ManagementErrors } from "../errors/management-error.js";

/** @param hides whether a path is that of data which the user may not read */
export function errorsOfReader(failure: unknown, hides: (path: string) => boolean): unknown {
  if (!(failure instanceof ManagementError || failure instanceof ManagementErrors)) return failure;
  const before = errorsOf(failure);
  const [first, ...others] = before.map((error) => asSeen(error, hides));
  if (first === undefined || [first, ...others].every((error, index) => error === before[index])) return failure;
  return others.length === 0 ? first : new ManagementErrors([first, ...others]);
}

function asSeen(error: ManagementError, hides: (path: string) => boolean): ManagementError {
  const { details, type, tag } = error;
  const { path, nonUnique = [], edit, sessionId } = details;
  if (path !== undefined && tag !== "access-denied" && hides(path)) {
    const message = "What the user may not read does not allow it";
    return new ManagementError(sessionId === undefined ? "operation-failed" : tag, { type, edit, sessionId, message });
  }
  const shown = nonUnique.filter((one) => !hides(one));
  if (shown.length === nonUnique.length) return error;
  const message = "Values that have to be unique are those of another entry, too";
  return new ManagementError(tag, { ...details, type, nonUnique: shown, message, cause: undefined });
}
