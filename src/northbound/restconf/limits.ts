/** What one client may ask of the listener. */
export interface RestconfLimits {
  /** Largest request body. Default 64 MiB. */
  readonly bodyBytes: number;
  /** Largest request line with header fields. Default 32 KiB. */
  readonly headerBytes: number;
  /** Connections at the same time, from all clients. Default 1000. */
  readonly connections: number;
  /** Connections that one address may open in a second, in the long run; 0 is without limit. Default 100. */
  readonly connectionsPerSecond: number;
  /** Requests at the same time on one HTTP/2 connection. Default 100. */
  readonly streamsPerConnection: number;
  /** Time for a TLS handshake. Default 10 s. */
  readonly handshakeTimeoutMs: number;
  /** Time in which a whole request has to arrive. Default 60 s. */
  readonly requestTimeoutMs: number;
  /** Time in which a client has to take the next piece of a reply. Default 60 s. */
  readonly stallTimeoutMs: number;
  /** How long a connection may be idle between requests; 0 is for ever. Default 120 s. */
  readonly keepAliveTimeoutMs: number;
  /** How long requests may go on once the server closes. Default 5 s. */
  readonly closeGraceMs: number;
}

export const defaultLimits: RestconfLimits = {
  bodyBytes: 64 * 1024 * 1024,
  headerBytes: 32 * 1024,
  connections: 1000,
  connectionsPerSecond: 100,
  streamsPerConnection: 100,
  handshakeTimeoutMs: 10_000,
  requestTimeoutMs: 60_000,
  stallTimeoutMs: 60_000,
  keepAliveTimeoutMs: 120_000,
  closeGraceMs: 5_000,
};
