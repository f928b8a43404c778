import { connect, type Socket } from "node:net";
import { VppConnectionLost } from "../errors/vpp-errors.js";

/**
 * Connects to VPP's API socket. Throws VppConnectionLost with the system's error as cause when nobody listens there or the
 * file's mode does not permit it, the reason of `signal` when that aborts.
 */
export function connectSocket(path: string, signal: AbortSignal): Promise<Socket> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const socket = connect({ path });
    const settle = (act: () => void) => {
      socket.off("connect", onConnect).off("error", onError);
      signal.removeEventListener("abort", onAbort);
      act();
    };
    const onConnect = () => settle(() => resolve(socket));
    const onError = (cause: Error) =>
      settle(() => reject(new VppConnectionLost(`no connection to VPP at ${path}: ${cause.message}`, { cause })));
    const onAbort = () => {
      socket.destroy();
      settle(() => reject(signal.reason));
    };
    socket.on("connect", onConnect).on("error", onError);
    signal.addEventListener("abort", onAbort);
  });
}
