/** One TCP port. */

import { type AddressInfo, createServer, type Socket } from "node:net";
import type { Logger } from "pino";
import type { AddressRate } from "./address-rate.js";
import type { TcpKeepalives } from "./settings.js";

export interface TcpListenerOptions {
  readonly address: string;
  /** 0 takes a free one. */
  readonly port: number;
  readonly tcpKeepalives?: TcpKeepalives | undefined;
  readonly rate: AddressRate;
  readonly accept: (socket: Socket) => void;
  readonly log: Logger;
}

export interface TcpListener {
  readonly address: AddressInfo;
  /** Closes the port. Connections that came through it are left. */
  close(): void;
}

/** Resolves when the port is open; rejects with the error of the socket (EADDRINUSE, EACCES). */
export async function openTcpListener(options: TcpListenerOptions): Promise<TcpListener> {
  const { address: host, port, rate, accept, log } = options;
  const server = createServer({ noDelay: true, ...keepAlive(options.tcpKeepalives) }, (socket) => {
    const source = socket.remoteAddress;
    if (source !== undefined && rate.take(source)) return accept(socket);
    socket.destroy();
    if (source !== undefined) log.warn({ source }, "connection refused: this address opens too many");
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen({ host, port }, () => {
      server.off("error", reject);
      resolve();
    });
  });
  server.on("error", (error) => log.error({ err: error }, "cannot accept a connection"));
  return {
    address: server.address() as AddressInfo,
    close: () => {
      server.close();
    },
  };
}

/** Options of a socket for TCP keep-alives. Without settings there are none. */
export function keepAlive(settings: TcpKeepalives | undefined): {
  readonly keepAlive?: boolean;
  readonly keepAliveInitialDelay?: number;
} {
  if (settings === undefined) return {};
  return { keepAlive: true, keepAliveInitialDelay: settings.idleTimeS * 1000 };
}
