import assert from "node:assert/strict";
import type { Duplex } from "node:stream";
import { type TestContext, test } from "node:test";
import fc from "fast-check";
import { pino } from "pino";
import { ManagementError, ManagementErrors } from "../../../src/errors/management-error.js";
import { DEFAULT_LIMITS, type NetconfLimits } from "../../../src/northbound/netconf/limits.js";
import { serveNetconf } from "../../../src/northbound/netconf/session.js";
import { dataAnswer, FakeManagement } from "./fake-management.js";
import { streamPair } from "./stream-pair.js";
import { helloOf, rpc, TestClient } from "./test-client.js";

const BASE = "urn:ietf:params:xml:ns:netconf:base:1.0";
const log = pino({ level: "silent" });

interface Connected {
  readonly client: TestClient;
  readonly server: Duplex;
  readonly closing: AbortController;
  readonly ended: Promise<void>;
}

function connect(management: FakeManagement, limits: Partial<NetconfLimits> = {}): Connected {
  const [near, server] = streamPair();
  const closing = new AbortController();
  const gone = new AbortController();
  server.on("close", () => gone.abort());
  const ended = serveNetconf({
    stream: server,
    management,
    user: "admin",
    transport: "netconf-test",
    source: "here",
    limits: { ...DEFAULT_LIMITS, ...limits },
    log,
    closing: closing.signal,
    gone: gone.signal,
  }).then(() => {
    server.end();
  });
  return { client: new TestClient(near), server, closing, ended };
}

async function start(management = new FakeManagement(), limits: Partial<NetconfLimits> = {}) {
  const connected = connect(management, limits);
  await connected.client.hello();
  return { ...connected, management };
}

/** Every session is closed and every document released when a test ends. */
function expectNothingLeft(context: TestContext, management: FakeManagement): void {
  context.after(() => {
    assert.equal(management.openSessions(), 0);
    assert.equal(management.documents.size, 0);
  });
}

test("the server greets with its capabilities and the session's number", async () => {
  const management = new FakeManagement();
  const { client, ended } = connect(management);
  const hello = await client.hello();
  assert.ok(hello.includes("<session-id>1</session-id>"));
  assert.ok(hello.includes("urn:example:odd?module=odd&amp;revision=2024-01-01"));
  assert.equal(await client.request("<close-session/>"), `<rpc-reply xmlns="${BASE}" message-id="1"><ok/></rpc-reply>`);
  await ended;
  const { user, transport, source, closed } = management.opened[0]!;
  assert.deepEqual(
    { user, transport, source, closed },
    { user: "admin", transport: "netconf-test", source: "here", closed: true },
  );
});

test("a client of base:1.0 is served with its framing", async (context) => {
  const management = new FakeManagement();
  expectNothingLeft(context, management);
  const { client, ended } = connect(management);
  await client.hello("1.0");
  assert.ok((await client.request("<discard-changes/>")).includes("<ok/>"));
  assert.ok((await client.request("<close-session/>")).includes("<ok/>"));
  await ended;
});

test("requests that are sent at once are answered in order, one after the other", async (context) => {
  const { client, management, ended } = await start();
  expectNothingLeft(context, management);
  let running = 0;
  management.answer = async () => {
    assert.equal(++running, 1);
    await new Promise(setImmediate);
    running--;
    return { kind: "ok" };
  };
  for (let number = 0; number < 50; number++) client.send(rpc("<commit/>", `n${number}`));
  for (let number = 0; number < 50; number++) {
    assert.ok((await client.message()).includes(`message-id="n${number}"`));
  }
  await client.request("<close-session/>");
  await ended;
});

test("attributes of the rpc come back", async () => {
  const { client, ended } = await start();
  client.send(`<rpc xmlns="${BASE}" message-id="1" xmlns:ex="urn:ex" ex:user="fred"><commit/></rpc>`);
  assert.equal(
    await client.message(),
    `<rpc-reply xmlns="${BASE}" message-id="1" xmlns:ex="urn:ex" ex:user="fred"><ok/></rpc-reply>`,
  );
  await client.request("<close-session/>");
  await ended;
});

test("an rpc without message-id is an error, and the session goes on", async () => {
  const { client, management, ended } = await start();
  client.send(`<rpc xmlns="${BASE}"><commit/></rpc>`);
  const reply = await client.message();
  assert.ok(reply.includes("<error-type>rpc</error-type><error-tag>missing-attribute</error-tag>"));
  assert.ok(reply.includes("<bad-attribute>message-id</bad-attribute><bad-element>rpc</bad-element>"));
  assert.equal(management.operations.length, 0);
  await client.request("<close-session/>");
  await ended;
});

test("all errors of a request are reported", async () => {
  const { client, management, ended } = await start();
  management.answer = () => {
    throw new ManagementErrors([
      new ManagementError("data-missing", { message: "one", path: "/odd:odd/state" }),
      new ManagementError("operation-failed", { message: "two" }),
    ]);
  };
  const reply = await client.request("<commit/>");
  assert.deepEqual(
    [...reply.matchAll(/<error-tag>(.*?)</g)].map(([, tag]) => tag),
    ["data-missing", "operation-failed"],
  );
  await client.request("<close-session/>");
  await ended;
});

test("the counters of the session follow RFC 6022", async () => {
  const { client, management, ended } = await start();
  management.answer = (operation) => {
    if (operation.kind === "commit") throw new Error("unforeseen");
    return { kind: "ok" };
  };
  await client.request("<discard-changes/>");
  await client.request("<commit/>");
  await client.request('<nothing xmlns="urn:nobody"/>');
  client.send("this is not XML");
  assert.ok((await client.message()).includes("malformed-message"));
  await client.request("<close-session/>");
  await ended;
  assert.deepEqual(management.opened[0]!.session.counters, {
    inRpcs: 4,
    inBadRpcs: 1,
    outRpcErrors: 3,
    outNotifications: 0,
  });
});

test("when the engine cannot read a request the client is told and the session goes on", async () => {
  const { client, management, ended } = await start();
  const decode = management.decodeRpc.bind(management);
  management.decodeRpc = () => Promise.reject(new Error("engine is gone"));
  assert.ok((await client.request("<commit/>")).includes("<error-tag>operation-failed</error-tag>"));
  management.decodeRpc = decode;
  await client.request("<close-session/>");
  await ended;
});

test("a read that fails before its first chunk is an error", async () => {
  const { client, management, ended } = await start();
  const refusal = new ManagementError("resource-denied", { message: "out of memory" });
  const next = () => Promise.reject(refusal);
  const chunks: AsyncIterable<Uint8Array> = { [Symbol.asyncIterator]: () => ({ next }) };
  management.answer = () => ({ kind: "data", empty: false, chunks });
  const reply = await client.request("<get/>");
  assert.ok(reply.includes("resource-denied") && !reply.includes("<data"));
  await client.request("<close-session/>");
  await ended;
});

test("a read that fails later ends the session, since half a reply is sent", async (context) => {
  const { client, management, ended } = await start();
  expectNothingLeft(context, management);
  management.answer = () => ({ kind: "data", empty: false, chunks: failing() });
  async function* failing(): AsyncGenerator<Uint8Array> {
    yield Buffer.alloc(100_000, "x");
    throw new Error("engine is gone");
  }
  client.send(rpc("<get/>", "1"));
  assert.deepEqual(await client.rest(), []);
  await ended;
});

test("a long reply is made no faster than the client reads it", async () => {
  const management = new FakeManagement();
  const { client, server, ended } = await start(management);
  let made = 0;
  let released = false;
  management.answer = () => ({ kind: "data", empty: false, chunks: long() });
  async function* long(): AsyncGenerator<Uint8Array> {
    try {
      for (; made < 1000; made++) yield Buffer.alloc(50_000, "x");
    } finally {
      released = true;
    }
  }
  client.stream.pause();
  client.send(rpc("<get/>", "1"));
  while (!server.writableNeedDrain) await new Promise(setImmediate);
  for (let turn = 0; turn < 20; turn++) await new Promise(setImmediate);
  assert.ok(made < 20, `${made} pieces were made for a client that reads none`);
  client.stream.resume();
  assert.equal(
    (await client.message()).length,
    1000 * 50_000 + `<rpc-reply xmlns="${BASE}" message-id="1"><data></data></rpc-reply>`.length,
  );
  assert.equal(released, true);
  await client.request("<close-session/>");
  await ended;
});

test("the memory of a long reply is given back as it is written", async () => {
  const { client, management, ended } = await start();
  const chunks = [1, 2, 3].map(() => new Uint8Array(50_000).fill(0x78));
  async function* long(): AsyncGenerator<Uint8Array> {
    yield* chunks;
  }
  management.answer = () => ({ kind: "data", empty: false, chunks: long() });
  assert.ok((await client.request("<get/>")).length > 150_000);
  await client.request("<close-session/>");
  await ended;
  assert.deepEqual(
    chunks.map(({ byteLength }) => byteLength),
    [0, 0, 0],
  );
});

test("a reply to a client that is gone is given up, and what it read from is released", async (context) => {
  const { client, management, ended } = await start();
  expectNothingLeft(context, management);
  let released = false;
  management.answer = () => ({ kind: "data", empty: false, chunks: endless() });
  async function* endless(): AsyncGenerator<Uint8Array> {
    try {
      for (;;) yield Buffer.alloc(50_000, "x");
    } finally {
      released = true;
    }
  }
  client.send(rpc("<get/>", "1"));
  client.stream.once("data", () => client.stream.destroy());
  await ended;
  assert.equal(released, true);
});

test("a client that stops reading in the middle of a reply is given up", async () => {
  const { client, management, ended } = await start(new FakeManagement(), { stalledReplyTimeoutMs: 20 });
  management.answer = () => ({ kind: "data", empty: false, chunks: endless() });
  async function* endless(): AsyncGenerator<Uint8Array> {
    for (;;) yield Buffer.alloc(50_000, "x");
  }
  client.stream.pause();
  client.send(rpc("<get/>", "1"));
  await ended;
  assert.equal(management.openSessions(), 0);
});

test("a client that sends faster than it is answered is held back", async () => {
  const { client, management, ended } = await start();
  let release: () => void = () => {};
  management.answer = () =>
    new Promise((resolve) => {
      release = () => resolve({ kind: "ok" });
    });
  const message = rpc(`<commit/><!--${"x".repeat(10_000)}-->`, "1");
  while (!client.stream.writableNeedDrain) {
    client.send(message);
    await new Promise(setImmediate);
  }
  assert.equal(management.operations.length, 1);
  management.answer = () => ({ kind: "ok" });
  release();
  await client.request("<close-session/>");
  client.stream.end();
  await client.rest();
  await ended;
});

test("kill-session ends the other session and not its own", async (context) => {
  const management = new FakeManagement();
  expectNothingLeft(context, management);
  const victim = await start(management);
  const killer = await start(management);
  assert.ok((await killer.client.request("<kill-session><session-id>1</session-id></kill-session>")).includes("<ok/>"));
  await victim.ended;
  assert.ok((await killer.client.request("<commit/>")).includes("<ok/>"));
  assert.ok(
    (await killer.client.request("<kill-session><session-id>1</session-id></kill-session>")).includes("invalid-value"),
  );
  await killer.client.request("<close-session/>");
  await killer.ended;
});

test("a session that is killed while it works sends no reply", async () => {
  const { client, management, ended } = await start();
  management.answer = async () => {
    management.opened[0]!.onKilled?.();
    return { kind: "ok" };
  };
  client.send(rpc("<commit/>", "1"));
  assert.deepEqual(await client.rest(), []);
  await ended;
  assert.equal(management.openSessions(), 0);
});

test("when the server closes, the request under way is answered and later ones are not", async () => {
  const { client, management, closing, ended } = await start();
  management.answer = async () => {
    closing.abort();
    return dataAnswer("<last/>");
  };
  client.send(rpc("<get/>", "1"));
  client.send(rpc("<get/>", "2"));
  const replies = await client.rest();
  assert.equal(replies.length, 1);
  assert.ok(replies[0]!.includes("<last/>"));
  await ended;
});

test("when the server closes, an idle session ends", async () => {
  const { client, closing, ended } = await start();
  closing.abort();
  assert.deepEqual(await client.rest(), []);
  await ended;
});

test("a client that ends its side after the last request still gets the replies", async () => {
  const { client, ended } = await start();
  client.send(rpc("<commit/>", "1"));
  client.send(rpc("<commit/>", "2"));
  client.stream.end();
  assert.equal((await client.rest()).length, 2);
  await ended;
});

const BAD_HELLOS: Readonly<Record<string, string>> = {
  "no XML": "hello!",
  "no capabilities": `<hello xmlns="${BASE}"/>`,
  "a session-id": helloOf("1.1").replace("</capabilities>", "</capabilities><session-id>1</session-id>"),
  "no base capability": helloOf("1.1").replace("base:1.1", "base:9.9"),
  "an rpc instead": rpc("<get/>", "1"),
};

for (const [name, hello] of Object.entries(BAD_HELLOS)) {
  test(`a session whose hello has ${name} ends without a reply`, async () => {
    const management = new FakeManagement();
    const { client, ended } = connect(management);
    await client.message();
    client.sendRaw(`${hello}]]>]]>\n#5\nnever`);
    assert.deepEqual(await client.rest(), []);
    await ended;
    assert.equal(management.openSessions(), 0);
  });
}

test("a session whose hello does not come ends", async () => {
  const management = new FakeManagement();
  const { client, ended } = connect(management, { helloTimeoutMs: 20 });
  await client.message();
  client.sendRaw("<hello");
  assert.deepEqual(await client.rest(), []);
  await ended;
});

test("a hello over the limit ends the session", async () => {
  const { client, ended } = connect(new FakeManagement(), { maxHelloBytes: 1000 });
  await client.message();
  client.sendRaw("x".repeat(2000));
  assert.deepEqual(await client.rest(), []);
  await ended;
});

test("broken framing gets a last error and ends the session", async () => {
  const { client, ended } = await start();
  client.sendRaw("\n#0\n");
  const [last, ...more] = await client.rest();
  assert.ok(last!.includes("<error-tag>malformed-message</error-tag>"));
  assert.deepEqual(more, []);
  await ended;
});

test("a message over the limit gets too-big and ends the session", async () => {
  const { client, ended } = await start(new FakeManagement(), { maxMessageBytes: 10_000 });
  client.sendRaw("\n#10001\n");
  const [last, ...more] = await client.rest();
  assert.ok(last!.includes("<error-tag>too-big</error-tag>"));
  assert.deepEqual(more, []);
  await ended;
});

test("whatever bytes a client sends, its session ends cleanly and another one works", async () => {
  const management = new FakeManagement();
  const other = await start(management);
  const good = rpc("<commit/>", "1");
  const part = fc.oneof(
    fc.constantFrom(
      `${helloOf("1.1")}]]>]]>`,
      `${helloOf("1.0")}]]>]]>`,
      `\n#${good.length}\n${good}\n##\n`,
      `${good}]]>]]>`,
    ),
    fc.constantFrom(
      "\n#",
      "\n##\n",
      "\n#99999999999\n",
      "\n#4294967295\n",
      "\n#1\n",
      "<rpc",
      "]]>",
      "]]>]]>",
      "</rpc>",
    ),
    fc.string().map((text) => Buffer.from(text).toString("latin1")),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(part, { maxLength: 12 }), fc.integer({ min: 1, max: 200 }), async (parts, step) => {
      const { client, server, ended } = connect(management, { maxMessageBytes: 100_000, maxHelloBytes: 10_000 });
      server.on("error", () => {});
      client.stream.removeAllListeners("data");
      client.stream.resume();
      const bytes = Buffer.from(parts.join(""), "latin1");
      for (let at = 0; at < bytes.length; at += step) client.sendRaw(bytes.subarray(at, at + step));
      client.stream.end();
      await ended;
      assert.equal(management.openSessions(), 1);
      assert.ok((await other.client.request("<commit/>")).includes("<ok/>"));
    }),
    { numRuns: 100 },
  );
  assert.equal(management.documents.size, 0);
  await other.client.request("<close-session/>");
  await other.ended;
});
