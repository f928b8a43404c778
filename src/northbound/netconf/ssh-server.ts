/** NETCONF over SSH (RFC 6242) for the connections of one endpoint. */

import ssh2, { type Connection } from "ssh2";
import type { ConnectionServer } from "../transport/connection-server.js";
import type { SshParameters } from "../transport/settings.js";
import { ConnectionTable } from "./connection-table.js";
import type { NetconfService } from "./service.js";
import { SshConnection } from "./ssh-connection.js";

/** Message authentication without SHA-1; the other algorithms are those of the library. */
const MESSAGE_AUTHENTICATION = [
  "hmac-sha2-256-etm@openssh.com",
  "hmac-sha2-512-etm@openssh.com",
  "hmac-sha2-256",
  "hmac-sha2-512",
] as const;

/** Throws when a host key cannot be read. */
export function createSshServer(parameters: SshParameters, service: NetconfService): ConnectionServer {
  const table = new ConnectionTable(service);
  const authorizedKeys = keysOf(parameters) ?? service.authorizedKeys;
  // Passwords are those of the whole server's users.
  const passwords = parameters.users === undefined ? service.passwords : undefined;
  const introduce = (connection: Connection, remote: ssh2.ClientInfo) => {
    const isKnown = table.introduce(
      { remoteAddress: remote.ip, remotePort: remote.port },
      (socket) =>
        new SshConnection({
          ...service,
          authorizedKeys,
          passwords,
          connection,
          clientSoftware: remote.header.versions.software,
          socket,
          closing: table.closing,
        }),
    );
    if (!isKnown) connection.end();
  };
  const server = new ssh2.Server(
    {
      hostKeys: parameters.hostKeys.map((key) => Buffer.from(key)),
      ident: "sweetcomb",
      algorithms: { hmac: [...MESSAGE_AUTHENTICATION] },
      ...keepaliveOptions(parameters),
    },
    introduce,
  );
  return {
    serve: (socket) => table.admit(socket, () => server.injectSocket(socket)),
    close: () => table.close(),
  };
}

/** Users that the endpoint names itself; undefined when it names none. */
function keysOf({ users }: SshParameters): ((user: string) => readonly string[]) | undefined {
  if (users === undefined) return undefined;
  const keys = new Map(users.map(({ name, authorizedKeys }) => [name, authorizedKeys]));
  return (user) => keys.get(user) ?? [];
}

/** The library sends keepalive@openssh.com, which a peer that is there answers, if only with a refusal. */
function keepaliveOptions({ keepalives }: SshParameters): object {
  if (keepalives === undefined) return {};
  return { keepaliveInterval: keepalives.maxWaitS * 1000, keepaliveCountMax: keepalives.maxAttempts };
}
