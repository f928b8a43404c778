/** Opens the TCP connection of a call home. */

import { connect, type Socket } from "node:net";
import type { CallHomeEndpoint } from "./settings.js";
import { keepAlive } from "./tcp-listener.js";

/** Rejects when the client cannot be reached within `maxWaitS` seconds, or when `stop` is aborted. */
export function dial(endpoint: CallHomeEndpoint, maxWaitS: number, stop: AbortSignal): Promise<Socket> {
  const { address: host, port, localAddress, localPort, tcpKeepalives } = endpoint;
  return new Promise((resolve, reject) => {
    const socket = connect({
      host,
      port,
      noDelay: true,
      ...(localAddress === undefined ? {} : { localAddress }),
      ...(localPort === undefined ? {} : { localPort }),
      ...keepAlive(tcpKeepalives),
    });
    const fail = (error: Error) => {
      finish();
      socket.on("error", () => undefined).destroy();
      reject(error);
    };
    const stopped = () => fail(new Error("stopped"));
    const timer = setTimeout(() => fail(new Error(`no connection within ${maxWaitS} s`)), maxWaitS * 1000);
    const finish = () => {
      clearTimeout(timer);
      stop.removeEventListener("abort", stopped);
      socket.off("error", fail);
    };
    socket.once("error", fail).once("connect", () => {
      finish();
      resolve(socket);
    });
    stop.addEventListener("abort", stopped);
    if (stop.aborted) stopped();
  });
}
