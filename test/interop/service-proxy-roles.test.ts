/** A load balancer in front of a cluster, a machine behind it and a vrouter, as a controller and an operator make them. */

import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { connectVpp } from "vpp-binapi-ts";
import {
  AclInterfaceListDump,
  CnatTranslationDump,
  GreTunnelV2Dump,
  IpipTunnelDump,
  LbAsDump,
  LbVipDump,
} from "vpp-binapi-ts/api";
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

  describe("of a load balancer for some clients only", () => {
    const running = async (method: "PUT" | "DELETE", path: string, body?: object) => {
      const request = { method, path: `/restconf/ds/ietf-datastores:running/${path}` };
      const answer = await curl(server, { ...request, ...(body && { body: JSON.stringify(body) }) });
      assert.ok([201, 204].includes(answer.status), answer.body);
    };
    const acls = "ietf-access-control-list:acls";
    /** Whether the service is served, how many lists VPP has at interfaces, and the service's troubles. */
    const now = async () => {
      const vpp = await connectVpp({ socketPath: server.vppSocket, name: "other" });
      let lists = 0;
      for await (const { acls: found } of vpp.dump(AclInterfaceListDump, { swIfIndex: NO_INTERFACE }))
        lists += found.length;
      await vpp.close();
      const path = "/restconf/ds/ietf-datastores:operational/sweetcomb-service-proxy:service-proxy-state/service";
      const { body } = await curl(server, { path });
      const { frontend } = JSON.parse(body)["sweetcomb-service-proxy:service"][0];
      const reasons = (frontend[0].trouble ?? []).map(({ reason }: { reason: string }) => reason);
      return [frontend[0].served, lists, ...reasons];
    };

    it("serves them where it can look at clients, as long as nobody else has lists at its uplinks", async () => {
      const key = { namespace: "shop", name: "web" };
      const port = [{ protocol: "tcp", number: 80, endpoint: [{ address: "10.1.0.1", port: 8080, node: "a" }] }];
      const ranges = { "load-balancer-address": ["203.0.113.1"], "source-range": ["198.51.100.0/24"] };
      await put("sweetcomb-datastores:kubernetes", "/service=shop,web", {
        "sweetcomb-service-proxy:service": [{ ...key, ...ranges, port }],
      });
      assert.deepEqual(await now(), [false, 0, "no-uplink"]);
      await setSettings({ role: "load-balancer", "load-balancer": { uplink: ["wan0"] } });
      assert.deepEqual(await now(), [false, 0, "no-uplink"]);
      const wan = { name: "wan0", type: "iana-if-type:softwareLoopback" };
      await running("PUT", "ietf-interfaces:interfaces/interface=wan0", { "ietf-interfaces:interface": [wan] });
      assert.deepEqual(await now(), [true, 2]);
      const own = { name: "own", type: "sweetcomb-acl:ip-acl-type" };
      await running("PUT", `${acls}/acl=own`, { "ietf-access-control-list:acl": [own] });
      const sets = { "acl-sets": { "acl-set": [{ name: "own" }] } };
      await running("PUT", `${acls}/attachment-points/interface=wan0`, {
        "ietf-access-control-list:interface": [{ "interface-id": "wan0", ingress: sets }],
      });
      assert.deepEqual(await now(), [false, 1, "overruled"]);
      await running("DELETE", `${acls}/attachment-points/interface=wan0`);
      assert.deepEqual(await now(), [true, 2]);
    });

    it("does so when the server has started again", async () => {
      server = await server.restart();
      assert.deepEqual(await now(), [true, 2]);
    });

    after(() => {
      const path = "/service=shop,web/source-range=198.51.100.0%2F24";
      return curl(server, { method: "DELETE", path: `/restconf/ds/sweetcomb-datastores:kubernetes/${top}${path}` });
    });
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
