/** Two streams, each of which reads what the other writes: a connection inside the process. */

import { Duplex, PassThrough } from "node:stream";

export function streamPair(): readonly [client: Duplex, server: Duplex] {
  const toServer = new PassThrough();
  const toClient = new PassThrough();
  return [
    Duplex.from({ readable: toClient, writable: toServer }),
    Duplex.from({ readable: toServer, writable: toClient }),
  ];
}
