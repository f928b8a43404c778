/**
 * What a listener or a call-home client is told, as plain data: the shape of ietf-netconf-server and ietf-restconf-server,
 * with references to keystore and truststore resolved. Settings that are equal as JSON are the same settings.
 */

import type { CertToName } from "../../identity/cert-to-name-entry.js";

/** TCP's own probes. Node has the first two settings of a socket fixed: a probe a second, ten of them. */
export interface TcpKeepalives {
  /** Silence before the first probe, in seconds. */
  readonly idleTimeS: number;
}

/** Probes above TCP that the peer has to answer; only SSH has them (RFC 8071 4.1, ietf-ssh-server keepalives). */
export interface Keepalives {
  /** Silence before a probe, in seconds. */
  readonly maxWaitS: number;
  /** Probes without an answer after which the connection is given up. */
  readonly maxAttempts: number;
}

export interface SshParameters {
  readonly transport: "ssh";
  /** Private host keys, in PEM or OpenSSH form. */
  readonly hostKeys: readonly string[];
  /** Users of this endpoint with their public keys, one OpenSSH line each. Without it: those of the whole server. */
  readonly users?: readonly { readonly name: string; readonly authorizedKeys: readonly string[] }[] | undefined;
  readonly keepalives?: Keepalives | undefined;
}

export interface TlsParameters {
  readonly transport: "tls";
  /** The server's certificate in PEM, issuers behind it, and its private key. */
  readonly certificate: string;
  readonly key: string;
  /** Certificates in PEM of authorities whose clients are let in ("ca-certs"). */
  readonly trustedAuthorities: readonly string[];
  /** Certificates in PEM of single clients that are let in, whoever signed them ("ee-certs"). */
  readonly trustedClients?: readonly string[] | undefined;
  /** How certificates become users. Undefined: the common name of a certificate that a trusted authority signed. */
  readonly certToName: readonly CertToName[] | undefined;
  /** Name of the revocation lists that hold for the clients. They change without the endpoint, which thus keeps its sessions. */
  readonly revocationLists?: string | undefined;
  readonly minVersion?: "TLSv1.2" | "TLSv1.3" | undefined;
  readonly maxVersion?: "TLSv1.2" | "TLSv1.3" | undefined;
}

export type SecureTransport = SshParameters | TlsParameters;

/** No protocol beneath: whom the file system lets connect is this user. */
export interface LocalTransport {
  readonly transport: "local";
  readonly user: string;
}

export interface ListenEndpoint {
  readonly name: string;
  readonly address: string;
  /** 0 takes a free one. */
  readonly port: number;
  readonly secure: SecureTransport;
  readonly tcpKeepalives?: TcpKeepalives | undefined;
  /** A session without a request for so long is ended; 0 is never. Default: that of the server. */
  readonly idleTimeoutS?: number | undefined;
}

/** A socket in the file system of this machine. */
export interface LocalEndpoint {
  readonly name: string;
  readonly path: string;
  /** Permission bits of the socket's file: who may write to it may connect. */
  readonly mode: number;
  readonly secure: LocalTransport;
  /** As that of ListenEndpoint. */
  readonly idleTimeoutS?: number | undefined;
}

export interface CallHomeEndpoint {
  readonly name: string;
  /** Address or name of the client. */
  readonly address: string;
  /** IANA's are 4334 for NETCONF over SSH, 4335 over TLS, 4336 for RESTCONF over TLS. */
  readonly port: number;
  /** Where the connection starts from; anywhere without it. */
  readonly localAddress?: string | undefined;
  readonly localPort?: number | undefined;
  readonly secure: SecureTransport;
  readonly tcpKeepalives?: TcpKeepalives | undefined;
}

export type ConnectionType =
  | { readonly kind: "persistent" }
  | {
      readonly kind: "periodic";
      /** Seconds from the start of one connection to that of the next. The model's are minutes. */
      readonly periodS: number;
      /** A point of time, in milliseconds since 1970, that the periods are counted from. Without it: the first connection. */
      readonly anchorMs?: number | undefined;
      /** A session without a request for so long is ended; 0 is never. */
      readonly idleTimeoutS: number;
    };

export interface ReconnectStrategy {
  readonly startWith: "first-listed" | "last-connected" | "random-selection";
  /** Seconds that one attempt to connect may take. */
  readonly maxWaitS: number;
  /** Attempts at one endpoint before the next one's turn. */
  readonly maxAttempts: number;
}

export interface CallHomeClient {
  readonly name: string;
  /** In the order of the configuration; at least one. */
  readonly endpoints: readonly CallHomeEndpoint[];
  readonly connectionType: ConnectionType;
  readonly reconnectStrategy: ReconnectStrategy;
}

/** Everything that a protocol listens on and calls. Names are unique within each list. */
export interface EndpointSettings {
  readonly listen: readonly ListenEndpoint[];
  /** Their names are none of `listen`. Default none. */
  readonly local?: readonly LocalEndpoint[];
  readonly callHome: readonly CallHomeClient[];
}

/** What is told of an endpoint that could not be opened; the others go on. */
export interface EndpointFailure {
  readonly name: string;
  readonly error: Error;
}

/** A protocol's endpoints, which follow settings without a restart. */
export interface Endpoints {
  /**
   * Makes `settings` true: opens what is new, closes what is gone, opens anew what has changed. Endpoints and clients whose
   * settings are the same keep their sessions. Resolves when all ports are open or refused; never rejects for a port. What
   * changes is closed first, which waits for its requests under way: a request must not wait for what it has `apply` do.
   */
  apply(settings: EndpointSettings): Promise<readonly EndpointFailure[]>;
  /** The port where the listener of this name is bound; undefined when it is not, or has none. */
  addressOf(name: string): { readonly address: string; readonly port: number } | undefined;
  /** Ends everything: requests under way are answered, then connections close. */
  close(): Promise<void>;
}
