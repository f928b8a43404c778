/** NETCONF over a socket in the file system, for programs of the server's own machine. */

import assert from "node:assert/strict";
import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it, test } from "node:test";
import { assertRefused } from "../fault/support/run-to-exit.js";
import { TestClient } from "../northbound/netconf/test-client.js";
import { openNetconfSession } from "../support/netconf-session.js";
import { type ServerProcess, startServerProcess } from "../support/server-process.js";

const folder = mkdtempSync(join(tmpdir(), "sweetcomb-local-"));
after(() => rmSync(folder, { recursive: true }));

/** Words that have the server listen there. */
function listenAt(path: string, more: object = {}): readonly string[] {
  const file = join(folder, "config.json");
  writeFileSync(file, JSON.stringify({ netconf: { localSocket: { path, ...more } } }));
  return ["--config", file];
}

async function openLocalSession(path: string): Promise<TestClient> {
  const client = new TestClient(connect(path));
  await client.hello();
  return client;
}

const SESSIONS =
  '<get><filter type="subtree"><netconf-state xmlns="urn:ietf:params:xml:ns:yang:ietf-netconf-monitoring"><sessions/></netconf-state></filter></get>';
const interfaces = (inner: string) =>
  `<interfaces xmlns="urn:ietf:params:xml:ns:yang:ietf-interfaces">${inner}</interfaces>`;
const loop0 = interfaces(
  '<interface><name>loop0</name><type xmlns:t="urn:ietf:params:xml:ns:yang:iana-if-type">t:softwareLoopback</type></interface>',
);
const EDIT_RUNNING = `<edit-config><target><running/></target><config>${loop0}</config></edit-config>`;
const READ = `<get-config><source><running/></source><filter type="subtree">${interfaces("")}</filter></get-config>`;

describe("a local socket", () => {
  const path = join(folder, "netconf.sock");
  let server: ServerProcess;
  before(async () => {
    server = await startServerProcess(listenAt(path));
  });
  after(() => server.dispose());

  it("is open to the server's own user alone, who is admin there", async () => {
    assert.equal(statSync(path).mode & 0o777, 0o600);
    const client = await openLocalSession(path);
    assert.match(await client.request(EDIT_RUNNING), /<ok\/>/);
    assert.match(await client.request(READ), /<name>loop0<\/name>/);
    assert.match(await client.request("<close-session/>"), /<ok\/>/);
    assert.deepEqual(await client.rest(), []);
  });

  it("has sessions that are told with a transport of their own and no address, and that others can kill", async () => {
    const client = await openLocalSession(path);
    const told = await client.request(SESSIONS);
    const [session = ""] = /<session>(?:(?!<\/session>).)*netconf-local.*?<\/session>/s.exec(told) ?? [];
    assert.match(
      session,
      /<transport xmlns:(\w+)="urn:sweetcomb:params:xml:ns:yang:sweetcomb-endpoints">\1:netconf-local</,
    );
    assert.match(session, /<username>admin<\/username>/);
    assert.doesNotMatch(session, /source-host/);
    const other = await openNetconfSession(server, "admin");
    const id = /<session-id>(\d+)</.exec(session)![1];
    assert.match(await other.request(`<kill-session><session-id>${id}</session-id></kill-session>`), /<ok\/>/);
    assert.deepEqual(await client.rest(), []);
    other.close();
  });

  it("is gone when the server has ended, and takes the place of one that a killed server has left behind", async () => {
    await server.stop();
    assert.equal(existsSync(path), false);
    server = await server.restart();
    await server.stop("SIGKILL");
    assert.equal(existsSync(path), true);
    server = await server.restart();
    const client = await openLocalSession(path);
    assert.match(await client.request(READ), /<name>loop0<\/name>/);
    client.stream.destroy();
  });
});

test("whom the settings name is under access control, and the group may connect where they say so", async () => {
  const path = join(folder, "guest.sock");
  const server = await startServerProcess(listenAt(path, { user: "guest", mode: "660" }));
  try {
    assert.equal(statSync(path).mode & 0o777, 0o660);
    const client = await openLocalSession(path);
    assert.match(await client.request(EDIT_RUNNING), /<error-tag>access-denied<\/error-tag>/);
    client.stream.destroy();
  } finally {
    await server.dispose();
  }
});

test("a socket that another process serves, and a file that is no socket, are left alone and end the start", async () => {
  const served = join(folder, "served.sock");
  const other = createServer().listen(served);
  const file = join(folder, "file");
  writeFileSync(file, "precious");
  const folders = ["--state-dir", join(folder, "state"), "--certs-dir", join(folder, "certs")];
  try {
    await assertRefused(
      [...listenAt(served), ...folders],
      /the socket .*served\.sock cannot be opened: another process serves it/,
    );
    await assertRefused([...listenAt(file), ...folders], /the socket .*file cannot be opened: .*EADDRINUSE/);
    assert.equal(existsSync(served), true);
    assert.equal(statSync(file).size, "precious".length);
  } finally {
    other.close();
  }
});
