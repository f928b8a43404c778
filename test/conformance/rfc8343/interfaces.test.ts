/** RFC 8343: interfaces of the system and of its users, as configured and as they are. */

import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { type CurlRequest, curl, putResource, skipWithout } from "../../support/clients.js";
import { type ServerProcess, startServerProcess } from "../../support/server-process.js";

const INTERFACES = "ietf-interfaces:interfaces";
const OPERATIONAL = "/restconf/ds/ietf-datastores:operational";

interface Shown {
  readonly name: string;
  readonly description?: string;
  readonly enabled?: boolean;
  readonly "admin-status": string;
  readonly "oper-status": string;
  readonly "last-change"?: string;
  readonly "phys-address"?: string;
  readonly statistics: { readonly "discontinuity-time": string };
}

describe("RFC 8343", { skip: skipWithout("curl") }, () => {
  let server: ServerProcess;
  before(async () => {
    server = await startServerProcess();
  });
  after(() => server?.dispose());

  const entry = (name: string) => `/restconf/data/${INTERFACES}/interface=${encodeURIComponent(name)}`;
  const put = (name: string, content: object) =>
    putResource(server, entry(name), { "ietf-interfaces:interface": [{ name, ...content }] });
  const ask = async (request: CurlRequest) => {
    const { status, body } = await curl(server, request);
    const [error] = status < 400 ? [] : JSON.parse(body)["ietf-restconf:errors"].error;
    return { status, tag: error?.["error-tag"] as string | undefined, path: error?.["error-path"] as string };
  };
  const shown = async (): Promise<readonly Shown[]> => {
    const { body } = await curl(server, { path: `${OPERATIONAL}/${INTERFACES}` });
    return JSON.parse(body)[INTERFACES].interface;
  };
  const shownAs = async (name: string) => (await shown()).find((one) => one.name === name);

  it("a type that the system can never use is invalid-value", async () => {
    const body = JSON.stringify({ "ietf-interfaces:interface": [{ name: "x", type: "iana-if-type:atm" }] });
    const refused = await ask({ method: "PUT", path: entry("x"), body });
    assert.deepEqual([refused.status, refused.tag], [400, "invalid-value"]);
    assert.match(refused.path, /interface\[name='x'\]\/type$/);
    assert.equal(await shownAs("x"), undefined);
  });

  it("a name that cannot be configured is invalid-value, and no name changes the type of the system's interface", async () => {
    const local = { name: "local0", type: "iana-if-type:softwareLoopback" };
    const body = JSON.stringify({ "ietf-interfaces:interface": [local] });
    assert.equal((await ask({ method: "PUT", path: entry("local0"), body })).tag, "invalid-value");
    assert.equal((await curl(server, { path: entry("local0") })).body.includes("softwareLoopback"), false);
  });

  it("interfaces of the system are there without configuration", async () => {
    assert.notEqual(await shownAs("local0"), undefined);
    const { status } = await curl(server, {
      path: `/restconf/ds/ietf-datastores:running/${INTERFACES}/interface=local0`,
    });
    assert.equal(status, 404);
  });

  it("an interface of a user is made with its name and what is configured of it, and goes with its configuration", async () => {
    const before = Date.now();
    await put("a loop", { type: "iana-if-type:softwareLoopback", description: "mine", enabled: false });
    const down = await shownAs("a loop");
    assert.deepEqual([down?.description, down?.enabled, down?.["admin-status"]], ["mine", false, "down"]);
    assert.match(down?.["phys-address"] ?? "", /^([0-9a-f]{2}:){5}[0-9a-f]{2}$/i);
    await put("a loop", { type: "iana-if-type:softwareLoopback" });
    const up = await shownAs("a loop");
    assert.deepEqual([up?.["admin-status"], up?.["oper-status"]], ["up", "up"]);
    assert.ok(Date.parse(up?.["last-change"] ?? "") >= before - 1000);
    assert.equal((await ask({ method: "DELETE", path: entry("a loop") })).status, 204);
    assert.equal(await shownAs("a loop"), undefined);
  });

  it("an interface whose hardware is not there waits for it, and is not in operational", async () => {
    await put("GigabitEthernet9", { type: "iana-if-type:ethernetCsmacd" });
    assert.equal(await shownAs("GigabitEthernet9"), undefined);
    assert.equal((await curl(server, { path: entry("GigabitEthernet9") })).status, 200);
  });

  it("counters say since when they count, and a state that nobody saw begin has no time", async () => {
    for (const { statistics } of await shown()) assert.ok(!Number.isNaN(Date.parse(statistics["discontinuity-time"])));
    assert.equal((await shownAs("local0"))?.["last-change"], undefined);
  });

  it("the features say what can be done: names as one likes, configuration before the interface, statuses", async () => {
    const library = "/restconf/data/ietf-yang-library:yang-library/module-set=complete/module=ietf-interfaces";
    const { body } = await curl(server, { path: library });
    const [module] = JSON.parse(body)["ietf-yang-library:module"];
    assert.deepEqual([...module.feature].sort(), ["arbitrary-names", "if-mib", "pre-provisioning"]);
  });
});
