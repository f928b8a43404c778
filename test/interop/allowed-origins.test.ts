/** Pages of other origins, as a browser asks for them (the Fetch standard's CORS protocol), with curl. */

import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { type CurlRequest, curl, skipWithout } from "../support/clients.js";
import { startLabServer } from "../support/lab-server.js";
import { type ServerProcess, startServerProcess } from "../support/server-process.js";

const CONSOLE = "https://console.example";
const TITLE = "/restconf/data/example-lab:lab/title";
const body = JSON.stringify({ "example-lab:title": "t" });
const preflight = (origin: string): Partial<CurlRequest> => ({
  method: "OPTIONS",
  as: "none",
  headers: { Origin: origin, "Access-Control-Request-Method": "PUT", "Access-Control-Request-Headers": "content-type" },
});

describe("an origin that the configuration names", { skip: skipWithout("curl") }, () => {
  const folder = mkdtempSync(join(tmpdir(), "sweetcomb-origins-"));
  let server: ServerProcess;
  const ask = (path: string, more: Partial<CurlRequest> = {}) => curl(server, { path, ...more });
  before(async () => {
    const file = join(folder, "sweetcomb.json");
    writeFileSync(file, JSON.stringify({ restconf: { allowedOrigins: [CONSOLE, "http://localhost:3000"] } }));
    server = await startLabServer(["--config", file]);
  });
  after(async () => {
    await server?.dispose();
    rmSync(folder, { recursive: true, force: true });
  });

  it("is given leave before anybody has logged in, and others are not", async () => {
    for (const http of ["--http1.1", "--http2"] as const) {
      const { status, headers } = await ask(TITLE, { ...preflight(CONSOLE), http });
      assert.equal(status, 204);
      assert.equal(headers["access-control-allow-origin"], CONSOLE);
      assert.equal(headers["access-control-allow-credentials"], "true");
      assert.match(headers["access-control-allow-methods"]!, /\bPUT\b/);
      assert.match(headers["access-control-allow-headers"]!, /\bcontent-type\b/);
    }
    for (const origin of ["https://evil.example", "https://console.example.evil.example", "null", `${CONSOLE}:8443`]) {
      const { status, headers } = await ask(TITLE, preflight(origin));
      assert.deepEqual([status, headers["access-control-allow-origin"]], [401, undefined], origin);
    }
  });

  it("writes, reads, and reads what went wrong; who has not logged in is refused", async () => {
    const headers = { Origin: CONSOLE };
    const put = await ask(TITLE, { method: "PUT", body, headers });
    assert.equal(put.status, 201, put.body);
    assert.equal(put.headers["access-control-allow-origin"], CONSOLE);
    const get = await ask(TITLE, { headers });
    assert.equal(get.body, body);
    assert.match(get.headers["access-control-expose-headers"]!, /\betag\b/);
    assert.deepEqual(get.headers.vary!.split(", ").sort(), ["accept", "accept-encoding", "origin"]);
    const missing = await ask("/restconf/data/example-lab:lab/device=nobody", { headers });
    assert.deepEqual([missing.status, missing.headers["access-control-allow-origin"]], [404, CONSOLE]);
    const stranger = await ask(TITLE, { headers, as: "none" });
    assert.deepEqual([stranger.status, stranger.headers["access-control-allow-origin"]], [401, CONSOLE]);
  });

  it("does not help another: its writes are refused, and what it reads the browser keeps from it", async () => {
    const headers = { Origin: "https://evil.example" };
    assert.equal((await ask(TITLE, { method: "PUT", body, headers })).status, 403);
    const get = await ask(TITLE, { headers });
    assert.equal(get.headers["access-control-allow-origin"], undefined);
    assert.match(get.headers.vary!, /\borigin\b/, "a cache must not give it what is for the other");
  });
});

describe("without a configuration of origins", { skip: skipWithout("curl") }, () => {
  let server: ServerProcess;
  before(async () => {
    server = await startServerProcess();
  });
  after(() => server?.dispose());

  it("no origin is given leave, and only pages of the server itself write", async () => {
    const path = "/restconf/data/ietf-system:system/contact";
    const refused = await curl(server, { path, ...preflight(CONSOLE) });
    assert.deepEqual([refused.status, refused.headers["access-control-allow-origin"]], [401, undefined]);
    const get = await curl(server, { path: "/restconf", headers: { Origin: CONSOLE } });
    assert.deepEqual(
      [get.status, get.headers["access-control-allow-origin"], get.headers.vary],
      [200, undefined, "accept"],
    );
    const write = (origin: string) => {
      const contact = JSON.stringify({ "ietf-system:contact": "ann" });
      return curl(server, { path, method: "PUT", body: contact, headers: { Origin: origin } });
    };
    assert.equal((await write(CONSOLE)).status, 403);
    assert.ok([201, 204].includes((await write(`https://localhost:${server.restconfPort}`)).status));
  });
});
