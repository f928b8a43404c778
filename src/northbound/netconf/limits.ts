/** What one client, or all of them, may use up. */

export interface NetconfLimits {
  /** NETCONF sessions open at the same time. Default 256. */
  readonly maxSessions: number;
  /** Connections, authenticated or not. Default 512. */
  readonly maxConnections: number;
  /** Channels of one SSH connection. Default 16. */
  readonly maxChannelsPerConnection: number;
  /** Public keys that a connection may try in vain, or signatures that do not fit. Default 6. */
  readonly maxAuthenticationAttempts: number;
  /** From the TCP connection to the authenticated user. Default 30 s. */
  readonly authenticationTimeoutMs: number;
  /** An authenticated connection in which no NETCONF session is open. Default 60 s. */
  readonly idleConnectionTimeoutMs: number;
  /** A session without a request, and without a subscription; 0 is never. Default 0. */
  readonly idleSessionTimeoutMs: number;
  /** Connections that one address may open in a second, in the long run; 0 is without limit. Default 100. */
  readonly connectionsPerSecond: number;
  /** From the start of a session to the client's <hello>. Default 60 s. */
  readonly helloTimeoutMs: number;
  /** A reply of which the client takes nothing. Default 120 s. */
  readonly stalledReplyTimeoutMs: number;
  /** Time that requests under way have when the server closes. Default 5 s. */
  readonly closeTimeoutMs: number;
  /** Length of a client's <hello>. Default 1 MiB. */
  readonly maxHelloBytes: number;
  /** Length of any other message. Default 64 MiB. */
  readonly maxMessageBytes: number;
}

export const DEFAULT_LIMITS: NetconfLimits = Object.freeze({
  maxSessions: 256,
  maxConnections: 512,
  maxChannelsPerConnection: 16,
  maxAuthenticationAttempts: 6,
  authenticationTimeoutMs: 30_000,
  idleConnectionTimeoutMs: 60_000,
  idleSessionTimeoutMs: 0,
  connectionsPerSecond: 100,
  helloTimeoutMs: 60_000,
  stalledReplyTimeoutMs: 120_000,
  closeTimeoutMs: 5_000,
  maxHelloBytes: 1024 * 1024,
  maxMessageBytes: 64 * 1024 * 1024,
});
