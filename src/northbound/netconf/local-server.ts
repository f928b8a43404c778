/** NETCONF without a secure transport, for the connections of one socket in the file system: the kernel says who may connect. */

import type { ConnectionServer } from "../transport/connection-server.js";
import type { LocalTransport } from "../transport/settings.js";
import { ConnectionTable } from "./connection-table.js";
import type { NetconfService } from "./service.js";
import { SessionConnection } from "./session-connection.js";

/** What is told of the clients in place of an address. */
const SOURCE = "local";

export function createLocalServer({ user: name }: LocalTransport, service: NetconfService): ConnectionServer {
  const table = new ConnectionTable(service);
  const { closing } = table;
  const common = { ...service, user: { name }, transport: "netconf-local" as const, source: SOURCE, closing };
  return {
    serve: (stream) =>
      table.admit(stream, () => {
        table.introduce(stream, (socket) => new SessionConnection({ ...common, stream, socket }));
      }),
    close: () => table.close(),
  };
}
