/** What went wrong between us and VPP, as errors of the management protocols. */

import { VppApiError, VppConnectionLost, VppTimeoutError, VppUnknownMessageError } from "vpp-binapi-ts";
import { ManagementError } from "../errors/management-error.js";
import type { ObjectEntry } from "./object-entry.js";
import { NotSupportedByVpp, NotTakenBack } from "./translator.js";

/**
 * The failure of one operation ("create", "update", "delete") on one object.
 * @param refusedPath where a refusal by VPP itself is told
 */
export function operationFailure(
  verb: string,
  entry: ObjectEntry,
  cause: unknown,
  refusedPath: string,
): ManagementError {
  if (cause instanceof ManagementError) return cause;
  if (cause instanceof NotTakenBack) {
    return operationFailure(verb, entry, isVppGone(cause) ? cause.cause : cause.refusal, refusedPath);
  }
  const { path } = entry;
  const attempt = `${verb} ${entry.translator} ${Object.values(entry.key).join(" ")}`;
  if (cause instanceof VppApiError) {
    const { messageName, code, codeName } = cause;
    return new ManagementError("operation-failed", {
      path: refusedPath,
      message: `VPP refused to ${attempt}: ${codeName} (${code}) from ${messageName}`,
      vpp: { messageName, code, codeName },
      cause,
    });
  }
  if (cause instanceof NotSupportedByVpp) {
    const { leaf, message } = cause;
    return new ManagementError("operation-not-supported", { path: leaf === "" ? path : `${path}/${leaf}`, message });
  }
  if (isVppGone(cause)) {
    return new ManagementError("resource-denied", { path, message: `VPP went away during: ${attempt}`, cause });
  }
  if (cause instanceof VppTimeoutError) {
    return new ManagementError("resource-denied", { path, message: `VPP did not answer in time: ${attempt}`, cause });
  }
  if (cause instanceof VppUnknownMessageError) {
    return new ManagementError("operation-not-supported", { path, message: `${cause.message} (${attempt})`, cause });
  }
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new ManagementError("operation-failed", { path, message: `Could not ${attempt}: ${reason}`, cause });
}

/** What ended a reading: VPP's absence or silence as resource-denied, all else as it is. */
export function readFailure(cause: unknown): unknown {
  if (isVppGone(cause)) return new ManagementError("resource-denied", { message: "VPP went away while read", cause });
  if (!(cause instanceof VppTimeoutError)) return cause;
  return new ManagementError("resource-denied", { message: `VPP did not answer in time: ${cause.message}`, cause });
}

/** The connection is lost: nothing more can be asked, and what VPP did with the last requests is not known. */
export function isVppGone(cause: unknown): boolean {
  return cause instanceof VppConnectionLost || (cause instanceof NotTakenBack && isVppGone(cause.cause));
}

/** VPP may have done what was asked, or a part of it: no answer came, or a part could not be taken back. */
export function isOutcomeUnknown(cause: unknown): boolean {
  return cause instanceof VppTimeoutError || cause instanceof NotTakenBack;
}

export function vppIsAway(): ManagementError {
  return new ManagementError("resource-denied", {
    message: "VPP is not connected or does not answer, so nothing can be changed or compared now",
    appTag: "vpp-away",
  });
}
