/** Errors that came out of the engine, in the words of the server. */

import { type ErrorTag, ManagementError, ManagementErrors } from "../errors/management-error.js";
import type { EngineError } from "./engine/protocol.js";

export function managementError(error: EngineError): ManagementError {
  const { tag, type, ...details } = error;
  return new ManagementError(tag as ErrorTag, { ...details, type: (type as "rpc" | undefined) ?? "application" });
}

/** Throws what the engine found, one error or all of them. */
export function rejectErrors(errors: readonly EngineError[]): void {
  const [first, ...others] = errors.map(managementError);
  if (first === undefined) return;
  throw others.length === 0 ? first : new ManagementErrors([first, ...others]);
}
