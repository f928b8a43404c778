/** Conditions on single resources with curl against the server process (RFC 8040 3.4.1, 3.5.1, 3.5.2; RFC 9110 13). */

import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, beforeEach, describe, it } from "node:test";
import { type CurlRequest, curl, ncclient, skipWithout } from "../../support/clients.js";
import { startLabServer } from "../../support/lab-server.js";
import type { ServerProcess } from "../../support/server-process.js";

const LAB = "/restconf/data/example-lab:lab";

describe("conditions per resource", { skip: skipWithout("curl") }, () => {
  let server: ServerProcess;
  const ask = (method: string, path: string, content?: unknown, headers: Record<string, string> = {}) => {
    const body = content === undefined ? {} : { body: JSON.stringify(content) };
    return curl(server, { method, path: `${LAB}${path}`, headers, ...body } satisfies CurlRequest);
  };
  const device = (name: string, more: object = {}) => ({ "example-lab:device": [{ name, ...more }] });
  const headersOf = async (path: string) => {
    const { status, headers } = await ask("GET", path);
    assert.equal(status, 200, path);
    return { etag: headers.etag!, modified: headers["last-modified"]! };
  };
  const tagsOf = async (paths: readonly string[]) => {
    const tags: string[] = [];
    for (const path of paths) tags.push((await headersOf(path)).etag);
    return tags;
  };

  before(async () => {
    server = await startLabServer();
  });
  after(() => server.dispose());
  beforeEach(async () => {
    const content = {
      title: "t",
      alarm: { delay: 3 },
      device: [
        { name: "a", serial: 1 },
        { name: "b", serial: 2 },
      ],
    };
    assert.ok((await ask("PUT", "", { "example-lab:lab": content })).status < 300);
  });

  it("a change gives the resource and all around it new tags, and leaves those beside it", async () => {
    const paths = ["/device=a", "", "/device=b", "/alarm", "/title", "/device=b/serial"];
    const before = await tagsOf(paths);
    const written = await ask("PATCH", "/device=a", device("a", { speed: 10 }));
    assert.equal(written.status, 204);
    const after = await tagsOf(paths);
    const changed = paths.filter((_path, index) => before[index] !== after[index]);
    assert.deepEqual(changed, ["/device=a", ""]);
    assert.equal(written.headers.etag, after[0]);
    const datastore = await curl(server, { path: "/restconf/data/ietf-netconf-acm:nacm" });
    assert.notEqual(datastore.headers.etag, after[0]);
  });

  it("a writer is stopped by a change of its own resource and not by one of another", async () => {
    const { etag } = await headersOf("/device=b");
    assert.equal((await ask("PATCH", "/device=a", device("a", { speed: 10 }))).status, 204);
    const mine = device("b", { speed: 20 });
    assert.equal((await ask("PATCH", "/device=b", mine, { "If-Match": etag })).status, 204);
    assert.equal((await ask("PATCH", "/device=b", mine, { "If-Match": etag })).status, 412);
    assert.equal((await ask("DELETE", "/device=b", undefined, { "If-Match": etag })).status, 412);
  });

  it("a change over NETCONF counts like one over RESTCONF", { skip: skipWithout("ncclient") }, async () => {
    const before = await tagsOf(["/device=a", "/device=b"]);
    await ncclient(server, `commit_lab("<device><name>b</name><speed>77</speed></device>")`);
    const after = await tagsOf(["/device=a", "/device=b"]);
    assert.equal(after[0], before[0]);
    assert.notEqual(after[1], before[1]);
  });

  it("a key that is written in another way names the same resource with the same tag", async () => {
    const path = (key: string) => `/restconf/data/ietf-interfaces:interfaces/interface=lo0/ietf-ip:ipv6/address=${key}`;
    const body = (content: object) => JSON.stringify(content);
    const interfaces = {
      "ietf-interfaces:interfaces": {
        interface: [
          {
            name: "lo0",
            type: "iana-if-type:softwareLoopback",
            "ietf-ip:ipv6": { address: [{ ip: "2001:db8::1", "prefix-length": 64 }] },
          },
        ],
      },
    };
    const put = await curl(server, {
      method: "PUT",
      path: "/restconf/data/ietf-interfaces:interfaces",
      body: body(interfaces),
    });
    assert.ok(put.status < 300, put.body);
    const canonical = await curl(server, { path: path("2001%3Adb8%3A%3A1") });
    const other = await curl(server, { path: path("2001%3ADB8%3A0%3A%3A1") });
    assert.deepEqual([other.status, other.headers.etag], [canonical.status, canonical.headers.etag]);
  });

  it("If-Match on what is not there fails, and If-None-Match: * makes it only when it is new", async () => {
    const create = (headers: Record<string, string>) => ask("PUT", "/device=c", device("c", { serial: 3 }), headers);
    assert.equal((await create({ "If-Match": "*" })).status, 412);
    assert.equal((await create({ "If-None-Match": "*" })).status, 201);
    assert.equal((await create({ "If-None-Match": "*" })).status, 412);
    assert.equal((await create({ "If-Match": "*" })).status, 204);
  });

  it("a resource that was deleted and made again has another tag", async () => {
    const { etag } = await headersOf("/device=a");
    const gone = await ask("DELETE", "/device=a", undefined, { "If-Match": etag });
    assert.deepEqual([gone.status, gone.headers.etag], [204, undefined]);
    const made = await ask("POST", "", device("a", { serial: 1 }));
    assert.equal(made.status, 201);
    assert.equal(made.headers.etag, (await headersOf("/device=a")).etag);
    assert.notEqual(made.headers.etag, etag);
  });

  it("state has no tag, since it changes without any commit", async () => {
    const answer = await curl(server, { path: "/restconf/data/ietf-restconf-monitoring:restconf-state" });
    assert.deepEqual([answer.status, answer.headers.etag], [200, undefined]);
  });

  it("dates are compared in the order of RFC 9110 13.2.2", async () => {
    const { etag, modified } = await headersOf("/device=a");
    const past = new Date(Date.parse(modified) - 5000).toUTCString();
    const get = async (headers: Record<string, string>) => (await ask("GET", "/device=a", undefined, headers)).status;
    assert.equal(await get({ "If-Modified-Since": modified }), 304);
    assert.equal(await get({ "If-Modified-Since": past }), 200);
    assert.equal(await get({ "If-Unmodified-Since": past }), 412);
    assert.equal(await get({ "If-Unmodified-Since": past, "If-Match": etag }), 200);
    assert.equal(await get({ "If-Modified-Since": modified, "If-None-Match": '"other"' }), 200);
    const write = async (headers: Record<string, string>) =>
      (await ask("PATCH", "/device=a", device("a", { speed: 11 }), headers)).status;
    assert.equal(await write({ "If-Unmodified-Since": past }), 412);
    assert.equal(await write({ "If-Unmodified-Since": "yesterday" }), 204);
  });

  it("tags and times are the same after a restart", async () => {
    assert.equal((await ask("PATCH", "/device=a", device("a", { speed: 12 }))).status, 204);
    const paths = ["", "/device=a", "/device=b", "/title"];
    const before = await Promise.all(paths.map(headersOf));
    server = await server.restart();
    assert.deepEqual(await Promise.all(paths.map(headersOf)), before);
  });
});

it("a snapshot keeps the tags of what was not changed since long", { skip: skipWithout("curl") }, async (t) => {
  const folder = mkdtempSync(join(tmpdir(), "sweetcomb-test-"));
  t.after(() => rmSync(folder, { recursive: true }));
  const file = join(folder, "configuration.json");
  writeFileSync(file, JSON.stringify({ persistence: { snapshotEvery: 5 } }));
  let server = await startLabServer(["--config", file]);
  t.after(() => server.dispose());
  const write = (path: string, content: unknown) =>
    curl(server, { method: "PUT", path: `${LAB}${path}`, body: JSON.stringify(content) });
  const content = { title: "t", device: [{ name: "a", serial: 1 }] };
  assert.ok((await write("", { "example-lab:lab": content })).status < 300);
  const tag = async (path: string) => (await curl(server, { path: `${LAB}${path}` })).headers.etag;
  const first = await tag("/device=a");
  for (let count = 0; count < 12; count++) await write("/title", { "example-lab:title": `t${count}` });
  const title = await tag("/title");
  server = await server.restart();
  assert.deepEqual([await tag("/device=a"), await tag("/title")], [first, title]);
});
