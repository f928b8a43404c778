/** The far end of a connection, by which SSH, TLS and TCP agree on which one they speak of. */

export interface RemoteEnd {
  readonly remoteAddress?: string | undefined;
  readonly remotePort?: number | undefined;
}

/** Undefined when the connection is gone. */
export function endOf({ remoteAddress, remotePort }: RemoteEnd): string | undefined {
  return remoteAddress === undefined || remotePort === undefined ? undefined : `${remoteAddress} ${remotePort}`;
}
