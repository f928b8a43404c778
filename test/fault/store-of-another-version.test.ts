/** A store that was written with other YANG modules: the server starts with what those of now take, tells what it has left out, and keeps it. */

import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, type TestContext, test } from "node:test";
import { openLmdbStore } from "../../src/datastore/persistence/lmdb-store.js";
import { type ServerProcess, startServerProcess } from "../support/server-process.js";
import { openRestconf, type RestconfClient } from "./support/restconf-client.js";

const SHELF = "/restconf/data/example-shelf:shelf";
const folder = mkdtempSync(join(tmpdir(), "sweetcomb-versions-"));
after(() => rmSync(folder, { recursive: true, force: true }));

/** The words that have the server implement the module with these nodes in its list. */
function version(name: string, nodes: string): readonly string[] {
  const yangDir = join(folder, name);
  mkdirSync(yangDir);
  const text = `module example-shelf { yang-version 1.1; namespace "urn:example:shelf"; prefix s;
    container shelf {
      list item { key name; leaf name { type string; } ${nodes} }
      list box { key number; leaf number { type uint8; } leaf holds { type leafref { path "../../item/name"; } mandatory true; } }
    } }`;
  writeFileSync(join(yangDir, "example-shelf.yang"), text);
  return ["--yang-dir", yangDir, "--implement", "example-shelf"];
}

const older = version("older", "leaf colour { type string; } leaf size { type string; } leaf weight { type uint8; }");
const newer = version("newer", 'leaf size { type uint8; } leaf weight { type uint8; must ". < 10"; }');
const choosier = version(
  "choosier",
  `must "size != 'large'"; leaf colour { type string; } leaf size { type string; } leaf weight { type uint8; }`,
);

const stored = {
  "example-shelf:shelf": {
    item: [
      { name: "heavy", size: "large", weight: 50 },
      { name: "small", colour: "red", size: "7", weight: 5 },
    ],
    box: [{ number: 1, holds: "heavy" }],
  },
};
const taken = {
  "example-shelf:shelf": {
    item: [{ name: "heavy" }, { name: "small", size: 7, weight: 5 }],
    box: [{ number: 1, holds: "heavy" }],
  },
};
const item = (name: string) => `/example-shelf:shelf/item[name='${name}']`;
const leftOut = [`${item("heavy")}/size`, `${item("heavy")}/weight`, `${item("small")}/colour`];

describe("a store with a leaf that is gone, one of another type, and one that breaks a constraint", () => {
  test("is started with without these, when its journal has them", async (t) => {
    const first = await startWith(t, older, stored);
    const client = openRestconf(first);
    await written(client, "PUT", "/item=heavy/size", { "example-shelf:size": "huge" });
    await written(client, "PUT", "/item=small/weight", { "example-shelf:weight": 9 });
    client.close();
    const { server, restconf } = await upgraded(t, first);
    const [heavy, small] = taken["example-shelf:shelf"].item;
    const expected = { ...taken["example-shelf:shelf"], item: [heavy, { ...small, weight: 9 }] };
    assert.deepEqual(await shelf(restconf), { "example-shelf:shelf": expected });
    await isTold(server, restconf);
  });

  test("is started with without these, when its snapshot has them", async (t) => {
    const first = await startWith(t, older, stored);
    await asSnapshot(first);
    const { server, restconf } = await upgraded(t, first);
    assert.deepEqual(await shelf(restconf), taken);
    await isTold(server, restconf);
  });

  test("does not miss what its journal has deleted", async (t) => {
    const first = await startWith(t, older, stored);
    await asSnapshot(first);
    const again = await first.restart(older);
    const client = openRestconf(again);
    for (const path of ["/item=small/colour", "/item=heavy/size"]) await written(client, "DELETE", path);
    await written(client, "PUT", "/item=heavy/weight", { "example-shelf:weight": 8 });
    client.close();
    const { restconf } = await upgraded(t, again);
    assert.deepEqual(await toldAsLeftOut(restconf), []);
    const items = (await shelf(restconf))["example-shelf:shelf"]!.item;
    assert.deepEqual(items, [
      { name: "heavy", weight: 8 },
      { name: "small", size: 7, weight: 5 },
    ]);
  });

  test("takes changes again, is told of until its file is removed, and is whole in the copy", async (t) => {
    const first = await startWith(t, older, stored);
    const { server, restconf } = await upgraded(t, first);
    await written(restconf, "PUT", "/item=heavy/size", { "example-shelf:size": 3 });
    restconf.close();
    const again = await server.restart();
    t.after(() => again.stop("SIGKILL"));
    const client = openRestconf(again);
    t.after(() => client.close());
    assert.equal((await shelf(client))["example-shelf:shelf"]!.item[0]!.size, 3);
    assert.deepEqual((await toldAsLeftOut(client)).toSorted(), leftOut);
    const [parts] = filesOf(again, /^left-out-\d+\.json$/);
    const [copy] = filesOf(again, /^left-out-\d+\.lmdb$/);
    for (const file of [parts!, copy!]) assert.equal(statSync(file).mode & 0o777, 0o600);
    assert.match(readFileSync(parts!, "utf8"), /large/);
    assert.ok(readFileSync(copy!).includes("large"));
    rmSync(parts!);
    assert.deepEqual(await toldAsLeftOut(client), []);
  });
});

test("a commit that waits for its confirmation is taken back by an upgrade, and startup is as it was", async (t) => {
  const first = await startWith(t, older, stored);
  const client = openRestconf(first);
  await written(client, "PUT", "/item=small/size", { "example-shelf:size": "8" });
  await written(client, "PUT", "/item=small/weight", { "example-shelf:weight": 6 });
  client.close();
  await first.stop();
  const store = openLmdbStore(`${first.folder}/state`);
  const baseRevision = store.lastRevision - 1;
  const confirmation = { baseRevision, persist: "x", deadlineMs: Date.now() + 600_000, sessionId: 1, user: "admin" };
  await store.writeRecords({ confirmation, startup: { revision: baseRevision - 1 } });
  await store.close();
  const { restconf } = await upgraded(t, first);
  const small = async (resource: string) => JSON.parse((await restconf.request("GET", resource)).body);
  const path = "example-shelf:shelf/item=small";
  assert.deepEqual(await small(`/restconf/data/${path}`), {
    "example-shelf:item": [{ name: "small", size: 8, weight: 5 }],
  });
  const startup = await small(`/restconf/ds/ietf-datastores:startup/${path}`);
  assert.deepEqual(startup, { "example-shelf:item": [{ name: "small", size: 7, weight: 5 }] });
});

test("a module that is there and not implemented any more is asked for, and nothing is left out", async (t) => {
  const first = await startWith(t, older, stored);
  await assert.rejects(first.restart(older.slice(0, 2)), /start with --implement example-shelf/);
  assert.deepEqual(filesOf(first, /^left-out/), []);
});

test("an entry that breaks a constraint takes along what needs it, and no other entry", async (t) => {
  const { restconf } = await upgraded(t, await startWith(t, older, stored), choosier);
  const [, small] = stored["example-shelf:shelf"].item;
  assert.deepEqual(await shelf(restconf), { "example-shelf:shelf": { item: [small] } });
  const box = "/example-shelf:shelf/box[number='1']";
  assert.deepEqual(await toldAsLeftOut(restconf), [item("heavy"), `${box}/holds`, box]);
});

interface Shelf {
  readonly item: readonly { readonly name: string; readonly size?: unknown }[];
  readonly box?: unknown;
}

async function startWith(t: TestContext, words: readonly string[], content: object): Promise<ServerProcess> {
  const server = await startServerProcess(words);
  t.after(() => server.dispose());
  const restconf = openRestconf(server);
  const { status, body } = await restconf.request("PUT", SHELF, content);
  restconf.close();
  assert.equal(status, 204, body);
  return server;
}

/** Ends the server, and makes what its journal leads to the snapshot. */
async function asSnapshot(server: ServerProcess): Promise<void> {
  const reader = openRestconf(server);
  const json = Buffer.from(JSON.stringify(await reader.running()));
  reader.close();
  await server.stop();
  const store = openLmdbStore(`${server.folder}/state`);
  await store.writeSnapshot({ revision: store.lastRevision, timeMs: 0, json }, 0);
  await store.close();
}

async function upgraded(t: TestContext, first: ServerProcess, words = newer) {
  const server = await first.restart(words);
  t.after(() => server.stop("SIGKILL"));
  const restconf = openRestconf(server);
  t.after(() => restconf.close());
  return { server, restconf };
}

async function shelf(restconf: RestconfClient): Promise<Record<string, Shelf>> {
  return JSON.parse((await restconf.request("GET", `${SHELF}?content=config`)).body);
}

async function isTold(server: ServerProcess, restconf: RestconfClient): Promise<void> {
  assert.deepEqual((await toldAsLeftOut(restconf)).toSorted(), leftOut);
  for (const path of leftOut) assert.ok(server.log().includes(`"path":"${path}"`), server.log());
}

async function toldAsLeftOut(restconf: RestconfClient): Promise<readonly string[]> {
  const { body } = await restconf.request("GET", "/restconf/data/sweetcomb-vpp:vpp/state");
  const told: readonly { readonly path: string }[] = JSON.parse(body)["sweetcomb-vpp:state"]["left-out"] ?? [];
  return told.map(({ path }) => path);
}

function filesOf({ folder }: ServerProcess, name: RegExp): readonly string[] {
  const state = join(folder, "state");
  return readdirSync(state)
    .filter((file) => name.test(file))
    .map((file) => join(state, file));
}

async function written(restconf: RestconfClient, method: string, path: string, content?: object): Promise<void> {
  const { status, body } = await restconf.request(method, `${SHELF}${path}`, content);
  assert.ok(status === 201 || status === 204, `${path}: ${status} ${body}`);
}
