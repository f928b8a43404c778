/** The RESTCONF listener: TLS with client certificates, HTTP/2 and HTTP/1.1 on one port (RFC 8040 2). */

import type { Http2SecureServer } from "node:http2";
import type { AddressInfo } from "node:net";
import type { PeerCertificate } from "node:tls";
import type { FastifyRequest, FastifyServerOptions } from "fastify";
import type { Logger } from "pino";
import type { PasswordLogins } from "../../authentication/password-logins.js";
import type { Management } from "../../operations/management.js";
import { createRestconfApp } from "./app.js";
import { clientCertificates } from "./client-certificate.js";
import { answerClientError, answerExpectation } from "./client-errors.js";
import { trackConnections } from "./connections.js";
import { defaultLimits, type RestconfLimits } from "./limits.js";

export interface RestconfServerOptions {
  readonly management: Management;
  /** Address to listen on. */
  readonly host: string;
  /** 0 takes a free port. */
  readonly port: number;
  /** PEM texts. `ca` signs the certificates of clients. */
  readonly tls: { readonly cert: string; readonly key: string; readonly ca: string };
  /** The user that a client certificate stands for. Asked only about certificates that `ca` signed and that are in force. */
  readonly userOfCertificate: (certificate: PeerCertificate) => string | undefined;
  /** Groups that it puts its user in, for access control. Default none. */
  readonly groupsOfCertificate?: ((certificate: PeerCertificate) => readonly string[]) | undefined;
  /** HTTP basic authentication; without it nobody logs in with a password. */
  readonly passwords?: PasswordLogins | undefined;
  readonly log: Logger;
  readonly limits?: Partial<RestconfLimits> | undefined;
}

export interface RestconfServer {
  readonly address: AddressInfo;
  /** Takes no more requests, lets those under way end for a while, then closes every connection. */
  close(): Promise<void>;
}

/** Starts to listen. Rejects when the port is taken or a certificate cannot be used. */
export async function startRestconfServer(options: RestconfServerOptions): Promise<RestconfServer> {
  const { management, host, port, log } = options;
  const limits = { ...defaultLimits, ...options.limits };
  const certificateOf = clientCertificates();
  const userOf = (request: FastifyRequest) => {
    const certificate = certificateOf(request);
    return certificate && options.userOfCertificate(certificate);
  };
  const groupsOf = (request: FastifyRequest) => {
    const certificate = certificateOf(request);
    return (certificate && options.groupsOfCertificate?.(certificate)) ?? [];
  };
  const app = createRestconfApp(
    { management, userOf, groupsOf, passwords: options.passwords, limits },
    listenerOptions(options, limits),
  );
  const server = app.server as unknown as Http2SecureServer;
  limitServer(server, limits);
  server.on("checkExpectation", answerExpectation);
  const connections = trackConnections(server, log);
  await app.listen({ host, port });
  return {
    address: server.address() as AddressInfo,
    close: async () => {
      const closed = app.close();
      await connections.end(limits.closeGraceMs);
      await closed;
    },
  };
}

/** A certificate is asked for and not demanded in the handshake: without one the client gets a 401 that says so. */
function listenerOptions({ tls, log }: RestconfServerOptions, limits: RestconfLimits): FastifyServerOptions {
  const options = {
    loggerInstance: log,
    http2: true,
    http2SessionTimeout: limits.keepAliveTimeoutMs,
    clientErrorHandler: answerClientError,
    https: {
      ...tls,
      minVersion: "TLSv1.2",
      requestCert: true,
      rejectUnauthorized: false,
      handshakeTimeout: limits.handshakeTimeoutMs,
      allowHTTP1: true,
      // Without it a small reply over HTTP/1.1 waits for the delayed acknowledgement of its head, 40 ms.
      noDelay: true,
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
    maxConnections: limits.connections,
    maxHeaderSize: limits.headerBytes,
    headersTimeout: limits.requestTimeoutMs,
    requestTimeout: limits.requestTimeoutMs,
    keepAliveTimeout: limits.keepAliveTimeoutMs,
  });
}
