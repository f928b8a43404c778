/** The certificate that the client of a request has shown. */

import type { ServerHttp2Stream } from "node:http2";
import type { PeerCertificate, TLSSocket } from "node:tls";
import type { FastifyRequest } from "fastify";

/**
 * Makes a function that answers the certificate of a request's connection; undefined when there is none, or none that our
 * CA signed and that was in force at the handshake. Each connection's is read once: that costs 0.1 ms, as much as the rest
 * of a small request.
 */
export function clientCertificates(): (request: FastifyRequest) => PeerCertificate | undefined {
  const ofConnection = new WeakMap<object, PeerCertificate | "none">();
  return ({ raw }) => {
    // Over HTTP/2 each request has a socket object of its own; what they share is the session.
    const { stream } = raw as { stream?: ServerHttp2Stream };
    const connection = stream?.session ?? raw.socket;
    let certificate = ofConnection.get(connection);
    if (certificate === undefined) {
      const socket = raw.socket as TLSSocket;
      certificate = socket.authorized ? socket.getPeerCertificate() : "none";
      ofConnection.set(connection, certificate);
    }
    return certificate === "none" ? undefined : certificate;
  };
}
