/** system-restart and system-shutdown (RFC 7317 3.6): the server ends; VPP forwards on. */

import type { RpcHandler } from "../invoke.js";

/** Exit status that asks a supervisor for another start (sysexits.h, EX_TEMPFAIL). */
export const RESTART_STATUS = 75;
export const SHUTDOWN_STATUS = 0;

/** @param end begins to end the process with an exit status; what is under way is answered first */
export function endServerHandler(status: number, end: (status: number) => void): RpcHandler {
  return async () => {
    // The reply to this very request comes first.
    setImmediate(() => end(status));
    return undefined;
  };
}
