/** A store that an earlier version has written, of which a part is refused now: the server starts with the rest, tells, and takes what mends it. */

import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import { openLmdbStore } from "../../src/datastore/persistence/lmdb-store.js";
import * as a from "../southbound/configurations.js";
import { type ServerProcess, startServerProcess } from "../support/server-process.js";
import { eventually } from "./support/bed.js";
import { openRestconf, type RestconfClient } from "./support/restconf-client.js";

const RESOLVER = "sweetcomb-lisp:lisp/map-resolver=192.0.2.5";
const LOOP0 = "ietf-interfaces:interfaces/interface=loop0";
const stored = {
  ...a.interfaces(
    a.loopback("loop0", { enabled: true, ...a.addresses("192.0.2.2/24") }),
    a.tunnel("vxlan", "out", { local: "192.0.2.1", remote: "192.0.2.2", vni: 7 }),
  ),
  "sweetcomb-lisp:lisp": { enabled: true, "map-resolver": [{ address: "192.0.2.5" }] },
};

test("a store of which a part is refused now is started with, told of, added to and mended", async (t) => {
  const { server, restconf } = await startOn(stored, t);
  const refused = [
    "/sweetcomb-lisp:lisp/map-resolver[address='192.0.2.5']/address",
    "/ietf-interfaces:interfaces/interface[name='loop0']/ietf-ip:ipv4/address[ip='192.0.2.2']",
  ];
  assert.deepEqual(await notApplied(restconf), refused);
  for (const path of refused) assert.ok(server.log().includes(`"path":"${path}"`), server.log());

  await taken(restconf, "PUT", `${LOOP0}/description`, { "ietf-interfaces:description": "uplink" });
  const again = { "sweetcomb-lisp:map-resolver": [{ address: "192.0.2.6" }] };
  const { status, body } = await restconf.request("POST", "/restconf/data/sweetcomb-lisp:lisp", again);
  assert.equal(status, 501, body);
  assert.match(body, /looks for ever for a map resolver/);

  await taken(restconf, "DELETE", RESOLVER);
  await taken(restconf, "DELETE", "ietf-interfaces:interfaces/interface=out");
  await eventually("all is applied", async () => (await notApplied(restconf)).length === 0);
  const { body: loop0 } = await restconf.request("GET", `/restconf/ds/ietf-datastores:operational/${LOOP0}`);
  assert.match(loop0, /"ip":"192\.0\.2\.2"/);
});

/** A server whose store has this beside what a new one has. */
async function startOn(content: object, t: TestContext) {
  const first = await startServerProcess();
  t.after(() => first.dispose());
  const reader = openRestconf(first);
  const running = await reader.running();
  reader.close();
  await first.stop();
  const store = openLmdbStore(`${first.folder}/state`);
  const json = Buffer.from(JSON.stringify({ ...running, ...content }));
  await store.writeSnapshot({ revision: store.lastRevision, timeMs: 0, json }, 0);
  await store.close();
  const server: ServerProcess = await first.restart();
  t.after(() => server.stop("SIGKILL"));
  const restconf = openRestconf(server);
  t.after(() => restconf.close());
  return { server, restconf };
}

async function notApplied(restconf: RestconfClient): Promise<readonly string[]> {
  const { body } = await restconf.request("GET", "/restconf/data/sweetcomb-vpp:vpp/state");
  const state = JSON.parse(body)["sweetcomb-vpp:state"] as { "not-applied"?: readonly { readonly path: string }[] };
  return (state["not-applied"] ?? []).map(({ path }) => path);
}

async function taken(restconf: RestconfClient, method: string, resource: string, content?: object): Promise<void> {
  const { status, body } = await restconf.request(method, `/restconf/data/${resource}`, content);
  assert.ok(status === 201 || status === 204, `${resource}: ${status} ${body}`);
}
