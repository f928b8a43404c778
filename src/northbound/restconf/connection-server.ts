/** RESTCONF over TLS for the connections of one endpoint: HTTP/2 and HTTP/1.1 (RFC 8040 2), with client certificates. */

import type { Http2SecureServer } from "node:http2";
import type { Socket } from "node:net";
import type { TLSSocket } from "node:tls";
import type { FastifyRequest, FastifyServerOptions } from "fastify";
import type { Logger } from "pino";
import type { PasswordLogins } from "../../authentication/password-logins.js";
import type { Management } from "../../operations/management.js";
import type { ConnectionServer } from "../transport/connection-server.js";
import { clientTrust, presentedCertificate, type UserOfCertificate } from "../transport/presented-certificate.js";
import { endOf } from "../transport/remote-end.js";
import type { TlsParameters } from "../transport/settings.js";
import { tlsOptions } from "../transport/tls-options.js";
import { createRestconfApp } from "./app.js";
import { answerClientError, answerExpectation } from "./client-errors.js";
import { usersOfRequests } from "./connection-user.js";
import { trackConnections } from "./connections.js";
import type { RestconfLimits } from "./limits.js";

export interface RestconfService {
  readonly management: Management;
  /** Asked about certificates that are trusted. */
  readonly userOfCertificate: UserOfCertificate;
  /** HTTP basic authentication; without it nobody logs in with a password. */
  readonly passwords?: PasswordLogins | undefined;
  /** Origins whose pages may use the API from a browser. Default none. */
  readonly allowedOrigins?: ReadonlySet<string> | undefined;
  /** Whether long answers are compressed for clients that ask for it. Default false. */
  readonly gzip?: boolean | undefined;
  readonly limits: RestconfLimits;
  /** The connections of all endpoints that are open. */
  readonly open: Set<Socket>;
  readonly log: Logger;
}

/** Rejects when a key or a certificate cannot be used. */
export async function createConnectionServer(tls: TlsParameters, service: RestconfService): Promise<ConnectionServer> {
  const { management, passwords, allowedOrigins, gzip, limits, log, open } = service;
  const trust = clientTrust(tls);
  const userOn = (socket: TLSSocket) => {
    const presented = presentedCertificate(socket, trust);
    return presented && service.userOfCertificate(presented, tls);
  };
  const requester = usersOfRequests(userOn);
  const userOf = (request: FastifyRequest) => requester(request)?.name;
  const groupsOf = (request: FastifyRequest) => requester(request)?.groups ?? [];
  const app = createRestconfApp(
    { management, userOf, groupsOf, passwords, allowedOrigins, gzip, limits },
    serverOptions(tls, service),
  );
  await app.ready();
  const server = app.server as unknown as Http2SecureServer;
  limitServer(server, limits);
  server.on("checkExpectation", answerExpectation);
  const connections = trackConnections(server, log);
  // The server has no port of its own: it is handed connections as they come. Node begins to look for requests that do not
  // arrive in time when a server says that it listens.
  server.emit("listening");
  const authenticated = new Set<string>();
  const own = new Set<Socket>();
  server.on("secureConnection", (socket: TLSSocket) => {
    const end = endOf(socket);
    if (end !== undefined && userOn(socket) !== undefined) authenticated.add(end);
  });
  return {
    serve: (socket) => {
      const end = endOf(socket) ?? "";
      const over = new Promise<{ readonly wasAuthenticated: boolean }>((resolve) => {
        socket.once("close", () => {
          open.delete(socket);
          own.delete(socket);
          resolve({ wasAuthenticated: authenticated.delete(end) });
        });
      });
      if (open.size >= limits.connections) {
        socket.destroy();
      } else {
        open.add(socket);
        own.add(socket);
        server.emit("connection", socket);
      }
      return { over };
    },
    close: async () => {
      server.close();
      await connections.end(limits.closeGraceMs);
      // Those that are not through with their handshake.
      for (const socket of own) socket.destroy();
      await app.close();
    },
  };
}

/** A certificate is asked for and not demanded in the handshake: without one the client gets a 401 that says so. */
function serverOptions(tls: TlsParameters, { limits, log }: RestconfService): FastifyServerOptions {
  const options = {
    loggerInstance: log,
    http2: true,
    http2SessionTimeout: limits.keepAliveTimeoutMs,
    clientErrorHandler: answerClientError,
    https: {
      ...tlsOptions(tls),
      handshakeTimeout: limits.handshakeTimeoutMs,
      allowHTTP1: true,
      maxHeaderSize: limits.headerBytes,
      settings: { maxConcurrentStreams: limits.streamsPerConnection, maxHeaderListSize: limits.headerBytes },
    },
  };
  // fastify has a type of its own for servers with HTTP/2; requests and replies are used here as both versions have them.
  return options as unknown as FastifyServerOptions;
}

/** Node takes these from the server itself and not from its options when HTTP/2 comes first. */
function limitServer(server: Http2SecureServer, limits: RestconfLimits): void {
  Object.assign(server, {
    maxHeaderSize: limits.headerBytes,
    headersTimeout: limits.requestTimeoutMs,
    requestTimeout: limits.requestTimeoutMs,
    keepAliveTimeout: limits.keepAliveTimeoutMs,
  });
}
