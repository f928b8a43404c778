/** What the server tells of its system, and what it does when it is asked to end or to forget (RFC 7317, RFC 8808). */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import * as os from "node:os";
import { after, before, describe, it } from "node:test";
import { fileURLToPath } from "node:url";
import { curl, ncclientAnswer, skipWithout } from "../support/clients.js";
import { type ServerProcess, startServerProcess } from "../support/server-process.js";
import { addCertificateUser } from "../support/users.js";

const factoryDefault = JSON.parse(
  readFileSync(fileURLToPath(new URL("../../../yang/factory-default.json", import.meta.url)), "utf8"),
) as Record<string, unknown>;
const FACTORY = "/restconf/ds/ietf-factory-default:factory-default";
const LOOPBACK = { name: "loop1", type: "iana-if-type:softwareLoopback" };

describe("ietf-system and ietf-factory-default", { skip: skipWithout("curl", "ncclient", "openssl") }, () => {
  let server: ServerProcess;
  before(async () => {
    server = await startServerProcess();
    await addCertificateUser(server, "guest");
  });
  after(() => server.dispose());

  const json = async (path: string) => JSON.parse((await curl(server, { path })).body) as Record<string, never>;
  const revisionOf = async () => (await curl(server, { path: "/restconf/data" })).headers.etag;

  it("system-state has the platform and the time", async () => {
    const state = (await json("/restconf/data/ietf-system:system-state"))["ietf-system:system-state"]!;
    const { platform, clock } = state as { platform: Record<string, string>; clock: Record<string, string> };
    assert.deepEqual(platform, {
      "os-name": os.type(),
      "os-release": os.release(),
      "os-version": os.version(),
      machine: os.machine(),
    });
    assert.ok(Math.abs(Date.parse(clock["current-datetime"]!) - Date.now()) < 60_000);
    assert.ok(Math.abs(Date.parse(clock["boot-datetime"]!) - (Date.now() - os.uptime() * 1000)) < 60_000);
  });

  it("the name of the host is the operating system's, contact and location are configured", async () => {
    const path = "/restconf/data/ietf-system:system";
    const body = JSON.stringify({ "ietf-system:system": { contact: "noc", location: "rack 7" } });
    assert.equal((await curl(server, { method: "PATCH", path, body })).status, 204);
    const shown = (await json(`${path}?content=all`))["ietf-system:system"];
    assert.deepEqual(shown, { contact: "noc", location: "rack 7", hostname: os.hostname() });
    const renamed = JSON.stringify({ "ietf-system:hostname": "other" });
    assert.notEqual((await curl(server, { method: "PUT", path: `${path}/hostname`, body: renamed })).status, 204);
  });

  it("restart, shutdown and factory-reset are denied to all who have no rule for them", async () => {
    for (const rpc of [
      "ietf-system:system-restart",
      "ietf-system:system-shutdown",
      "ietf-factory-default:factory-reset",
    ]) {
      const { status } = await curl(server, { method: "POST", path: `/restconf/operations/${rpc}`, as: "guest" });
      assert.equal(status, 403, rpc);
    }
  });

  it("set-current-datetime is not offered: the clock is the operating system's", async () => {
    const operations = await json("/restconf/operations");
    assert.ok(!("ietf-system:set-current-datetime" in operations["ietf-restconf:operations"]!));
  });

  it("factory-default is read with get-data and RESTCONF, listed in the YANG library, and cannot be written", async () => {
    assert.deepEqual(await json(FACTORY), { "ietf-restconf:data": factoryDefault });
    const answer = await ncclientAnswer<Record<string, string>>(
      server,
      `
NMDA = "urn:ietf:params:xml:ns:yang:ietf-netconf-nmda"
def over(operation, inner):
    return '<' + operation + ' xmlns="' + NMDA + '" xmlns:fd="urn:ietf:params:xml:ns:yang:ietf-factory-default"><datastore>fd:factory-default</datastore>' \\
        + inner + '</' + operation + '>'
answer({
  "read": rpc(over("get-data", "")),
  "written": error_of(lambda: rpc(over("edit-data", "<config/>")))["tag"],
  "library": rpc('<get xmlns="' + NC + '"><filter type="subtree"><yang-library xmlns="urn:ietf:params:xml:ns:yang:ietf-yang-library"><datastore/></yang-library></filter></get>'),
})
`,
    );
    assert.match(answer.read!, /<nacm .*<name>admin<\/name>/s);
    assert.equal(answer.written, "invalid-value");
    assert.match(answer.library!, /factory-default/);
    for (const method of ["PUT", "POST", "PATCH", "DELETE"]) {
      assert.equal((await curl(server, { method, path: FACTORY, body: "{}" })).status, 405, method);
    }
  });

  it("factory-reset takes running, candidate and startup back, and forgets what was before", async () => {
    const path = "/restconf/data/ietf-interfaces:interfaces";
    const body = JSON.stringify({ "ietf-interfaces:interfaces": { interface: [LOOPBACK] } });
    assert.equal((await curl(server, { method: "PUT", path, body })).status, 204);
    const before = await revisionOf();
    const answer = await ncclientAnswer<Record<string, string>>(
      server,
      `
m.copy_config(source="running", target="startup")
m.edit_config(target="candidate", config=config('<system xmlns="urn:ietf:params:xml:ns:yang:ietf-system"><location>elsewhere</location></system>'))
rpc('<factory-reset xmlns="urn:ietf:params:xml:ns:yang:ietf-factory-default"/>')
answer({name: m.get_config(name).data_xml for name in ["running", "candidate", "startup"]})
`,
    );
    for (const [name, content] of Object.entries(answer)) {
      assert.doesNotMatch(content, /interfaces|location/, name);
      assert.match(content, /<nacm /, name);
    }
    assert.notEqual(await revisionOf(), before);
    const again = await server.restart();
    server = again;
    assert.deepEqual(await json("/restconf/ds/ietf-datastores:running"), { "ietf-restconf:data": factoryDefault });
    const text = readFileSync(`${server.folder}/state/sweetcomb.lmdb`);
    assert.ok(text.includes("admin"), "there is something to read");
  });

  it("factory-reset empties the dynamic datastores", async () => {
    const path = "/restconf/ds/sweetcomb-datastores:controller";
    const interfaces = `${path}/ietf-interfaces:interfaces`;
    const body = JSON.stringify({ "ietf-interfaces:interfaces": { interface: [LOOPBACK] } });
    assert.equal((await curl(server, { method: "PUT", path: interfaces, body })).status, 204);
    assert.match((await curl(server, { path })).body, /loop1/);
    const reset = "/restconf/operations/ietf-factory-default:factory-reset";
    assert.equal((await curl(server, { method: "POST", path: reset })).status, 204);
    for (const one of [path, "/restconf/ds/ietf-datastores:intended"]) {
      assert.doesNotMatch((await curl(server, { path: one })).body, /loop1/);
    }
  });

  it("factory-reset does not forget what a confirmed commit that waits would go back to", async () => {
    const answer = await ncclientAnswer<{ tag: string; location: string }>(
      server,
      `
SYSTEM = "urn:ietf:params:xml:ns:yang:ietf-system"
m.edit_config(target="candidate", config=config('<system xmlns="' + SYSTEM + '"><location>waiting</location></system>'))
m.commit(confirmed=True, timeout="60")
refused = error_of(lambda: rpc('<factory-reset xmlns="urn:ietf:params:xml:ns:yang:ietf-factory-default"/>'))
rpc('<cancel-commit xmlns="' + NC + '"/>')
answer({"tag": refused["tag"], "location": m.get_config("running").data_xml})
`,
    );
    assert.equal(answer.tag, "operation-failed");
    assert.doesNotMatch(answer.location, /waiting/);
  });

  it("factory-reset respects the locks of other sessions", async () => {
    const answer = await ncclientAnswer<{ tag: string }>(
      server,
      `
other = connect()
other.lock("startup")
answer(error_of(lambda: rpc('<factory-reset xmlns="urn:ietf:params:xml:ns:yang:ietf-factory-default"/>')))
`,
    );
    assert.equal(answer.tag, "in-use");
  });

  for (const [rpc, status, title] of [
    ["system-restart", 75, "system-restart is answered, and then the process ends with 75"],
    ["system-shutdown", 0, "system-shutdown is answered, and then the process ends with 0"],
  ] as const) {
    it(title, async () => {
      const { status: answered } = await curl(server, {
        method: "POST",
        path: `/restconf/operations/ietf-system:${rpc}`,
      });
      assert.equal(answered, 204);
      assert.equal(await server.ended, status);
      server = await server.restart();
    });
  }
});
