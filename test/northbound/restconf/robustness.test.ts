/** Clients that are slow, vanish, or send what is no request; and what the listener does when it closes. */

import assert from "node:assert/strict";
import { once } from "node:events";
import http2 from "node:http2";
import { after, before, test } from "node:test";
import { setTimeout as delay, setImmediate as nextTurn } from "node:timers/promises";
import tls from "node:tls";
import fc from "fast-check";
import { makeCertificates, type TestCertificates } from "./support/certificates.js";
import { startListener, type TestListener } from "./support/listener.js";

const D = "/restconf/data/example-devices:devices";
const limits = {
  requestTimeoutMs: 300,
  stallTimeoutMs: 300,
  keepAliveTimeoutMs: 5000,
  closeGraceMs: 300,
  headerBytes: 8192,
};

let certificates: TestCertificates;
let listener: TestListener;

before(async () => {
  certificates = makeCertificates();
  listener = await startListener(certificates, limits);
});

after(async () => {
  await listener.server.close();
  certificates.remove();
});

function clientTls() {
  return {
    host: "localhost",
    port: listener.port,
    ca: certificates.read("ca.crt"),
    cert: certificates.read("admin.crt"),
    key: certificates.read("admin.key"),
  };
}

async function openSocket(): Promise<tls.TLSSocket> {
  const socket = tls.connect(clientTls());
  socket.on("error", () => {});
  await once(socket, "secureConnect");
  return socket;
}

/** Sends text as it is and answers everything that comes back until the server closes. */
async function sendRaw(text: string | Uint8Array): Promise<string> {
  const socket = await openSocket();
  socket.write(text);
  const chunks: Buffer[] = [];
  for await (const chunk of socket) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString("utf8");
}

async function openHttp2() {
  const session = http2.connect(`https://localhost:${listener.port}`, clientTls());
  session.on("error", () => {});
  await once(session, "connect");
  return session;
}

interface Http2Reply {
  readonly status: number | undefined;
  readonly body: string;
}

function request(session: http2.ClientHttp2Session, headers: http2.OutgoingHttpHeaders, body?: string, end = true) {
  return new Promise<Http2Reply>((resolve) => {
    const stream = session.request(headers, { endStream: false });
    let status: number | undefined;
    const chunks: Buffer[] = [];
    stream.on("response", (fields) => {
      status = fields[":status"];
    });
    stream.on("data", (chunk) => chunks.push(chunk));
    stream.on("error", () => {});
    stream.on("close", () => resolve({ status, body: Buffer.concat(chunks).toString("utf8") }));
    if (body !== undefined) stream.write(body);
    if (end) stream.end();
  });
}

/** Waits for something that happens as soon as the server has noticed. */
async function eventually(condition: () => boolean, what: string): Promise<void> {
  for (let attempt = 0; attempt < 200 && !condition(); attempt++) await delay(25);
  assert.ok(condition(), what);
}

async function stillAnswers(): Promise<void> {
  const session = await openHttp2();
  assert.equal((await request(session, { ":path": "/restconf/data" })).status, 200);
  session.close();
}

test("a body that does not come is 408, over HTTP/1.1 and HTTP/2", async () => {
  const head = `PUT ${D} HTTP/1.1\r\nhost: a\r\ncontent-type: application/yang-data+json\r\ncontent-length: 10\r\n\r\n{`;
  assert.match(await sendRaw(head), /^HTTP\/1.1 408 [\s\S]*"error-tag":"operation-failed"/);
  const session = await openHttp2();
  const fields = { ":path": D, ":method": "PUT", "content-type": "application/yang-data+json", "content-length": 10 };
  const reply = await request(session, fields, "{", false);
  assert.equal(reply.status, 408);
  assert.match(reply.body, /"error-tag":"operation-failed"/);
  session.close();
});

test("what is no HTTP, or has a head that is too long, is refused in our form", async () => {
  assert.match(await sendRaw("nonsense\r\n\r\n"), /^HTTP\/1.1 400 [\s\S]*"error-tag":"malformed-message"/);
  assert.match(
    await sendRaw(`GET / HTTP/1.1\r\nx: ${"y".repeat(20_000)}\r\n\r\n`),
    /^HTTP\/1.1 431 [\s\S]*"error-tag":"too-big"/,
  );
  const expecting = `PUT ${D} HTTP/1.1\r\nhost: a\r\nexpect: wonders\r\n\r\n`;
  assert.match(await sendRaw(expecting), /^HTTP\/1.1 417 [\s\S]*ietf-restconf:errors/);
});

test("a method that nobody has is 501", async () => {
  const session = await openHttp2();
  for (const method of ["FOO", "TRACE", "PROPFIND"]) {
    const reply = await request(session, { ":path": D, ":method": method });
    assert.equal(reply.status, 501, method);
    assert.match(reply.body, /"error-tag":"operation-not-supported"/);
  }
  session.close();
});

/** An answer without end, that counts how much of it has been asked for. */
function endlessAnswer() {
  const state = { chunks: 0, released: false };
  async function* chunks() {
    try {
      for (;;) {
        state.chunks++;
        yield Buffer.alloc(64 * 1024, " ");
        await nextTurn();
      }
    } finally {
      state.released = true;
    }
  }
  listener.management.answer = () => ({ kind: "data", chunks: chunks(), empty: false });
  return state;
}

test("an answer is made no faster than the client reads, and ended when the client stalls", async () => {
  const answer = endlessAnswer();
  const socket = await openSocket();
  socket.pause();
  socket.write(`GET ${D} HTTP/1.1\r\nhost: a\r\n\r\n`);
  await eventually(() => answer.released, "the answer is released");
  assert.ok(answer.chunks < 1000, `${answer.chunks} chunks for a client that reads nothing`);
  socket.destroy();
  listener.management.answer = undefined;
  await stillAnswers();
});

test("a client that vanishes ends its answer and its session, over HTTP/1.1 and HTTP/2", async () => {
  const sessions = listener.management.sessions;
  const answer = endlessAnswer();
  const socket = await openSocket();
  socket.write(`GET ${D} HTTP/1.1\r\nhost: a\r\n\r\n`);
  await once(socket, "data");
  socket.destroy();
  await eventually(() => answer.released && sessions.at(-1)!.closed, "answer and session are closed");
  const second = endlessAnswer();
  const session = await openHttp2();
  const stream = session.request({ ":path": D });
  stream.on("error", () => {});
  await once(stream, "data");
  stream.close(http2.constants.NGHTTP2_CANCEL);
  await eventually(() => second.released && sessions.at(-1)!.closed, "answer and session are closed");
  session.close();
  listener.management.answer = undefined;
});

test("a client that vanishes before the first byte of its answer leaves nothing behind", async () => {
  const { management } = listener;
  let proceed = () => {};
  management.answer = async () => {
    await new Promise<void>((resolve) => {
      proceed = resolve;
    });
    return management.dataAnswer(JSON.stringify(" ".repeat(100_000)));
  };
  const before = management.operations.length;
  const socket = await openSocket();
  socket.write(`GET ${D} HTTP/1.1\r\nhost: a\r\n\r\n`);
  await eventually(() => management.operations.length > before, "the reading has begun");
  socket.destroy();
  await delay(50);
  proceed();
  await eventually(() => management.sessions.at(-1)!.closed, "the session is closed");
  await eventually(() => management.openAnswers === 0, "the answer is released");
  management.answer = undefined;
});

test("a client that vanishes while its write is carried out keeps the session until that is done", async () => {
  let finish = () => {};
  listener.management.answer = async () => {
    await new Promise<void>((resolve) => {
      finish = resolve;
    });
    return { kind: "written" };
  };
  const before = listener.management.operations.length;
  const socket = await openSocket();
  socket.write(`DELETE ${D} HTTP/1.1\r\nhost: a\r\n\r\n`);
  await eventually(() => listener.management.operations.length > before, "the write has begun");
  socket.destroy();
  await delay(50);
  assert.equal(listener.management.sessions.at(-1)!.closed, false);
  finish();
  await eventually(() => listener.management.sessions.at(-1)!.closed, "the session is closed");
  listener.management.answer = undefined;
});

test("a session that is killed ends its request and no other", async () => {
  const answer = endlessAnswer();
  const session = await openHttp2();
  const reply = request(session, { ":path": D });
  await eventually(() => answer.chunks > 0, "the answer has begun");
  listener.management.sessions.at(-1)!.request.onKilled!();
  await reply;
  await eventually(() => answer.released, "the answer is released");
  listener.management.answer = undefined;
  assert.equal((await request(session, { ":path": "/restconf/data" })).status, 200);
  session.close();
});

test("an error in the middle of an answer breaks it off, so that no client takes it for whole", async () => {
  async function* broken() {
    yield Buffer.alloc(64 * 1024, " ");
    await delay(20);
    throw new Error("engine is gone");
  }
  listener.management.answer = () => ({ kind: "data", chunks: broken(), empty: false });
  const raw = await sendRaw(`GET ${D} HTTP/1.1\r\nhost: a\r\n\r\n`);
  assert.match(raw, /^HTTP\/1.1 200/);
  assert.ok(!raw.endsWith("0\r\n\r\n"), "no end of the chunked body");
  const session = await openHttp2();
  const stream = session.request({ ":path": D });
  stream.on("error", () => {});
  stream.resume();
  await new Promise((resolve) => stream.once("close", resolve));
  assert.notEqual(stream.rstCode, http2.constants.NGHTTP2_NO_ERROR);
  session.close();
  listener.management.answer = undefined;
});

test("a TLS session is not resumed: every connection shows its certificate", async () => {
  const text = `GET ${D} HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n`;
  for (const maxVersion of ["TLSv1.2", "TLSv1.3"] as const) {
    const first = tls.connect({ ...clientTls(), maxVersion });
    let ticket: Buffer | undefined;
    first.on("session", (session) => {
      ticket = session;
    });
    first.write(text);
    first.resume();
    await once(first, "close");
    const again = async (options: tls.ConnectionOptions) => {
      const second = tls.connect({ ...options, maxVersion, session: ticket });
      second.write(text);
      await once(second, "secureConnect");
      assert.equal(second.isSessionReused(), false);
      const chunks: Buffer[] = [];
      for await (const chunk of second) chunks.push(chunk as Buffer);
      return Buffer.concat(chunks).toString();
    };
    assert.match(await again(clientTls()), /^HTTP\/1.1 200/);
    assert.match(await again({ ...clientTls(), cert: undefined, key: undefined }), /^HTTP\/1.1 401/);
  }
});

test("requests of any shape get an answer in the form of the protocol", async () => {
  const session = await openHttp2();
  const method = fc.constantFrom("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");
  const segment = fc.constantFrom(
    ...[
      "/restconf",
      "/data",
      "/ds",
      "/operations",
      "/schema",
      "/example-devices:devices",
      "/device=a",
      "/device",
      "/port=1,2",
    ],
    ...[
      "/tag=x",
      "/ietf-datastores:running",
      "/ietf-datastores:operational",
      "/example-devices:ping",
      "/reset",
      "//",
      "/..",
    ],
    ...[
      "%",
      "%FF",
      "%2F",
      "%00",
      "=",
      ",",
      "'",
      "?",
      "&",
      "?depth=1&",
      "?fields=device(name",
      "?insert=first",
      "?a&a",
      "#",
    ],
  );
  const path = fc.array(segment, { maxLength: 8 }).map((segments) => `/restconf${segments.join("")}`);
  const type = fc.constantFrom(
    "application/yang-data+json",
    "application/yang-data+xml",
    "text/plain",
    "",
    "a/b;;",
    ";",
  );
  const accept = fc.constantFrom("*/*", "application/yang-data+xml", "text/html", "", ",", "*/*;q=x", "a");
  const body = fc.constantFrom(
    "",
    "{",
    "{}",
    "[]",
    "null",
    '{"example-devices:device":[{"name":"q"}]}',
    '{"ietf-restconf:data":{}}',
    "<",
    "<a/>",
    "\u0000",
    "<data xmlns='urn:ietf:params:xml:ns:yang:ietf-restconf'/>",
  );
  await fc.assert(
    fc.asyncProperty(method, path, type, accept, body, async (verb, url, contentType, accepted, payload) => {
      const headers = { ":method": verb, ":path": url, "content-type": contentType, accept: accepted };
      const reply = await request(session, headers, payload);
      assert.ok(reply.status !== undefined && reply.status >= 200, `${verb} ${url}: no answer`);
      assert.notEqual(reply.status, 500, `${verb} ${url} ${payload}: ${reply.body}`);
      if (reply.status >= 400 && verb !== "HEAD") assert.match(reply.body, /ietf-restconf/);
      if (verb === "HEAD") assert.equal(reply.body, "");
    }),
    { numRuns: 600 },
  );
  session.close();
  await stillAnswers();
});

test("bytes that are no HTTP leave the listener as it was", async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ minLength: 1, maxLength: 200 }), async (bytes) => {
      const socket = await openSocket();
      socket.end(bytes);
      socket.resume();
      await once(socket, "close");
    }),
    { numRuns: 40 },
  );
  await stillAnswers();
});

test("closing lets a request end, and takes its time with none that does not", async () => {
  const closing = await startListener(certificates, limits);
  closing.management.answer = async () => {
    await delay(100);
    return closing.management.dataAnswer("{}");
  };
  const session = http2.connect(`https://localhost:${closing.port}`, {
    ca: certificates.read("ca.crt"),
    cert: certificates.read("admin.crt"),
    key: certificates.read("admin.key"),
  });
  session.on("error", () => {});
  const reply = request(session, { ":path": D });
  await eventually(() => closing.management.operations.length === 1, "the request is there");
  const closed = closing.server.close();
  assert.equal((await reply).status, 200);
  await closed;
});
