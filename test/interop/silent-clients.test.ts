/** Clients that say nothing: those who are idle are ended, those who are gone are found out, the others stay. */

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import type { TestClient } from "../northbound/netconf/test-client.js";
import { skipWithout } from "../support/clients.js";
import { type ServerProcess, startServerProcess } from "../support/server-process.js";
import { openTlsNetconf } from "../support/tls-client.js";

const folder = mkdtempSync(join(tmpdir(), "sweetcomb-silent-"));
after(() => rmSync(folder, { recursive: true }));

function startWith(name: string, settings: object): Promise<ServerProcess> {
  const file = join(folder, `${name}.json`);
  writeFileSync(file, JSON.stringify(settings));
  return startServerProcess(["--config", file]);
}

/** What a client is told up to an event, which it waits for. */
async function toldUpTo(client: TestClient, event: RegExp): Promise<string> {
  let told = "";
  while (!event.test(told)) told += await client.message();
  return told;
}

const GET_NOTHING = '<get><filter type="subtree"/></get>';

describe("an idle timeout", () => {
  let server: ServerProcess;
  before(async () => {
    server = await startWith("idle", { netconf: { idleTimeoutS: 1 } });
  });
  after(() => server.dispose());

  it("ends a session without requests, and not one that waits for events, which is told of it", async () => {
    const follower = await openTlsNetconf(server);
    await follower.hello();
    await follower.request('<create-subscription xmlns="urn:ietf:params:xml:ns:netconf:notification:1.0"/>');
    const idle = await openTlsNetconf(server);
    await idle.hello();
    await idle.rest();
    const told = await toldUpTo(follower, /<netconf-session-end.*<\/netconf-session-end>/s);
    assert.match(told, /<termination-reason>timeout<\/termination-reason>/);
    assert.match(await follower.request(GET_NOTHING), /<data>/);
    follower.stream.destroy();
  });
});

describe("keep-alives", { skip: skipWithout("ssh") }, () => {
  let server: ServerProcess;
  before(async () => {
    server = await startWith("keepalive", { keepaliveS: 1 });
  });
  after(() => server.dispose());

  /** A session of OpenSSH, and what it has said. */
  const openSsh = async (port: number) => {
    const options = [
      "-F",
      "none",
      "-o",
      "IdentitiesOnly=yes",
      "-o",
      "BatchMode=yes",
      "-i",
      `${server.certs}/admin_ed25519`,
    ];
    const hosts = ["-o", "StrictHostKeyChecking=no", "-o", "UserKnownHostsFile=/dev/null"];
    const words = [...options, ...hosts, "-p", String(port), "admin@127.0.0.1", "-s", "netconf"];
    const child = spawn("ssh", words, { stdio: ["pipe", "pipe", "ignore"] });
    child.stdin.on("error", () => undefined);
    let said = "";
    const heard = async (pattern: RegExp) => {
      while (!pattern.test(said)) {
        const [bytes] = (await once(child.stdout, "data")) as [Buffer];
        said += bytes.toString();
      }
    };
    await heard(/<session-id>/);
    return { child, heard };
  };

  it("of SSH find out that a client is gone, while one that is only silent stays", async () => {
    const silent = await openSsh(server.netconfPort);
    const ends: Socket[] = [];
    const proxy = createServer((near) => {
      const far = connect(server.netconfPort, "127.0.0.1");
      near.pipe(far).pipe(near);
      for (const end of [near, far]) end.on("error", () => undefined);
      ends.push(near, far);
    });
    proxy.listen(0, "127.0.0.1");
    await once(proxy, "listening");
    const { child } = await openSsh((proxy.address() as AddressInfo).port);
    const [near, far] = ends as [Socket, Socket];
    // From here on nothing comes through: neither questions nor answers.
    near.unpipe(far);
    far.unpipe(near);
    far.resume();
    near.pause();
    await once(far, "close");
    const hello = "<capability>urn:ietf:params:netconf:base:1.0</capability>";
    silent.child.stdin.write(
      `<hello xmlns="urn:ietf:params:xml:ns:netconf:base:1.0"><capabilities>${hello}</capabilities></hello>]]>]]>`,
    );
    silent.child.stdin.write(
      '<rpc xmlns="urn:ietf:params:xml:ns:netconf:base:1.0" message-id="silent"><close-session/></rpc>]]>]]>',
    );
    await silent.heard(/message-id="silent"/);
    child.kill();
    near.destroy();
    proxy.close();
  });

  const table = "/proc/net/tcp";
  it("of TCP are on for connections over TLS", {
    skip: existsSync(table) ? false : `${table} is not there`,
  }, async () => {
    const client = await openTlsNetconf(server);
    await client.hello();
    const { localPort } = client.stream as unknown as Socket;
    // proc(5): address and port are hexadecimal; the timer is 02 for keep-alives.
    const port = (number: number) => number.toString(16).toUpperCase().padStart(4, "0");
    const accepted = new RegExp(`:${port(server.netconfTlsPort)} \\w+:${port(localPort!)} \\w+ \\w+:\\w+ (\\w+):`);
    assert.equal(accepted.exec(readFileSync(table, "utf8"))?.[1], "02");
    client.stream.destroy();
  });
});
