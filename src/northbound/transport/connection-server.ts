/** What stands between TCP and a protocol: the server of one endpoint, for connections that somebody else has opened. */

import type { Socket } from "node:net";

export interface ServedConnection {
  /** Settles when the connection is over. Tells whether a client had authenticated itself on it. */
  readonly over: Promise<{ readonly wasAuthenticated: boolean }>;
}

export interface ConnectionServer {
  /** Is the server on this connection from now on, whoever has opened it (RFC 8071 3.1). Destroys it when there is no room. */
  serve(socket: Socket): ServedConnection;
  /** Refuses new connections, lets requests under way be answered, and ends all connections. */
  close(): Promise<void>;
}
