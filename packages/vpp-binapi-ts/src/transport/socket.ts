import { Buffer } from "node:buffer";
import { connect, type Socket } from "node:net";
import { VppConnectionLost } from "../errors/vpp-errors.js";

const receiveSize = 64 * 1024;

/** A connected socket whose bytes go to `onBytes`, always in the same memory: they are valid until it returns. */
export interface ApiSocket {
  readonly socket: Socket;
  onBytes: (chunk: Buffer) => void;
}

/**
 * Connects to VPP's API socket. Throws VppConnectionLost with the system's error as cause when nobody listens there or the
 * file's mode does not permit it, the reason of `signal` when that aborts.
 */
export function connectSocket(path: string, signal: AbortSignal): Promise<ApiSocket> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const receive = Buffer.allocUnsafeSlow(receiveSize);
    const socket = connect({
      path,
      onread: {
        buffer: receive,
        callback: (size) => {
          connected.onBytes(size === receive.length ? receive : receive.subarray(0, size));
          return true;
        },
      },
    });
    const connected: ApiSocket = { socket, onBytes: () => {} };
    const settle = (act: () => void) => {
      socket.off("connect", onConnect).off("error", onError);
      signal.removeEventListener("abort", onAbort);
      act();
    };
    const onConnect = () => settle(() => resolve(connected));
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
