/** NETCONF over real TLS for tests that ncclient cannot do. */

import { once } from "node:events";
import { readFileSync } from "node:fs";
import type { Socket } from "node:net";
import { connect, type TLSSocket } from "node:tls";
import { TestClient } from "../northbound/netconf/test-client.js";
import type { ServerProcess } from "./server-process.js";

/** Options of a TLS client with the certificate of a user; with none when the user is undefined. */
export function clientTls({ certs }: Pick<ServerProcess, "certs">, user: string | undefined) {
  const read = (name: string) => readFileSync(`${certs}/${name}`);
  const identity = user === undefined ? {} : { cert: read(`${user}.crt`), key: read(`${user}.key`) };
  return { ca: read("ca.crt"), servername: "localhost", ...identity };
}

/** Is the TLS client on a TCP connection, whoever has opened it. Rejects when the handshake fails. */
export async function tlsOver(
  server: Pick<ServerProcess, "certs">,
  socket: Socket,
  user: string | undefined,
): Promise<TLSSocket> {
  const secured = connect({ ...clientTls(server, user), socket });
  await once(secured, "secureConnect");
  return secured.on("error", () => undefined);
}

export async function openTlsNetconf(
  server: ServerProcess,
  user = "admin",
): Promise<TestClient & { readonly stream: TLSSocket }> {
  const secured = connect({ ...clientTls(server, user), host: "127.0.0.1", port: server.netconfTlsPort });
  await once(secured, "secureConnect");
  secured.on("error", () => undefined);
  return new TestClient(secured) as TestClient & { readonly stream: TLSSocket };
}
