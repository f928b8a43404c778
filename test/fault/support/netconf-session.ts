/** A NETCONF session over SSH as admin, for tests that need many or broken ones: ssh2 below, our test client on top. */

import { once } from "node:events";
import { readFileSync } from "node:fs";
import { Client, type ClientChannel } from "ssh2";
import { TestClient } from "../../northbound/netconf/test-client.js";
import type { ServerProcess } from "../../support/server-process.js";

export interface NetconfSession {
  readonly client: TestClient;
  readonly channel: ClientChannel;
  /** Sends an operation and gives its reply, whatever that is. */
  request(operation: string): Promise<string>;
  /** The same; throws when the reply is an rpc-error. */
  ok(operation: string): Promise<string>;
  /** Edits the candidate and commits it. Throws the rpc-error of either. */
  commit(config: string): Promise<void>;
  /** Ends the connection without a word. */
  vanish(): void;
}

export async function openNetconf(server: ServerProcess): Promise<NetconfSession> {
  const { connection, channel } = await openChannel(server);
  const client = new TestClient(channel);
  await client.hello();
  const request = (operation: string) => client.request(operation);
  const ok = async (operation: string) => {
    const reply = await request(operation);
    if (reply.includes("<rpc-error>")) throw new Error(reply);
    return reply;
  };
  return {
    client,
    channel,
    request,
    ok,
    commit: async (config) => {
      await ok(editCandidate(config));
      await ok("<commit/>");
    },
    vanish: () => connection.destroy(),
  };
}

/** A channel with the netconf subsystem on it; nothing has been said yet. */
export async function openChannel({ netconfPort, certs }: ServerProcess) {
  const connection = new Client();
  connection.on("error", () => undefined);
  const privateKey = readFileSync(`${certs}/admin_ed25519`);
  connection.connect({ host: "127.0.0.1", port: netconfPort, username: "admin", privateKey });
  await once(connection, "ready");
  const channel = await new Promise<ClientChannel>((resolve, reject) =>
    connection.subsys("netconf", (error, opened) => (error ? reject(error) : resolve(opened))),
  );
  return { connection, channel };
}

export function editCandidate(config: string): string {
  return `<edit-config><target><candidate/></target><config>${config}</config></edit-config>`;
}
