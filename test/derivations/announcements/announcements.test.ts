/** What a machine says is reached through it. */

import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { announcementsOfNode, announcementsOfService } from "../../../src/derivations/announcements/announcement.js";
import { announcementsNow } from "../../../src/derivations/announcements/announcement-state.js";
import { tellAnnouncements } from "../../../src/derivations/announcements/tell-announcements.js";
import { nodeDerivation } from "../../../src/derivations/nodes/node-derivation.js";
import {
  CLUSTER_NODE_PATH,
  NODE_PATH,
  type ProxySettings,
  SERVICE_PATH,
  SETTINGS_PATH,
  type Service,
} from "../../../src/derivations/services/service.js";
import { serviceDerivation } from "../../../src/derivations/services/service-derivation.js";
import { derivationBed } from "../derivation-bed.js";

const endpoint = { address: "10.1.0.1", port: 8080, node: "a" };
const web: Service = {
  namespace: "shop",
  name: "web",
  "cluster-address": ["10.96.0.1"],
  "external-address": ["198.51.100.1", "192.0.2.1"],
  "load-balancer-address": ["203.0.113.1", "2001:db8:f::1"],
  port: [{ protocol: "tcp", number: 80, endpoint: [endpoint] }],
};
const idle: Service = { ...web, port: [{ protocol: "tcp", number: 80 }] };

function machine(settings: ProxySettings = {}) {
  const services = serviceDerivation();
  const nodes = nodeDerivation();
  const ofServices = derivationBed(services);
  const ofNodes = derivationBed(nodes);
  const waiting: (() => Promise<void>)[] = [];
  const told: string[] = [];
  tellAnnouncements(
    [
      { derivation: services, look: (part) => announcementsOfService(part, services) },
      { derivation: nodes, look: (part) => announcementsOfNode(part, nodes.held) },
    ],
    ({ prefix, withdrawn }) => told.push(`${withdrawn === undefined ? "+" : "-"}${prefix}`),
    (work) => waiting.push(work),
  );
  const put = (schemaPath: string, path: string, value: object | null) => {
    if (schemaPath !== SERVICE_PATH) ofNodes.put(schemaPath, path, value);
    return ofServices.put(schemaPath, path, value);
  };
  put(NODE_PATH, NODE_PATH, { name: "a", address: ["192.0.2.1"] });
  put(SETTINGS_PATH, SETTINGS_PATH, settings);
  for (const [name, prefix] of Object.entries({ a: "10.1.0.0/24", b: "10.1.1.0/24" })) {
    put(CLUSTER_NODE_PATH, `${CLUSTER_NODE_PATH}[name='${name}']`, { name, address: [], "pod-prefix": [prefix] });
  }
  const pathOf = ({ name }: Service) => `${SERVICE_PATH}[namespace='shop'][name='${name}']`;
  return {
    set: (service: Service) => put(SERVICE_PATH, pathOf(service), service),
    remove: (service: Service) => put(SERVICE_PATH, pathOf(service), null),
    setSettings: (value: ProxySettings) => put(SETTINGS_PATH, SETTINGS_PATH, value),
    /** "203.0.113.1/32 load-balancer-address" */
    announced: () => announcementsNow(services, nodes).map(({ prefix, reason }) => `${prefix} ${reason}`),
    nextHops: () => [...new Set(announcementsNow(services, nodes).map((each) => each["next-hop"]))],
    heard: async () => {
      for (const work of waiting.splice(0)) await work();
      return told.splice(0);
    },
  };
}

describe("what is announced", () => {
  it("is the machine's pods and the external addresses that it serves, but not its own", () => {
    const { set, announced, nextHops } = machine();
    set(web);
    assert.deepEqual(announced(), [
      "10.1.0.0/24 pod-prefix",
      "198.51.100.1/32 external-address",
      "203.0.113.1/32 load-balancer-address",
    ]);
    assert.deepEqual(nextHops(), ["192.0.2.1"]);
  });

  it("is what the settings say", () => {
    const { set, announced } = machine({ announce: ["cluster-address"] });
    set(web);
    assert.deepEqual(announced(), ["10.96.0.1/32 cluster-address"]);
  });

  it("is no address that nobody answers on, and under the local policy none whose endpoints are elsewhere", () => {
    const { set, announced } = machine({ announce: ["load-balancer-address"] });
    set(idle);
    assert.deepEqual(announced(), []);
    const elsewhere = [{ ...endpoint, node: "b" }];
    const local = { ...web, "external-traffic-policy": "local" } as const;
    set({ ...local, port: [{ protocol: "tcp", number: 80, endpoint: elsewhere }] });
    assert.deepEqual(announced(), []);
    set(local);
    assert.deepEqual(announced(), ["203.0.113.1/32 load-balancer-address"]);
  });

  it("is at a load balancer not its pods, of which it has none", () => {
    const { announced } = machine({ role: "load-balancer" });
    assert.deepEqual(announced(), []);
  });
});

describe("notifications of announcements", () => {
  it("come when something is announced and when it is not any more", async () => {
    const { set, remove, heard } = machine();
    assert.deepEqual(await heard(), ["+10.1.0.0/24"]);
    set(web);
    assert.deepEqual(await heard(), ["+198.51.100.1/32", "+203.0.113.1/32"]);
    set({ ...web, "client-affinity": {} });
    assert.deepEqual(await heard(), []);
    set(idle);
    assert.deepEqual(await heard(), ["-198.51.100.1/32", "-203.0.113.1/32"]);
    set(web);
    await heard();
    remove(web);
    assert.deepEqual(await heard(), ["-198.51.100.1/32", "-203.0.113.1/32"]);
  });

  it("come once for an address that several services share", async () => {
    const { set, remove, heard } = machine({ announce: ["load-balancer-address"] });
    const other = { ...web, name: "zoo", port: [{ ...web.port![0]!, number: 81 }] };
    await heard();
    set(web);
    set(other);
    assert.deepEqual(await heard(), ["+203.0.113.1/32"]);
    remove(web);
    assert.deepEqual(await heard(), []);
    remove(other);
    assert.deepEqual(await heard(), ["-203.0.113.1/32"]);
  });

  it("come for all when the settings change", async () => {
    const { set, setSettings, heard } = machine();
    set(web);
    await heard();
    setSettings({ announce: ["pod-prefix"] });
    assert.deepEqual(await heard(), ["-198.51.100.1/32", "-203.0.113.1/32"]);
  });
});
