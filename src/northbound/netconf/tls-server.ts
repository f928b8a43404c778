/** NETCONF over TLS with certificates on both sides (RFC 7589) for the connections of one endpoint. */

import { createServer, type TLSSocket } from "node:tls";
import type { ConnectionServer } from "../transport/connection-server.js";
import {
  type CertificateUser,
  type ClientTrust,
  clientTrust,
  presentedCertificate,
} from "../transport/presented-certificate.js";
import type { TlsParameters } from "../transport/settings.js";
import { tlsOptions } from "../transport/tls-options.js";
import { ConnectionTable } from "./connection-table.js";
import type { NetconfService } from "./service.js";
import { SessionConnection } from "./session-connection.js";

/** Throws when a key or a certificate cannot be used. */
export function createTlsServer(parameters: TlsParameters, service: NetconfService): ConnectionServer {
  const table = new ConnectionTable(service);
  const trust = clientTrust(parameters);
  const options = { ...tlsOptions(parameters), handshakeTimeout: service.limits.authenticationTimeoutMs };
  const server = createServer(options, (secured) => {
    const user = userOn(secured, trust, parameters, service);
    if (user === undefined) {
      // RFC 7589 7: without a name there is no session. The client is told with close_notify.
      service.log.warn({ source: secured.remoteAddress }, "NETCONF connection refused: the certificate is nobody's");
      secured.destroySoon();
      return;
    }
    const { closing } = table;
    const source = secured.remoteAddress ?? "";
    const isKnown = table.introduce(
      secured,
      (socket) =>
        new SessionConnection({ ...service, stream: secured, socket, user, transport: "netconf-tls", source, closing }),
    );
    if (!isKnown) secured.destroy();
  });
  server.on("tlsClientError", (error, socket) => {
    service.log.debug({ reason: error.message, source: socket.remoteAddress }, "TLS handshake failed");
    socket.destroy();
  });
  return {
    // The server has no port of its own: it is handed connections as they come (node:http, event "connection").
    serve: (socket) => table.admit(socket, () => server.emit("connection", socket)),
    close: () => table.close(),
  };
}

function userOn(
  secured: TLSSocket,
  trust: ClientTrust,
  parameters: TlsParameters,
  { userOfCertificate }: NetconfService,
): CertificateUser | undefined {
  const presented = presentedCertificate(secured, trust);
  return presented && userOfCertificate(presented, parameters);
}
