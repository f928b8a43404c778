/** The open connections of a listener, so that it can close: Node 20 leaves those of HTTP/2 to the application. */

import type { Http2SecureServer, ServerHttp2Session } from "node:http2";
import type { TLSSocket } from "node:tls";
import type { Logger } from "pino";

export interface Connections {
  /** Lets requests under way end, for `graceMs` at most, then closes all. */
  end(graceMs: number): Promise<void>;
}

export function trackConnections(server: Http2SecureServer, log: Logger): Connections {
  const sockets = new Set<TLSSocket>();
  const sessions = new Set<ServerHttp2Session>();
  server.on("secureConnection", (socket: TLSSocket) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
    // Without a listener a connection that breaks would end the process.
    socket.on("error", (error: Error) => log.debug({ err: error }, "connection broke"));
  });
  server.on("session", (session) => {
    sessions.add(session);
    session.once("close", () => sessions.delete(session));
    session.on("error", (error) => log.debug({ err: error }, "HTTP/2 session broke"));
  });
  server.on("tlsClientError", (error: Error) => log.debug({ err: error }, "TLS handshake failed"));
  return {
    async end(graceMs) {
      for (const session of sessions) session.close();
      await Promise.race([allClosed(sockets), delay(graceMs)]);
      for (const socket of sockets) socket.destroy();
    },
  };
}

async function allClosed(sockets: ReadonlySet<TLSSocket>): Promise<void> {
  await Promise.all([...sockets].map((socket) => new Promise((resolve) => socket.once("close", resolve))));
}

function delay(timeMs: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, timeMs).unref());
}
