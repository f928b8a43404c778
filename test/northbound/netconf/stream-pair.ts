/** Two ends of a connection in memory, each with its own queues. What is written is copied, as a socket does. */

import { Duplex, Transform } from "node:stream";

export function streamPair(): readonly [client: Duplex, server: Duplex] {
  const toServer = copying();
  const toClient = copying();
  return [
    Duplex.from({ readable: toClient, writable: toServer }),
    Duplex.from({ readable: toServer, writable: toClient }),
  ];
}

function copying(): Transform {
  return new Transform({ transform: (chunk: Uint8Array, _encoding, done) => done(null, Buffer.from(chunk)) });
}
