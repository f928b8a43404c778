/** What went wrong with one request to VPP by name, as errors of the management protocols. */

import { VppApiError, VppConnectionLost, VppTimeoutError, VppUnknownMessageError } from "vpp-binapi-ts";
import { ManagementError } from "../errors/management-error.js";

/** @param messageName the request, in VPP's spelling */
export function callFailure(messageName: string, cause: unknown): ManagementError {
  if (cause instanceof ManagementError) return cause;
  if (cause instanceof VppApiError) return refusedByVpp(messageName, cause.code, cause.codeName, cause);
  if (cause instanceof VppConnectionLost) {
    return new ManagementError("resource-denied", { message: `VPP went away during ${messageName}`, cause });
  }
  if (cause instanceof VppTimeoutError) {
    return new ManagementError("resource-denied", { message: `VPP did not answer in time: ${messageName}`, cause });
  }
  if (cause instanceof VppUnknownMessageError) {
    return new ManagementError("operation-not-supported", { message: cause.message, cause });
  }
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new ManagementError("operation-failed", { message: `${messageName} failed: ${reason}`, cause });
}

/** VPP answered with a return code other than 0. */
export function refusedByVpp(messageName: string, code: number, codeName: string, cause?: unknown): ManagementError {
  return new ManagementError("operation-failed", {
    message: `VPP refused ${messageName}: ${codeName} (${code})`,
    vpp: { messageName, code, codeName },
    cause,
  });
}

export function vppIsAway(): ManagementError {
  return new ManagementError("resource-denied", {
    message: "VPP is not connected, so nothing can be asked of it now",
    appTag: "vpp-away",
  });
}
