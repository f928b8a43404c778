/** {+restconf}/operations with curl: all that it lists is there to be run (RFC 8040 3.3.2, 3.6). */

import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { curl, ncclientAnswer, skipWithout } from "../support/clients.js";
import { startLabServer } from "../support/lab-server.js";
import type { ServerProcess } from "../support/server-process.js";

/** Of VPP's hundreds of requests every so many is tried. */
const SAMPLED = 25;

describe("the operations of RESTCONF", { skip: skipWithout("curl", "ncclient") }, () => {
  let server: ServerProcess;
  let names: readonly string[];
  const invoke = async (name: string, input: object = {}) => {
    const module = name.split(":", 1)[0]!;
    const body = JSON.stringify({ [`${module}:input`]: input });
    return curl(server, { method: "POST", path: `/restconf/operations/${name}`, body });
  };
  const listed = async () => {
    const { status, body } = await curl(server, { path: "/restconf/operations" });
    assert.equal(status, 200, body);
    return JSON.parse(body)["ietf-restconf:operations"] as Record<string, unknown>;
  };
  before(async () => {
    server = await startLabServer();
    for (const end = Date.now() + 60_000; ; await delay(100)) {
      names = Object.keys(await listed());
      if (names.includes("sweetcomb-vpp-api-vpe:show-version")) return;
      assert.ok(Date.now() < end, "VPP's API has not come");
    }
  });
  after(() => server?.dispose());

  it("are listed as empty leafs, each once, the same in JSON and in XML", async () => {
    assert.ok(Object.values(await listed()).every((value) => JSON.stringify(value) === "[null]"));
    const { body } = await curl(server, {
      path: "/restconf/operations",
      headers: { Accept: "application/yang-data+xml" },
    });
    const elements = [...body.matchAll(/<([\w.-]+) xmlns="[^"]+"\/>/g)].map(([, name]) => name!);
    assert.deepEqual(elements.sort(), names.map((name) => name.split(":")[1]!).sort());
  });

  it("are the rpcs of all modules that a NETCONF client finds, without NETCONF's own", async () => {
    const texts = await ncclientAnswer<Record<string, number>>(
      server,
      `
found = {}
for name in ["ietf-factory-default", "example-lab", "sweetcomb-vpp-api-vpe", "ietf-subscribed-notifications", "ietf-nmda-compare"]:
    text = m.get_schema(name).data
    found[name] = sorted(re.findall(r"^  rpc ([\\w-]+)", text, re.M))
answer(found)`,
    );
    for (const [module, rpcs] of Object.entries(texts)) {
      const ours = names.filter((name) => name.startsWith(`${module}:`)).map((name) => name.split(":")[1]!);
      assert.deepEqual(ours.sort(), rpcs, module);
    }
  });

  it("read their input by its schema, every one of them", async () => {
    const ours = names.filter((name) => !name.startsWith("example-lab:"));
    const isGenerated = (name: string) => name.startsWith("sweetcomb-vpp-api-");
    const generated = ours.filter(isGenerated).filter((_name, index) => index % SAMPLED === 0);
    for (const name of [...ours.filter((candidate) => !isGenerated(candidate)), ...generated]) {
      const { status, body } = await invoke(name, { "no-such-parameter": 1 });
      assert.equal(status, 400, `${name} ${body}`);
    }
  });

  it("run, those of VPP too", async () => {
    assert.equal((await invoke("example-lab:ring")).status, 501, "a module of the user, for which there is no code");
    const version = await invoke("sweetcomb-vpp-api-vpe:show-version");
    assert.equal(version.status, 200, version.body);
    assert.equal(JSON.parse(version.body)["sweetcomb-vpp-api-vpe:output"].program, "vpe");
    const compared = await invoke("ietf-nmda-compare:compare", {
      source: "ietf-datastores:running",
      target: "ietf-datastores:startup",
    });
    assert.equal(compared.status, 200, compared.body);
    assert.ok("ietf-nmda-compare:output" in JSON.parse(compared.body));
  });
});
