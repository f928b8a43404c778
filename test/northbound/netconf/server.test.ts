import assert from "node:assert/strict";
import { once } from "node:events";
import { connect } from "node:net";
import { test } from "node:test";
import { pino } from "pino";
import ssh2 from "ssh2";
import { createNetconfServer } from "../../../src/northbound/netconf/server.js";
import type { Endpoints } from "../../../src/northbound/transport/settings.js";
import { dataAnswer, FakeManagement } from "./fake-management.js";
import { connectSsh, listenForSsh, newKey, openNetconf, ssh, startServer } from "./ssh-fixture.js";
import { rpc } from "./test-client.js";

test("a user with an authorized key opens a session", async (context) => {
  const fixture = await startServer(context);
  const client = await openNetconf(await connectSsh(context, fixture));
  await client.hello();
  assert.ok((await client.request("<commit/>")).includes("<ok/>"));
  const { user, transport, source } = fixture.management.opened[0]!;
  assert.deepEqual({ user, transport, source }, { user: "admin", transport: "netconf-ssh", source: "127.0.0.1" });
});

test("keys of every kind that OpenSSH makes by default are accepted", async (context) => {
  const keys = [
    newKey(() => ssh2.utils.generateKeyPairSync("ecdsa", { bits: 256 })),
    newKey(() => ssh2.utils.generateKeyPairSync("rsa", { bits: 2048 })),
  ];
  const server = newServer(new FakeManagement(), () => keys.map((key) => key.public));
  context.after(() => server.close());
  const port = await listenForSsh(server);
  for (const key of keys) {
    const client = new ssh2.Client();
    const ready = once(client, "ready");
    client.connect({ host: "127.0.0.1", port, username: "u", privateKey: key.private });
    await ready;
    client.end();
  }
});

test("nobody else gets in", async (context) => {
  const fixture = await startServer(context);
  const { admin } = fixture;
  const refused = [
    { username: "admin", privateKey: newKey().private },
    { username: "nobody", privateKey: admin.private },
    { username: "strange", privateKey: admin.private },
    { username: "broken", privateKey: admin.private },
    { username: "admin", privateKey: undefined as never, password: "secret-of-admin" },
    { username: "admin", privateKey: undefined as never, password: "", tryKeyboard: true },
  ];
  for (const options of refused) {
    await assert.rejects(connectSsh(context, fixture, options), /authentication methods failed/, options.username);
  }
  assert.equal(fixture.management.opened.length, 0);
});

test("a known key does not help without a signature that fits", async (context) => {
  const fixture = await startServer(context);
  const known = ssh2.utils.parseKey(fixture.admin.public);
  assert.ok(!(known instanceof Error));
  const other = ssh2.utils.parseKey(newKey().private);
  assert.ok(!(other instanceof Error));
  // Offers the public key of admin, and signs with another one.
  const agent = new (class extends ssh2.BaseAgent {
    override getIdentities(done: (error: undefined, keys: ssh2.ParsedKey[]) => void): void {
      done(undefined, [known]);
    }
    override sign(_key: unknown, data: Buffer, ...rest: unknown[]): void {
      (rest.at(-1) as (error: undefined, signature: Buffer) => void)(undefined, other.sign(data));
    }
  })();
  await assert.rejects(
    connectSsh(context, fixture, { privateKey: undefined as never, agent: agent as never }),
    /authentication methods failed/,
  );
});

test("a connection is ended after too many keys", async (context) => {
  const fixture = await startServer(context, { maxAuthenticationAttempts: 3 });
  let attempts = 0;
  const client = new ssh2.Client();
  context.after(() => client.destroy());
  const failed = once(client, "close");
  client.on("error", () => {});
  client.connect({
    host: "127.0.0.1",
    port: fixture.port,
    username: "admin",
    authHandler: (_left, _partial, next) => {
      attempts++;
      next({ type: "publickey", username: "admin", key: newKey().private });
    },
  });
  await failed;
  assert.ok(attempts >= 3 && attempts <= 4, `${attempts} attempts`);
});

test("a client that does not log in is dropped", async (context) => {
  const fixture = await startServer(context, { authenticationTimeoutMs: 50 });
  for (const greeting of ["", "SSH-2.0-quiet\r\n", "GET / HTTP/1.1\r\n\r\n"]) {
    const socket = connect(fixture.port, "127.0.0.1");
    socket.on("error", () => {}).resume();
    if (greeting !== "") socket.write(greeting);
    await once(socket, "close");
  }
});

test("a user who opens no session is dropped", async (context) => {
  const fixture = await startServer(context, { idleConnectionTimeoutMs: 50 });
  const client = await connectSsh(context, fixture);
  await once(client, "close");
});

test("random bytes in place of SSH harm nobody", async (context) => {
  const fixture = await startServer(context);
  const client = await openNetconf(await connectSsh(context, fixture));
  await client.hello();
  for (let number = 0; number < 20; number++) {
    const socket = connect(fixture.port, "127.0.0.1");
    socket.on("error", () => {}).resume();
    socket.end(Buffer.concat([Buffer.from("SSH-2.0-x\r\n"), Buffer.alloc(200, number * 13)]));
    await once(socket, "close");
  }
  assert.ok((await client.request("<commit/>")).includes("<ok/>"));
});

test("several sessions share a connection, and one's end leaves the others", async (context) => {
  const fixture = await startServer(context);
  const connection = await connectSsh(context, fixture);
  const clients = [];
  for (let number = 0; number < 5; number++) clients.push(await openNetconf(connection));
  for (const client of clients) await client.hello();
  const [first, second, ...others] = clients;
  await first!.request("<close-session/>");
  assert.deepEqual(await first!.rest(), []);
  second!.sendRaw("broken framing");
  assert.equal((await second!.rest()).length, 1);
  for (const client of others) assert.ok((await client.request("<commit/>")).includes("<ok/>"));
  assert.equal(fixture.management.openSessions(), 3);
});

test("asking for the subsystem twice in one channel harms nobody", async (context) => {
  const fixture = await startServer(context, { maxSessions: 2 });
  const connection = await connectSsh(context, fixture);
  const client = await openNetconf(connection);
  await client.hello();
  const inner = connection as unknown as { _protocol: { subsystem(id: number, name: string, reply: boolean): void } };
  const channel = client.stream as unknown as { outgoing: { id: number } };
  for (let number = 0; number < 3; number++) inner._protocol.subsystem(channel.outgoing.id, "netconf", true);
  assert.ok((await client.request("<commit/>")).includes("<ok/>"));
  const other = await openNetconf(connection);
  await other.hello();
});

test("many sessions at once are served without a warning", async (context) => {
  const warnings: Error[] = [];
  const onWarning = (warning: Error) => warnings.push(warning);
  process.on("warning", onWarning);
  context.after(() => process.off("warning", onWarning));
  const fixture = await startServer(context);
  const connections = await Promise.all([1, 2, 3].map(() => connectSsh(context, fixture)));
  const clients = await Promise.all(
    connections.flatMap((connection) => [1, 2, 3, 4, 5].map(() => openNetconf(connection))),
  );
  await Promise.all(clients.map((client) => client.hello()));
  const replies = await Promise.all(clients.map((client) => client.request("<commit/>")));
  assert.ok(replies.every((reply) => reply.includes("<ok/>")));
  assert.deepEqual(
    warnings.map(({ message }) => message),
    [],
  );
});

test("other subsystems, shells and commands are refused", async (context) => {
  const fixture = await startServer(context);
  const connection = await connectSsh(context, fixture);
  await assert.rejects(openNetconf(connection, "sftp"));
  await assert.rejects(openNetconf(connection, "netconf2"));
  await assert.rejects(new Promise((resolve, reject) => connection.exec("id", (e, c) => (e ? reject(e) : resolve(c)))));
  await assert.rejects(new Promise((resolve, reject) => connection.shell((e, c) => (e ? reject(e) : resolve(c)))));
  await assert.rejects(
    new Promise((resolve, reject) => {
      connection.forwardOut("127.0.0.1", 1, "127.0.0.1", 22, (e, c) => (e ? reject(e) : resolve(c)));
    }),
  );
  const client = await openNetconf(connection);
  await client.hello();
});

test("the number of sessions and of channels is limited", async (context) => {
  const fixture = await startServer(context, { maxSessions: 3, maxChannelsPerConnection: 2 });
  const first = await connectSsh(context, fixture);
  const one = await openNetconf(first);
  await one.hello();
  await openNetconf(first);
  await assert.rejects(openNetconf(first));
  const second = await connectSsh(context, fixture);
  await openNetconf(second);
  await assert.rejects(openNetconf(second));
  await one.request("<close-session/>");
  await one.rest();
  const again = await openNetconf(first);
  await again.hello();
});

test("the number of connections is limited", async (context) => {
  const fixture = await startServer(context, { maxConnections: 1 });
  await connectSsh(context, fixture);
  await assert.rejects(connectSsh(context, fixture));
});

test("a client that vanishes leaves no session behind", async (context) => {
  const fixture = await startServer(context);
  const connection = await connectSsh(context, fixture);
  const client = await openNetconf(connection);
  await client.hello();
  const other = await openNetconf(connection);
  await other.hello();
  connection.destroy();
  while (fixture.management.openSessions() > 0) await new Promise(setImmediate);
});

test("kill-session ends the channel of the other session", async (context) => {
  const fixture = await startServer(context);
  const victim = await openNetconf(await connectSsh(context, fixture));
  await victim.hello();
  const killer = await openNetconf(await connectSsh(context, fixture));
  await killer.hello();
  assert.ok((await killer.request("<kill-session><session-id>1</session-id></kill-session>")).includes("<ok/>"));
  assert.deepEqual(await victim.rest(), []);
  while (fixture.management.openSessions() > 1) await new Promise(setImmediate);
});

test("a reply of 50 MB arrives whole, while a slow reader and other sessions go on", async (context) => {
  const fixture = await startServer(context);
  const piece = Buffer.alloc(65_536, "y");
  let made = 0;
  fixture.management.answer = (operation) => {
    if (operation.kind !== "get") return { kind: "ok" };
    return { kind: "data", empty: false, chunks: pieces() };
  };
  async function* pieces(): AsyncGenerator<Uint8Array> {
    for (let number = 0; number < 800; number++) {
      made++;
      // One of its own each time: what was sent is given back.
      yield Buffer.from(piece);
    }
  }
  const connection = await connectSsh(context, fixture);
  const slow = await openNetconf(connection);
  await slow.hello();
  slow.stream.pause();
  slow.send(rpc("<get/>", "1"));
  const quick = await openNetconf(connection);
  await quick.hello();
  const other = await openNetconf(await connectSsh(context, fixture));
  await other.hello();
  assert.ok((await other.request("<get/>")).length > 800 * piece.length);
  assert.ok((await quick.request("<commit/>")).includes("<ok/>"));
  const madeForSlow = made - 800;
  assert.ok(madeForSlow < 200, `${madeForSlow} of 800 pieces were made for a client that reads none`);
  slow.stream.resume();
  assert.ok((await slow.message()).length > 800 * piece.length);
});

test("a request of 20 MB in many chunks is read", async (context) => {
  const fixture = await startServer(context);
  const client = await openNetconf(await connectSsh(context, fixture));
  await client.hello();
  let size = 0;
  const decode = fixture.management.decodeRpc.bind(fixture.management);
  fixture.management.decodeRpc = (bytes) => {
    size = bytes.length;
    return decode(Buffer.from(rpc("<commit/>", "big")));
  };
  const chunk = Buffer.concat([Buffer.from("\n#4096\n"), Buffer.alloc(4096, "z")]);
  for (let number = 0; number < 5000; number++) {
    if (!client.stream.write(chunk)) await once(client.stream, "drain");
  }
  client.sendRaw("\n##\n");
  assert.ok((await client.message()).includes('message-id="big"'));
  assert.equal(size, 5000 * 4096);
});

test("close finishes what is under way and ends idle sessions", async (context) => {
  const fixture = await startServer(context);
  const idle = await openNetconf(await connectSsh(context, fixture));
  await idle.hello();
  const busy = await openNetconf(await connectSsh(context, fixture));
  await busy.hello();
  let closed: Promise<void> | undefined;
  fixture.management.answer = async () => {
    closed = fixture.server.close();
    await new Promise(setImmediate);
    return dataAnswer("<last/>");
  };
  assert.ok((await busy.request("<get/>")).includes("<last/>"));
  assert.deepEqual(await busy.rest(), []);
  assert.deepEqual(await idle.rest(), []);
  await closed;
  assert.equal(fixture.management.openSessions(), 0);
  await assert.rejects(connectSsh(context, fixture));
});

test("close does not wait for ever for a request that hangs", async (context) => {
  const fixture = await startServer(context, { closeTimeoutMs: 20 });
  const client = await openNetconf(await connectSsh(context, fixture));
  await client.hello();
  let hung: () => void = () => {};
  const reached = new Promise<void>((resolve) => {
    hung = resolve;
  });
  fixture.management.answer = () => {
    hung();
    return new Promise(() => {});
  };
  client.send(rpc("<commit/>", "1"));
  await reached;
  await fixture.server.close();
  assert.deepEqual(await client.rest(), []);
});

test("a busy port and a damaged host key are told, and the other endpoints are opened", async (context) => {
  const { port } = await startServer(context);
  const server = newServer(new FakeManagement(), () => []);
  context.after(() => server.close());
  const at = { address: "127.0.0.1", port: 0, secure: ssh };
  const failures = await server.apply({
    listen: [
      { ...at, name: "busy", port },
      { ...at, name: "damaged", secure: { ...ssh, hostKeys: ["no key"] } },
      { ...at, name: "good" },
    ],
    callHome: [],
  });
  assert.deepEqual(
    failures.map(({ name }) => name),
    ["busy", "damaged"],
  );
  assert.match(failures[0]!.error.message, /EADDRINUSE/);
  assert.match(failures[1]!.error.message, /privateKey/);
  assert.ok(server.addressOf("good")!.port > 0);
  assert.equal(server.addressOf("busy"), undefined);
});

test("no secret is logged", async (context) => {
  const fixture = await startServer(context);
  const client = await openNetconf(await connectSsh(context, fixture));
  await client.hello();
  await client.request(
    "<edit-config><target><candidate/></target><config><password>hunter2</password></config></edit-config>",
  );
  client.sendRaw("\n#99999999999\nhunter2");
  await client.rest();
  await connectSsh(context, fixture, { privateKey: undefined as never, password: "hunter2" }).catch(() => {});
  const lines = fixture.logged.join("");
  assert.ok(lines.includes("NETCONF session ended"));
  assert.ok(!lines.includes("hunter2"));
});

function newServer(management: FakeManagement, authorizedKeys: (user: string) => readonly string[]): Endpoints {
  const log = pino({ level: "silent" });
  return createNetconfServer({ management, authorizedKeys, userOfCertificate: () => undefined, log });
}
