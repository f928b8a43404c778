/** A NETCONF session over real SSH for tests that count exact bytes of replies; ncclient hides them. */

import { readFileSync } from "node:fs";
import { Client, type ClientChannel } from "ssh2";
import { TestClient } from "../northbound/netconf/test-client.js";
import type { ServerProcess } from "./server-process.js";

export interface NetconfSession {
  /** Sends what stands inside <rpc>; resolves to what stands inside <rpc-reply>. */
  request(operation: string): Promise<string>;
  /** Sends a document as it is; resolves to the next message of the server. */
  exchange(document: string | Buffer): Promise<string>;
  /** The next message that the server sends by itself. */
  message(): Promise<string>;
  /** What the server says until it ends the session. */
  rest(): Promise<readonly string[]>;
  /** The server's <hello>. */
  readonly hello: string;
  readonly id: number;
  close(): void;
}

/** A client in a channel of its own, before the hellos. */
export async function openNetconfClient(
  server: ServerProcess,
  user: string,
): Promise<{ readonly client: TestClient; close(): void }> {
  const ssh = new Client();
  const privateKey = readFileSync(`${server.certs}/${user}_ed25519`);
  await new Promise<void>((resolve, reject) => {
    ssh.once("ready", resolve).on("error", reject);
    ssh.connect({ host: "127.0.0.1", port: server.netconfPort, username: user, privateKey });
  });
  const channel = await new Promise<ClientChannel>((resolve, reject) =>
    ssh.subsys("netconf", (error, opened) => (error ? reject(error) : resolve(opened))),
  );
  return { client: new TestClient(channel), close: () => ssh.end() };
}

export async function openNetconfSession(server: ServerProcess, user: string): Promise<NetconfSession> {
  const { client, close } = await openNetconfClient(server, user);
  const hello = await client.hello();
  return {
    hello,
    id: Number(/<session-id>(\d+)</.exec(hello)![1]),
    message: () => client.message(),
    rest: () => client.rest(),
    exchange: (document) => {
      client.send(document);
      return client.message();
    },
    request: async (operation) => {
      const reply = await client.request(operation);
      return /^(?:<\?xml[^>]*\?>)?\s*<rpc-reply[^>]*>(.*)<\/rpc-reply>\s*$/s.exec(reply)?.[1] ?? reply;
    },
    close,
  };
}
