/** Drift and dry run, seen by a client of the server while another client of VPP changes things. */

import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { connectVpp, type VppClient } from "vpp-binapi-ts";
import { CreateLoopbackInstance, DeleteLoopback, SwInterfaceAddDelAddress, SwInterfaceDump } from "vpp-binapi-ts/api";
import { prefix } from "../../translators/ip/addresses.js";
import { curl, ncclient, skipWithout } from "../support/clients.js";
import { type ServerProcess, startServerProcess } from "../support/server-process.js";

const loopbacks = {
  "ietf-interfaces:interfaces": {
    interface: ["loop0", "loop1"].map((name, index) => ({
      name,
      type: "iana-if-type:softwareLoopback",
      "ietf-ip:ipv4": { address: [{ ip: `192.0.2.${1 + 100 * index}`, "prefix-length": 28 }] },
    })),
  },
};

describe("somebody else changes VPP", { skip: skipWithout("curl", "ncclient") }, () => {
  let server: ServerProcess;
  let other: VppClient;
  const operation = async (name: string, as = "admin") => {
    const path = `/restconf/operations/sweetcomb-vpp:${name}`;
    const { status, body } = await curl(server, { method: "POST", path, as });
    return { status, output: body === "" ? undefined : JSON.parse(body)["sweetcomb-vpp:output"] };
  };
  const configure = async (document: object, path = "") => {
    const { status } = await curl(server, {
      method: "PUT",
      path: `/restconf/data${path}`,
      body: JSON.stringify(document),
    });
    assert.ok(status === 201 || status === 204, `PUT ${path}: ${status}`);
  };
  const state = async () =>
    JSON.parse((await curl(server, { path: "/restconf/data/sweetcomb-vpp:vpp/state" })).body)["sweetcomb-vpp:state"];

  before(async () => {
    server = await startServerProcess();
    other = await connectVpp({ socketPath: server.vppSocket, name: "other" });
    await configure(loopbacks, "/ietf-interfaces:interfaces");
  });
  after(async () => {
    other?.close();
    await server?.dispose();
  });

  it("compare finds nothing while nobody has changed anything", async () => {
    assert.deepEqual(await operation("compare"), { status: 204, output: undefined });
  });

  it("compare names what is missing and what is different, and leaves objects of others out; repair mends it", async () => {
    await other.call(CreateLoopbackInstance, { isSpecified: true, userInstance: 77 });
    await other.call(DeleteLoopback, { swIfIndex: await indexOf("loop0") });
    const swIfIndex = await indexOf("loop1");
    await other.call(SwInterfaceAddDelAddress, { swIfIndex, isAdd: false, prefix: prefix("192.0.2.101/28") });
    await other.call(SwInterfaceAddDelAddress, { swIfIndex, isAdd: true, prefix: prefix("192.0.2.101/30") });

    const found = await operation("compare");
    const differences = found.output.difference as { object: string; kind: string; path: string; member?: string[] }[];
    const entry = (name: string) => `/ietf-interfaces:interfaces/interface[name='${name}']`;
    const shown = differences.map(({ object, kind, path }) => `${object} ${kind} ${path}`).sort();
    assert.deepEqual(shown, [
      `interface-enabled missing ${entry("loop0")}`,
      `interface-ipv4-address different ${entry("loop1")}/ietf-ip:ipv4/address[ip='192.0.2.101']`,
      `interface-ipv4-address missing ${entry("loop0")}/ietf-ip:ipv4/address[ip='192.0.2.1']`,
      `interface-ipv4-vrf missing ${entry("loop0")}`,
      `interface-ipv6-vrf missing ${entry("loop0")}`,
      `loopback missing ${entry("loop0")}`,
    ]);
    assert.deepEqual(differences.find(({ kind }) => kind === "different")?.member, ["prefix-length"]);

    const repaired = await operation("repair");
    assert.equal(repaired.output.difference.length, 6);
    assert.deepEqual(await operation("compare"), { status: 204, output: undefined });
    assert.notEqual(await indexOf("loop77"), undefined);
  });

  it("the policy repair mends VPP without being asked, and the state says what was found", async () => {
    await configure({ "sweetcomb-vpp:drift": { policy: "repair", interval: 1 } }, "/sweetcomb-vpp:vpp/drift");
    await other.call(DeleteLoopback, { swIfIndex: await indexOf("loop1") });
    await until(async () => JSON.stringify((await state()).drift ?? {}).includes("loop1"));
    assert.notEqual(await indexOf("loop1"), undefined);
    await configure({ "sweetcomb-vpp:drift": { policy: "ignore" } }, "/sweetcomb-vpp:vpp/drift");
  });

  it("the state tells which VPP is connected", async () => {
    const { connected, pid, version } = await state();
    assert.deepEqual([connected, typeof pid, typeof version], [true, "number", "string"]);
  });

  it("a dry run shows the messages of the candidate and sends none", async () => {
    const answer = await ncclient(
      server,
      `
config = '''<config><interfaces xmlns="urn:ietf:params:xml:ns:yang:ietf-interfaces"><interface><name>loop5</name>
<type xmlns:i="urn:ietf:params:xml:ns:yang:iana-if-type">i:softwareLoopback</type></interface></interfaces></config>'''
m.edit_config(target="candidate", config=config)
from ncclient.xml_ import to_ele
print(m.dispatch(to_ele('<dry-run xmlns="urn:sweetcomb:params:xml:ns:yang:sweetcomb-vpp"/>')))
m.discard_changes()
`,
    );
    assert.match(answer, />1\. create loopback loop5<\/operation>/);
    assert.match(answer, /create_loopback_instance/);
    assert.match(answer, /sw_interface_set_flags/);
    await assert.rejects(indexOf("loop5"));
  });

  async function indexOf(name: string): Promise<number> {
    for await (const { interfaceName, swIfIndex } of other.dump(SwInterfaceDump)) {
      if (interfaceName === name) return swIfIndex;
    }
    throw new Error(`VPP has no interface ${name}`);
  }
});

async function until(isSo: () => Promise<boolean>): Promise<void> {
  while (!(await isSo())) await new Promise((resolve) => setTimeout(resolve, 100));
}
