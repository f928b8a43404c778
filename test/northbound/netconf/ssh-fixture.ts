/** A NETCONF server on a free local port, with keys made for the test, and SSH clients for it. */

import { once } from "node:events";
import type { TestContext } from "node:test";
import { pino } from "pino";
import { type ClientChannel, type ConnectConfig, type Client as SshClient, default as ssh2 } from "ssh2";
import type { NetconfLimits } from "../../../src/northbound/netconf/limits.js";
import { createNetconfServer } from "../../../src/northbound/netconf/server.js";
import type { Endpoints, SshParameters } from "../../../src/northbound/transport/settings.js";
import { FakeManagement } from "./fake-management.js";
import { TestClient } from "./test-client.js";

export interface KeyPair {
  /** In OpenSSH form. */
  readonly private: string;
  /** One OpenSSH line. */
  readonly public: string;
}

export interface SshFixture {
  readonly management: FakeManagement;
  readonly server: Endpoints;
  readonly port: number;
  readonly admin: KeyPair;
  /** Everything that was logged. */
  readonly logged: string[];
}

const HOST_KEY = newKey();

/** About one in 250 keys that ssh2 1.17 generates it cannot read itself ("Malformed OpenSSH private key"): those are thrown away. */
export function newKey(generate = (): KeyPair => ssh2.utils.generateKeyPairSync("ed25519")): KeyPair {
  for (;;) {
    const key = generate();
    if (!(ssh2.utils.parseKey(key.private) instanceof Error)) return key;
  }
}

/** The server is closed when the test ends. User admin has the key `admin`; user strange has lines that are no keys. */
export async function startServer(context: TestContext, limits: Partial<NetconfLimits> = {}): Promise<SshFixture> {
  const management = new FakeManagement();
  const admin = newKey();
  const logged: string[] = [];
  const keys = new Map([
    ["admin", ["# comment", newKey().public, `${admin.public} admin@here`]],
    ["strange", ["", "ssh-ed25519", `from="10.0.0.1" ${admin.public}`, admin.private]],
  ]);
  const server = createNetconfServer({
    management,
    userOfCertificate: () => undefined,
    authorizedKeys: (user) => {
      if (user === "broken") throw new Error("the disk is on fire");
      return keys.get(user) ?? [];
    },
    log: pino({ level: "trace" }, { write: (line: string) => logged.push(line) }),
    limits: { closeTimeoutMs: 500, ...limits },
  });
  context.after(() => server.close());
  const port = await listenForSsh(server);
  return { management, server, port, admin, logged };
}

export const ssh: SshParameters = { transport: "ssh", hostKeys: [HOST_KEY.private] };

/** Resolves to the port. */
export async function listenForSsh(server: Endpoints): Promise<number> {
  const endpoint = { name: "ssh", address: "127.0.0.1", port: 0, secure: ssh };
  const [failure] = await server.apply({ listen: [endpoint], callHome: [] });
  if (failure !== undefined) throw failure.error;
  return server.addressOf("ssh")!.port;
}

/** Connects as admin unless told otherwise. Rejects when the server refuses. */
export async function connectSsh(
  context: TestContext,
  fixture: SshFixture,
  options: ConnectConfig = {},
): Promise<SshClient> {
  const client = new ssh2.Client();
  const ready = once(client, "ready");
  client.connect({
    host: "127.0.0.1",
    port: fixture.port,
    username: "admin",
    privateKey: fixture.admin.private,
    ...options,
  });
  context.after(() => client.destroy());
  await ready;
  client.on("error", () => {});
  return client;
}

/** Opens the subsystem "netconf" in a channel of its own. Rejects when the server refuses. */
export async function openNetconf(client: SshClient, subsystem = "netconf"): Promise<TestClient> {
  const channel = await new Promise<ClientChannel>((resolve, reject) => {
    client.subsys(subsystem, (error, opened) => (error ? reject(error) : resolve(opened)));
  });
  return new TestClient(channel);
}
