/** A load balancer in front of a cluster, a machine behind it and a vrouter, as a controller and an operator make them. */

import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { connectVpp } from "vpp-binapi-ts";
import { CnatTranslationDump, GreTunnelV2Dump, IpipTunnelDump, LbAsDump, LbVipDump } from "vpp-binapi-ts/api";
import { NO_INTERFACE } from "../../translators/interfaces/interface.js";
import { curl, skipWithout } from "../support/clients.js";
import { firstEvent } from "../support/first-event.js";
import { type ServerProcess, startServerProcess } from "../support/server-process.js";

const top = "sweetcomb-service-proxy:service-proxy";

describe("the role of a VPP in a cluster", { skip: skipWithout("curl") }, () => {
  let server: ServerProcess;
  before(async () => {
    server = await startServerProcess();
  });
  after(() => server?.dispose());

  const put = async (datastore: string, path: string, body: object) => {
    const answer = await curl(server, {
      method: "PUT",
      path: `/restconf/ds/${datastore}/${top}${path}`,
      body: JSON.stringify(body),
    });
    assert.ok([201, 204].includes(answer.status), answer.body);
  };
  /** What the operator says; the rest comes from the controller. */
  const setSettings = (settings: object) =>
    put("ietf-datastores:running", "/settings", { "sweetcomb-service-proxy:settings": settings });
  const inVpp = async () => {
    const vpp = await connectVpp({ socketPath: server.vppSocket, name: "other" });
    const counted = async (stream: AsyncIterable<unknown>) => {
      let count = 0;
      for await (const _ of stream) count++;
      return count;
    };
    const found = {
      servers: await counted(vpp.dump(LbAsDump, { protocol: 255, port: 0 })),
      vips: await counted(vpp.dump(LbVipDump, { pfxMatcher: { le: 255, ge: 255 }, protocol: 255, port: 0 })),
      gre: await counted(vpp.dump(GreTunnelV2Dump, { swIfIndex: NO_INTERFACE })),
      ipip: await counted(vpp.dump(IpipTunnelDump, { swIfIndex: NO_INTERFACE })),
      translations: await counted(vpp.dump(CnatTranslationDump, {})),
    };
    await vpp.close();
    return found;
  };

  it("is that of a node at first: it translates", async () => {
    await put("sweetcomb-datastores:kubernetes", "", {
      [top]: {
        node: { name: "a", address: ["192.0.2.1"] },
        "cluster-node": [
          { name: "a", address: ["192.0.2.1"], "pod-prefix": ["10.1.0.0/24"] },
          { name: "b", address: ["192.0.2.2"], "pod-prefix": ["10.1.1.0/24"] },
        ],
        service: [
          {
            namespace: "shop",
            name: "web",
            "cluster-address": ["10.96.0.1"],
            "load-balancer-address": ["203.0.113.1"],
            port: [{ protocol: "tcp", number: 80, endpoint: [{ address: "10.1.0.1", port: 8080, node: "a" }] }],
          },
        ],
      },
    });
    assert.deepEqual(await inVpp(), { servers: 0, vips: 0, gre: 0, ipip: 0, translations: 2 });
  });

  it("is that of a node behind load balancers as soon as these are named", async () => {
    await setSettings({ "load-balancer": { address: ["192.0.2.100", "192.0.2.101"] } });
    assert.deepEqual(await inVpp(), { servers: 0, vips: 0, gre: 2, ipip: 0, translations: 2 });
  });

  it("is that of a vrouter with tunnels to the others", async () => {
    await setSettings({ role: "vrouter" });
    assert.deepEqual(await inVpp(), { servers: 0, vips: 0, gre: 0, ipip: 1, translations: 2 });
  });

  it("is that of a load balancer with the nodes as servers", async () => {
    await setSettings({ role: "load-balancer" });
    assert.deepEqual(await inVpp(), { servers: 2, vips: 1, gre: 0, ipip: 0, translations: 0 });
  });

  it("decides what is announced to routers, which operational tells", async () => {
    const announced = async () => {
      const path = "/restconf/ds/ietf-datastores:operational/sweetcomb-service-proxy:service-proxy-state/announcement";
      const { body } = await curl(server, { path });
      return JSON.parse(body)["sweetcomb-service-proxy:announcement"];
    };
    const balanced = { prefix: "203.0.113.1/32", "next-hop": "192.0.2.1", reason: "load-balancer-address" };
    const pods = { prefix: "10.1.0.0/24", "next-hop": "192.0.2.1", reason: "pod-prefix" };
    await setSettings({ role: "load-balancer" });
    assert.deepEqual(await announced(), [balanced]);
    await setSettings({ role: "vrouter" });
    assert.deepEqual(await announced(), [pods, balanced]);
  });

  it("tells subscribers what is announced no longer", async () => {
    const event = await firstEvent(server, {
      location: "/restconf/streams/NETCONF/json",
      wanted: "announcement-change",
      act: () => setSettings({ role: "vrouter", announce: ["pod-prefix"] }),
    });
    const told = event["ietf-restconf:notification"]["sweetcomb-service-proxy:announcement-change"];
    assert.deepEqual(told, {
      prefix: "203.0.113.1/32",
      "next-hop": "192.0.2.1",
      reason: "load-balancer-address",
      withdrawn: [null],
    });
  });

  it("is refused where packets would go in circles", async () => {
    const { status, body } = await curl(server, {
      method: "PUT",
      path: `/restconf/data/${top}/settings`,
      body: JSON.stringify({ "sweetcomb-service-proxy:settings": { role: "vrouter", "pod-routes": "direct" } }),
    });
    assert.equal(status, 412);
    assert.match(body, /only through its tunnel/);
  });
});
