/** The user that the connection of a request belongs to. */

import type { ServerHttp2Stream } from "node:http2";
import type { TLSSocket } from "node:tls";
import type { FastifyRequest } from "fastify";
import type { CertificateUser } from "../transport/presented-certificate.js";

/**
 * Makes a function that answers the user of a request's connection; undefined when it has none. Each connection is asked about
 * once: to read a certificate costs as much as the rest of a small request.
 * @param userOn the user of a connection, by the certificate that its client has shown
 */
export function usersOfRequests(
  userOn: (socket: TLSSocket) => CertificateUser | undefined,
): (request: FastifyRequest) => CertificateUser | undefined {
  const ofConnection = new WeakMap<object, { readonly user: CertificateUser | undefined }>();
  return ({ raw }) => {
    // Over HTTP/2 each request has a socket object of its own; what they share is the session.
    const { stream } = raw as { stream?: ServerHttp2Stream };
    const connection = stream?.session ?? raw.socket;
    let known = ofConnection.get(connection);
    if (known === undefined) {
      known = { user: userOn(raw.socket as TLSSocket) };
      ofConnection.set(connection, known);
    }
    return known.user;
  };
}
