/** Services with the nat44-ed plugin: mappings in VPP, and none of them left with another data plane. */

import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { connectVpp } from "vpp-binapi-ts";
import { Nat44LbStaticMappingDump, Nat44StaticMappingDump } from "vpp-binapi-ts/api";
import { curl, putResource, skipWithout } from "../support/clients.js";
import { type ServerProcess, startServerProcess } from "../support/server-process.js";

const services = "/restconf/ds/sweetcomb-datastores:kubernetes/sweetcomb-service-proxy:service-proxy";

describe("services with nat44-ed", { skip: skipWithout("curl") }, () => {
  let server: ServerProcess;
  before(async () => {
    server = await startServerProcess();
  });
  after(() => server?.dispose());

  const put = (path: string, body: object) => putResource(server, `${services}${path}`, body);
  const node = (plane: string) => ({
    "sweetcomb-service-proxy:node": {
      name: "here",
      address: ["192.0.2.1"],
      "data-plane": plane,
      "twice-nat-address": "192.0.2.250",
    },
  });
  const service = (...endpoints: readonly string[]) => ({
    "sweetcomb-service-proxy:service": [
      {
        namespace: "shop",
        name: "web",
        "cluster-address": ["10.96.0.1"],
        "client-affinity": { timeout: 60 },
        port: [{ protocol: "tcp", number: 80, endpoint: endpoints.map((address) => ({ address, port: 8080 })) }],
      },
    ],
  });
  const inVpp = async () => {
    const vpp = await connectVpp({ socketPath: server.vppSocket, name: "other" });
    const found: string[] = [];
    for await (const { externalPort, localIpAddress } of vpp.dump(Nat44StaticMappingDump)) {
      found.push(`${externalPort} to ${localIpAddress.join(".")}`);
    }
    for await (const { externalPort, locals } of vpp.dump(Nat44LbStaticMappingDump)) {
      found.push(`${externalPort} to ${locals.length}`);
    }
    await vpp.close();
    return found;
  };
  const isAsDerived = async () => {
    const { body } = await curl(server, { method: "POST", path: "/restconf/operations/sweetcomb-vpp:compare" });
    assert.equal(body, "");
  };

  it("are mapped to one endpoint or to several, as they come and go", async () => {
    await put("/node", node("nat44-ed"));
    await put("/service=shop,web", service("10.1.0.1"));
    assert.deepEqual(await inVpp(), ["80 to 10.1.0.1"]);
    await isAsDerived();
    await put("/service=shop,web", service("10.1.0.1", "10.1.0.2", "10.1.0.3"));
    assert.deepEqual(await inVpp(), ["80 to 3"]);
    await isAsDerived();
    await put("/service=shop,web", service("10.1.0.2", "10.1.0.3"));
    assert.deepEqual(await inVpp(), ["80 to 2"]);
  });

  it("are unreachable without endpoints", async () => {
    await put("/service=shop,web", service());
    assert.deepEqual(await inVpp(), []);
  });

  it("go to another data plane with the node", async () => {
    await put("/service=shop,web", service("10.1.0.1", "10.1.0.2"));
    await put("/node", node("cnat"));
    const path = "/restconf/ds/ietf-datastores:operational/sweetcomb-cnat:cnat/virtual-address=10.96.0.1";
    assert.equal((await curl(server, { path })).status, 200);
    await isAsDerived();
  });
});
