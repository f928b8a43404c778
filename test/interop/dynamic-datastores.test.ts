/** Dynamic datastores (RFC 8342 5.2) beside running, over RESTCONF and NETCONF. */

import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { connectVpp } from "vpp-binapi-ts";
import { SwInterfaceDump } from "vpp-binapi-ts/api";
import { curl, ncclient, skipWithout } from "../support/clients.js";
import { type ServerProcess, startServerProcess } from "../support/server-process.js";

const controller = "ds/sweetcomb-datastores:controller";
const kubernetes = "ds/sweetcomb-datastores:kubernetes";

describe("a dynamic datastore", { skip: skipWithout("curl", "ncclient") }, () => {
  let server: ServerProcess;
  before(async () => {
    server = await startServerProcess();
  });
  after(() => server?.dispose());

  const loopback = (name: string, description: string) => ({
    name,
    description,
    type: "iana-if-type:softwareLoopback",
  });
  const put = (datastore: string, name: string, description: string) =>
    curl(server, {
      method: "PUT",
      path: `/restconf/${datastore}/ietf-interfaces:interfaces/interface=${name}`,
      body: JSON.stringify({ "ietf-interfaces:interface": [loopback(name, description)] }),
    });
  const remove = (datastore: string, name: string) =>
    curl(server, { method: "DELETE", path: `/restconf/${datastore}/ietf-interfaces:interfaces/interface=${name}` });
  const get = async (datastore: string, query = "") => {
    const { status, body } = await curl(server, {
      path: `/restconf/${datastore}/ietf-interfaces:interfaces/interface${query}`,
    });
    return status === 404 ? [] : JSON.parse(body)["ietf-interfaces:interface"];
  };
  const descriptions = async (datastore: string) =>
    (await get(datastore)).flatMap(({ description }: { description?: string }) => description ?? []);
  const loopbacksInVpp = async () => {
    const vpp = await connectVpp({ socketPath: server.vppSocket, name: "other" });
    let found = 0;
    for await (const { interfaceName } of vpp.dump(SwInterfaceDump, {})) if (interfaceName.startsWith("loop")) found++;
    await vpp.close();
    return found;
  };

  it("holds what is written to it, which becomes part of intended and of VPP, and not of running", async () => {
    assert.equal((await put(controller, "loop7", "from the controller")).status, 201);
    assert.deepEqual(await descriptions(controller), ["from the controller"]);
    assert.deepEqual(await descriptions("ds/ietf-datastores:running"), []);
    assert.deepEqual(await descriptions("ds/ietf-datastores:intended"), ["from the controller"]);
    assert.equal(await loopbacksInVpp(), 1);
  });

  it("is the origin of its objects in operational", async () => {
    const [shown] = await get("ds/ietf-datastores:operational", "=loop7?with-origin");
    assert.deepEqual(shown["@"], { "ietf-origin:origin": "sweetcomb-datastores:controller" });
  });

  it("gives way to running, and comes back when running lets go", async () => {
    assert.equal((await put("data", "loop7", "from the operator")).status, 201);
    assert.deepEqual(await descriptions("ds/ietf-datastores:intended"), ["from the operator"]);
    assert.deepEqual(await descriptions("ds/ietf-datastores:operational"), ["from the operator"]);
    assert.equal(await loopbacksInVpp(), 1);
    assert.equal((await remove("data", "loop7")).status, 204);
    assert.deepEqual(await descriptions("ds/ietf-datastores:operational"), ["from the controller"]);
    assert.equal(await loopbacksInVpp(), 1);
  });

  it("with the higher precedence wins over the other", async () => {
    assert.equal((await put(kubernetes, "loop7", "from Kubernetes")).status, 201);
    assert.deepEqual(await descriptions("ds/ietf-datastores:intended"), ["from the controller"]);
    assert.equal((await remove(controller, "loop7")).status, 204);
    assert.deepEqual(await descriptions("ds/ietf-datastores:intended"), ["from Kubernetes"]);
    assert.equal((await remove(kubernetes, "loop7")).status, 204);
    assert.equal(await loopbacksInVpp(), 0);
  });

  it("refuses what is not valid, and keeps nothing of it", async () => {
    const path = `/restconf/${controller}/ietf-interfaces:interfaces`;
    const body = JSON.stringify({ "ietf-interfaces:interfaces": { interface: [{ name: "loop8" }] } });
    const refused = await curl(server, { method: "PATCH", path, body });
    assert.equal(refused.status, 409);
    assert.match(refused.body, /Mandatory node .*type/);
    assert.deepEqual(await descriptions(controller), []);
  });

  it("is edited and read by its identity over NETCONF", async () => {
    const datastore = `<datastore xmlns="urn:ietf:params:xml:ns:yang:ietf-netconf-nmda"
      xmlns:scds="urn:sweetcomb:params:xml:ns:yang:sweetcomb-datastores">scds:controller</datastore>`;
    const shown = await ncclient(
      server,
      `
rpc("""<edit-data xmlns="urn:ietf:params:xml:ns:yang:ietf-netconf-nmda">${datastore}
  <config><interfaces xmlns="urn:ietf:params:xml:ns:yang:ietf-interfaces"><interface><name>loop3</name>
  <type xmlns:t="urn:ietf:params:xml:ns:yang:iana-if-type">t:softwareLoopback</type></interface></interfaces></config></edit-data>""")
print(rpc("""<get-data xmlns="urn:ietf:params:xml:ns:yang:ietf-netconf-nmda">${datastore}</get-data>"""))
`,
    );
    assert.match(shown, /<name>loop3<\/name>/);
  });
});
