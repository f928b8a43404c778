/** The limits of the configuration: what is beyond is refused, and what is within goes on. */

import assert from "node:assert/strict";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { connect as connectTls } from "node:tls";
import { curl, run, skipWithout } from "../support/clients.js";
import { until } from "../support/self-configuration.js";
import { type ServerProcess, startServerProcess } from "../support/server-process.js";
import { clientTls, openTlsNetconf } from "../support/tls-client.js";

const folder = mkdtempSync(join(tmpdir(), "sweetcomb-limits-"));
after(() => rmSync(folder, { recursive: true }));

function startWith(name: string, settings: object): Promise<ServerProcess> {
  const file = join(folder, `${name}.json`);
  writeFileSync(file, JSON.stringify(settings));
  return startServerProcess(["--config", file]);
}

describe("limits on sessions, hellos, messages and keys", { skip: skipWithout("ssh", "ssh-keygen") }, () => {
  let server: ServerProcess;
  before(async () => {
    const netconf = { maxSessions: 2, helloTimeoutS: 1, maxMessageBytes: 10_000, maxAuthenticationAttempts: 2 };
    server = await startWith("sessions", { netconf });
  });
  after(() => server.dispose());

  const openSession = async () => {
    const client = await openTlsNetconf(server);
    await client.hello();
    return client;
  };

  it("a session beyond maxSessions is refused, until one of the others has ended", async () => {
    const [first, second] = [await openSession(), await openSession()];
    await assert.rejects(openSession());
    await first.request("<close-session/>");
    await until(async () => {
      const third = await openSession();
      await third.request("<close-session/>");
    });
    await second.request("<close-session/>");
  });

  it("who says no hello for helloTimeoutS is let go", async () => {
    const client = await openTlsNetconf(server);
    assert.match(await client.message(), /<hello/);
    assert.deepEqual(await client.rest(), []);
  });

  it("a message beyond maxMessageBytes ends the session, and the next one works", async () => {
    const client = await openSession();
    assert.match(await client.request(`<get><!--${"x".repeat(5_000)}--><filter type="subtree"/></get>`), /<data>/);
    client.send(`<rpc xmlns="urn:ietf:params:xml:ns:netconf:base:1.0" message-id="9">${"x".repeat(20_000)}</rpc>`);
    for (const said of await client.rest()) assert.match(said, /<rpc-error>/);
    const next = await openSession();
    await next.request("<close-session/>");
  });

  it("a connection may try maxAuthenticationAttempts keys in vain", async () => {
    const keys = ["one", "two", "three"].map((name) => join(folder, name));
    for (const key of keys) await run("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", key]);
    const login = (tried: readonly string[]) => {
      const options = ["-F", "none", "-o", "IdentitiesOnly=yes", "-o", "BatchMode=yes"];
      const hosts = ["-o", "StrictHostKeyChecking=no", "-o", "UserKnownHostsFile=/dev/null"];
      const identities = [...tried, join(server.certs, "admin_ed25519")].flatMap((key) => ["-i", key]);
      const words = [...options, ...hosts, ...identities, "-p", String(server.netconfPort), "admin@127.0.0.1"];
      return run("sh", ["-c", `ssh ${words.join(" ")} -s netconf 2>&1 </dev/null; true`]);
    };
    assert.match(await login(keys.slice(0, 1)), /<session-id>/);
    assert.doesNotMatch(await login(keys), /<session-id>/);
  });
});

describe("limits on connections", { skip: skipWithout("curl") }, () => {
  let server: ServerProcess;
  before(async () => {
    server = await startWith("connections", {
      netconf: { connectionsPerSecond: 1 },
      restconf: { connectionsPerSecond: 1, maxConnections: 2 },
    });
  });
  after(() => server.dispose());

  /** Whether the server says anything on a connection before it ends it: SSH speaks first. */
  const isServed = async () => {
    const socket = connect(server.netconfPort, "127.0.0.1").on("error", () => undefined);
    const served = await Promise.race([once(socket, "data").then(() => true), once(socket, "close").then(() => false)]);
    socket.destroy();
    return served;
  };

  it("an address that opens more of them than connectionsPerSecond lets it is refused, and served again later", async () => {
    while (await isServed());
    await until(async () => assert.match(server.log(), /this address opens too many/));
    await until(async () => assert.equal(await isServed(), true));
    assert.equal((await curl(server, { path: "/restconf" })).status, 200, "RESTCONF counts for itself");
  });

  it("a connection of RESTCONF beyond maxConnections is refused, until one of the others has ended", async () => {
    const open = async () => {
      const secured = connectTls({ ...clientTls(server, "admin"), host: "127.0.0.1", port: server.restconfPort });
      await once(secured, "secureConnect");
      return secured.on("error", () => undefined);
    };
    const [first, second] = [await open(), await open()];
    await assert.rejects(open());
    first.destroy();
    await until(async () => assert.equal((await curl(server, { path: "/restconf" })).status, 200));
    second.destroy();
  });
});

describe("limits on wrong passwords", { skip: skipWithout("curl") }, () => {
  it("hold for windowS: then the right one is taken again", async () => {
    const server = await startWith("passwords", {
      authentication: { maxFailuresPerUser: 1, windowS: 1 },
      restconf: { basicAuthentication: true },
    });
    try {
      const authentication = {
        "user-authentication-order": ["local-users"],
        user: [{ name: "ann", password: "$0$sun" }],
      };
      const path = "/restconf/data/ietf-system:system/authentication";
      const body = JSON.stringify({ "ietf-system:authentication": authentication });
      assert.equal((await curl(server, { method: "PUT", path, body })).status, 204);
      const login = async (password: string) => {
        const headers = { Authorization: `Basic ${Buffer.from(`ann:${password}`).toString("base64")}` };
        return (await curl(server, { path: "/restconf", as: "none", headers })).status;
      };
      const refused: number[] = [];
      while (!refused.includes(429)) refused.push(await login("moon"));
      assert.equal(refused[0], 401);
      await until(async () => assert.equal(await login("sun"), 200));
    } finally {
      await server.dispose();
    }
  });
});
