/** Clients that break off, say nonsense, send too much or read too slowly: others do not notice, and nothing of them stays. */

import assert from "node:assert/strict";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { request } from "node:https";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { connect as connectTls } from "node:tls";
import { helloOf } from "../northbound/netconf/test-client.js";
import { type ServerProcess, startServerProcess } from "../support/server-process.js";
import { eventually } from "./support/bed.js";
import { freePort, readMetrics } from "./support/metrics.js";
import { type NetconfSession, openChannel, openNetconf } from "./support/netconf-session.js";
import { site, sitesIn, xmlOf } from "./support/network.js";
import { openRestconf, type RestconfClient } from "./support/restconf-client.js";

const folder = mkdtempSync(join(tmpdir(), "sweetcomb-clients-"));
const LIMIT_BYTES = 16 * 1024 * 1024;
/** A configuration of some megabytes, more than the buffers between server and client hold. */
const large = site(2, 1, 20_000);
const held = ["sweetcomb_sessions", "handles", "cursors", "documents"].map((name) =>
  name.startsWith("sweetcomb") ? name : `sweetcomb_engine_${name}`,
);

let server: ServerProcess;
let healthPort: number;
let netconf: NetconfSession;
let restconf: RestconfClient;
let step = 1;
/** What the server holds while only the good clients are there. */
let heldAtFirst: readonly number[];

before(async () => {
  const settings = join(folder, "settings.json");
  const limits = { netconf: { maxMessageBytes: LIMIT_BYTES }, restconf: { maxBodyBytes: LIMIT_BYTES } };
  writeFileSync(settings, JSON.stringify(limits));
  healthPort = await freePort();
  server = await startServerProcess(["--config", settings, "--health-port", String(healthPort)]);
  netconf = await openNetconf(server);
  restconf = openRestconf(server);
  await netconf.commit(xmlOf([site(1, step), large]));
  heldAtFirst = await readMetrics(healthPort, held);
});

after(async () => {
  restconf?.close();
  await server?.dispose();
  rmSync(folder, { recursive: true, force: true });
});

const nonsense: Readonly<Record<string, string>> = {
  "a chunk without a number": "\n#x\n",
  "a chunk of no bytes": "\n#0\n",
  "a chunk larger than any may be": "\n#4294967296\n",
  "the framing of NETCONF 1.0": `<rpc message-id="1"><get/></rpc>]]>]]>`,
  "an end without a beginning": "\n##\n",
  "zero bytes": "\0".repeat(1000),
};

for (const [name, bytes] of Object.entries(nonsense)) {
  test(`a session that sends ${name} is ended, and no other`, async () => {
    const bad = await openNetconf(server);
    bad.client.sendRaw(bytes);
    await bad.client.rest();
    await assertOthersGoOn();
  });
}

test("what is said before a session begins ends it or is waited for, and disturbs nobody", async () => {
  const hellos = ["<hello", "no XML]]>]]>", "<hello/>]]>]]>", `${helloOf("1.1").replace(/1\.1/g, "9.9")}]]>]]>`];
  const channels = await Promise.all(hellos.map(() => openChannel(server)));
  for (const [index, { channel }] of channels.entries()) channel.write(hellos[index]!);
  const sockets = [server.netconfPort, server.restconfPort].flatMap((port) =>
    ["", "GET / HTTP/1.1\r\n\r\n", "SSH-2.0-x\r\n", "\x16\x03\x01"].map((bytes) => {
      const socket = connect(port, "127.0.0.1").on("error", () => undefined);
      socket.write(bytes);
      return socket;
    }),
  );
  await assertOthersGoOn();
  for (const socket of sockets) socket.destroy();
  for (const { connection } of channels) connection.destroy();
  await assertNothingStays();
});

test("a message that is too long is refused", async () => {
  const bad = await openNetconf(server);
  const chunk = Buffer.alloc(2 ** 20, " ");
  for (let sent = 0; sent <= LIMIT_BYTES; sent += chunk.length) {
    bad.client.sendRaw(Buffer.concat([Buffer.from(`\n#${chunk.length}\n`), chunk]));
  }
  await bad.client.rest();
  const client = openRestconf(server);
  const answer = await client
    .request("PATCH", "/restconf/data/ietf-interfaces:interfaces", " ".repeat(LIMIT_BYTES + 1))
    .catch((failure: Error) => failure);
  client.close();
  if (!(answer instanceof Error)) assert.equal(answer.status, 413);
  await assertOthersGoOn();
  await assertNothingStays();
});

test("fifty sessions that vanish, with locks, half messages and requests under way, leave nothing", async () => {
  const half = "\n#1000\n<rpc xmlns='urn:ietf:params:xml:ns:netconf:base:1.0' message-id='1'><get";
  for (let round = 0; round < 10; round++) {
    const bad = await Promise.all(Array.from({ length: 5 }, () => openNetconf(server)));
    const [locker, halfway, asking, silent, editor] = bad;
    await locker!.ok("<lock><target><candidate/></target></lock>");
    halfway!.client.sendRaw(half);
    asking!.client.send(rpc("<get-config><source><running/></source></get-config>"));
    silent!.client.send(rpc("<get/>"));
    editor!.client.send(rpc("<validate><source><candidate/></source></validate>"));
    for (const session of bad) session.vanish();
    await eventually("the lock is free", async () =>
      (await netconf.request("<lock><target><candidate/></target></lock>")).includes("<ok/>"),
    );
    await netconf.ok("<unlock><target><candidate/></target></unlock>");
  }
  await assertOthersGoOn();
  await assertNothingStays();
});

test("sessions that ask for much and read nothing hold nobody up; when they vanish, their answers are dropped", async () => {
  const slow = await Promise.all(Array.from({ length: 5 }, () => openNetconf(server)));
  for (const { channel, client } of slow) {
    channel.pause();
    for (let count = 0; count < 3; count++) client.send(rpc("<get-config><source><running/></source></get-config>"));
  }
  await eventually("answers are being read", async () => (await readMetrics(healthPort, held))[2]! > 0);
  await assertOthersGoOn();
  for (const session of slow) session.vanish();
  await assertNothingStays();
});

test("RESTCONF clients that vanish in the middle of an answer or of a request leave nothing", async () => {
  for (let round = 0; round < 10; round++) await Promise.all([vanishInAnswer(), vanishInRequest()]);
  await assertOthersGoOn();
  await assertNothingStays();
});

function identity() {
  const read = (name: string) => readFileSync(`${server.certs}/${name}`);
  return { ca: read("ca.crt"), cert: read("admin.crt"), key: read("admin.key"), port: server.restconfPort };
}

async function vanishInAnswer(): Promise<void> {
  const asking = request({ ...identity(), host: "localhost", path: "/restconf/data?content=config", agent: false });
  asking.on("error", () => undefined).end();
  const [answer] = await once(asking, "response");
  await once(answer, "data");
  asking.destroy();
}

async function vanishInRequest(): Promise<void> {
  const socket = connectTls({ ...identity(), host: "localhost" });
  socket.on("error", () => undefined);
  await once(socket, "secureConnect");
  const head = "PATCH /restconf/data HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/yang-data+json\r\n";
  socket.write(`${head}Content-Length: 100000\r\n\r\n{"ietf-restconf:data":`);
  socket.destroy();
}

function rpc(operation: string): string {
  return `<rpc xmlns="urn:ietf:params:xml:ns:netconf:base:1.0" message-id="1">${operation}</rpc>`;
}

/** The good clients write and read over the sessions that they have had all the time. */
async function assertOthersGoOn(): Promise<void> {
  const wanted = site(1, ++step);
  await netconf.commit(xmlOf([wanted]));
  assert.deepEqual(sitesIn(await restconf.running())[0], wanted);
}

async function assertNothingStays(): Promise<void> {
  const isAsAtFirst = async () => (await readMetrics(healthPort, held)).join() === heldAtFirst.join();
  try {
    // What clients have asked for is still read when they vanish: all state of a VPP with 20,000 routes, several times.
    await eventually("the server holds no more than at first", isAsAtFirst, 60_000);
  } catch {
    assert.deepEqual(await readMetrics(healthPort, held), heldAtFirst, held.join());
  }
}
