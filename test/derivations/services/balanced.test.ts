/** Services at a load balancer in front of the nodes, and those whose pods answer clients themselves. */

import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { rejectDerivation } from "../../../src/derivations/services/reject-derivation.js";
import {
  CLUSTER_NODE_PATH,
  type ClusterNode,
  NODE_PATH,
  type ProxyNode,
  type ProxySettings,
  SERVICE_PATH,
  SETTINGS_PATH,
  type Service,
} from "../../../src/derivations/services/service.js";
import { serviceDerivation } from "../../../src/derivations/services/service-derivation.js";
import { stateOfService, troublesOf } from "../../../src/derivations/services/service-state.js";
import { derivationBed } from "../derivation-bed.js";

const own: ProxyNode = { name: "balancer", address: ["192.0.2.100", "2001:db8::100"] };
const nodes: readonly ClusterNode[] = [
  { name: "a", address: ["192.0.2.1", "2001:db8::1"] },
  { name: "b", address: ["192.0.2.2"] },
  { name: "c", address: ["192.0.2.3"], "takes-traffic": false },
];
const endpoint = { address: "10.1.0.1", port: 8080, node: "a" };
const web: Service = {
  namespace: "shop",
  name: "web",
  "cluster-address": ["10.96.0.1"],
  "load-balancer-address": ["203.0.113.1"],
  port: [{ protocol: "tcp", number: 80, "node-port": 30080, endpoint: [endpoint] }],
};

function pathOf({ name }: Service): string {
  return `${SERVICE_PATH}[namespace='shop'][name='${name}']`;
}

function proxy(
  settings: ProxySettings = { role: "load-balancer" },
  node: ProxyNode = own,
  derivation = serviceDerivation(),
) {
  const { put, units, unit, below } = derivationBed(derivation);
  const setNode = (each: ClusterNode, there = true) =>
    put(CLUSTER_NODE_PATH, `${CLUSTER_NODE_PATH}[name='${each.name}']`, there ? each : null);
  put(NODE_PATH, NODE_PATH, node);
  put(SETTINGS_PATH, SETTINGS_PATH, settings);
  for (const each of nodes) setNode(each);
  return {
    set: (service: Service) => put(SERVICE_PATH, pathOf(service), service),
    remove: (service: Service) => put(SERVICE_PATH, pathOf(service), null),
    setNode,
    setSettings: (value: ProxySettings) => put(SETTINGS_PATH, SETTINGS_PATH, value),
    unit,
    units,
    below,
    /** Servers by "203.0.113.1/32 tcp 80", sorted. */
    servers: () => {
      const found: Record<string, string[]> = {};
      for (const path of units.keys()) {
        const [, prefix, protocol, port, server] =
          /\/vip\[prefix='(.*?)'\]\[protocol='(.*?)'\]\[port='(.*?)'\](?:\/application-server\[address='(.*?)'\])?/.exec(
            path,
          ) ?? [];
        if (prefix === undefined) continue;
        const name = `${prefix} ${protocol} ${port}`;
        found[name] = [...(found[name] ?? []), ...(server === undefined ? [] : [server])].sort();
      }
      return found;
    },
    /** All troubles, as the notification has them; Events are written out of that. */
    told: (service: Service) => troublesOf(stateOfService(pathOf(service), derivation)!),
    reasons: (service: Service) => {
      const state = stateOfService(pathOf(service), derivation);
      return state?.frontend.flatMap(({ address, trouble }) => trouble.map(({ reason }) => `${address} ${reason}`));
    },
  };
}

describe("a service at a load balancer", () => {
  it("has its external addresses handed to all nodes that take packets, and nothing else", () => {
    const { set, servers, units, unit } = proxy();
    set(web);
    assert.deepEqual(servers(), { "203.0.113.1/32 tcp 80": ["192.0.2.1", "192.0.2.2"] });
    assert.deepEqual(unit("[port='80']"), {
      prefix: "203.0.113.1/32",
      protocol: "tcp",
      port: 80,
      encapsulation: "gre4",
      "new-flows-table-length": 1024,
      "source-ip-sticky": false,
    });
    assert.deepEqual(unit("/global"), {
      "ipv4-source-address": "192.0.2.100",
      "ipv6-source-address": "2001:db8::100",
      "sticky-buckets-per-core": 1024,
      "flow-timeout": 40,
    });
    assert.ok([...units.keys()].every((path) => path.startsWith("/sweetcomb-lb:load-balancer")));
  });

  it("has only nodes with ready endpoints under the local policy, whichever come and go", () => {
    const { set, servers } = proxy();
    const local = { ...web, "external-traffic-policy": "local" } as const;
    set(local);
    assert.deepEqual(servers(), { "203.0.113.1/32 tcp 80": ["192.0.2.1"] });
    const moved = [
      { ...endpoint, ready: false },
      { ...endpoint, address: "10.1.1.1", node: "b" },
    ];
    const changes = set({ ...local, port: [{ protocol: "tcp", number: 80, endpoint: moved }] });
    assert.deepEqual(servers(), { "203.0.113.1/32 tcp 80": ["192.0.2.2"] });
    assert.equal(changes.length, 2);
  });

  it("tells of protocols and of ranges of clients that it cannot serve, each with its reason", () => {
    const { set, servers, told } = proxy();
    const sctp = { protocol: "sctp", number: 80, endpoint: [endpoint] } as const;
    const udp = { protocol: "udp", number: 80, endpoint: [endpoint] } as const;
    set({ ...web, port: [sctp, udp] });
    assert.deepEqual(servers(), { "203.0.113.1/32 udp 80": ["192.0.2.1", "192.0.2.2"] });
    const text = "203.0.113.1 sctp 80: The lb plugin of VPP knows ports of TCP and UDP only.";
    assert.deepEqual(told(web), [{ reason: "protocol", text }]);
    set({ ...web, "source-range": ["198.51.100.0/24"] });
    assert.deepEqual(servers(), {});
    const closed = "203.0.113.1 tcp 80: No uplink is named at which clients could be looked at.";
    assert.deepEqual(told(web), [{ reason: "no-uplink", text: closed }]);
  });

  it("follows the nodes", () => {
    const { set, setNode, servers } = proxy();
    set(web);
    setNode(nodes[0]!, false);
    setNode({ ...nodes[2]!, "takes-traffic": true });
    assert.deepEqual(servers(), { "203.0.113.1/32 tcp 80": ["192.0.2.2", "192.0.2.3"] });
  });

  it("is handed over in GRE of the family that the settings say, by default that of the address", () => {
    const six = { ...web, "load-balancer-address": ["2001:db8:f::1"] };
    const dual = [{ ...endpoint, address: "2001:db8:1::1" }];
    const service = { ...six, port: [{ protocol: "tcp", number: 80, endpoint: dual }] } as const;
    const { set, servers, setSettings, unit } = proxy();
    set(service);
    assert.deepEqual(servers(), { "2001:db8:f::1/128 tcp 80": ["2001:db8::1"] });
    assert.equal(unit("[port='80']")?.encapsulation, "gre6");
    const table = { "new-flows-table-length": 4096, "sticky-buckets-per-core": 65536, "flow-timeout": 300 };
    setSettings({ role: "load-balancer", "load-balancer": { encapsulation: "gre4", ...table } });
    assert.deepEqual(servers(), { "2001:db8:f::1/128 tcp 80": ["192.0.2.1", "192.0.2.2"] });
    assert.equal(unit("[port='80']")?.["new-flows-table-length"], 4096);
    assert.equal(unit("/global")?.["flow-timeout"], 300);
  });

  it("keeps clients with affinity by their address", () => {
    const { set, unit, reasons } = proxy();
    set({ ...web, "client-affinity": { timeout: 60 } });
    assert.equal(unit("[port='80']")?.["source-ip-sticky"], true);
    assert.deepEqual(reasons(web), ["203.0.113.1 affinity-timeout"]);
  });

  it("that has the address and port of another one waits with its nodes until that goes", () => {
    const { set, remove, servers, reasons } = proxy();
    const local = { ...web, "external-traffic-policy": "local" } as const;
    const other = { ...web, name: "zoo" };
    set(other);
    set(local);
    assert.deepEqual(servers(), { "203.0.113.1/32 tcp 80": ["192.0.2.1"] });
    assert.deepEqual(reasons(other), ["203.0.113.1 conflict"]);
    remove(local);
    assert.deepEqual(servers(), { "203.0.113.1/32 tcp 80": ["192.0.2.1", "192.0.2.2"] });
    assert.deepEqual(reasons(other), []);
  });

  it("gives the address and port to another one while nobody answers for it", () => {
    const { set, servers, reasons } = proxy();
    const other = { ...web, name: "zoo" };
    set({ ...web, port: [{ protocol: "tcp", number: 80 }] });
    set(other);
    assert.deepEqual(servers(), { "203.0.113.1/32 tcp 80": ["192.0.2.1", "192.0.2.2"] });
    assert.deepEqual(reasons(other), []);
    set(web);
    assert.deepEqual(reasons(other), ["203.0.113.1 conflict"]);
  });

  it("costs the same among many", () => {
    const { set } = proxy();
    for (let number = 1; number <= 100; number++) {
      set({ ...web, name: `other-${number}`, "load-balancer-address": [`203.0.112.${number}`] });
    }
    // Two nodes and the address.
    assert.equal(set(web).length, 3);
  });

  const refused: readonly (readonly [
    what: string,
    service: Service,
    node: ProxyNode,
    settings: ProxySettings,
    reason: string,
  ])[] = [
    ["without endpoints", { ...web, port: [{ protocol: "tcp", number: 80 }] }, own, {}, "no-endpoint"],
    ["over SCTP", { ...web, port: [{ protocol: "sctp", number: 80, endpoint: [endpoint] }] }, own, {}, "protocol"],
    ["without a source", web, { ...own, address: ["2001:db8::100"] }, {}, "no-node-address"],
    [
      "whose nodes have no endpoint that takes packets",
      {
        ...web,
        "external-traffic-policy": "local",
        port: [{ protocol: "tcp", number: 80, endpoint: [{ ...endpoint, node: "c" }] }],
      },
      own,
      {},
      "no-server",
    ],
    [
      "some of whose nodes lack an address of the family, of which it tells",
      web,
      own,
      { "load-balancer": { encapsulation: "gre6" } },
      "no-node-address",
    ],
  ];
  for (const [what, service, node, settings, reason] of refused) {
    it(`${what} has a trouble`, () => {
      const { set, reasons, servers } = proxy({ role: "load-balancer", ...settings }, node);
      set(service);
      assert.deepEqual(reasons(service), [`203.0.113.1 ${reason}`]);
      const left = what.startsWith("some") ? { "203.0.113.1/32 tcp 80": ["2001:db8::1"] } : {};
      assert.deepEqual(servers(), left);
    });
  }

  it("is unreachable there at its external addresses only", () => {
    const { set, units } = proxy({ role: "load-balancer" }, own, rejectDerivation());
    set({ ...web, port: [{ protocol: "tcp", number: 80 }] });
    const prefixes = [...units.values()].flatMap((unit) => unit["destination-prefix"] ?? []);
    assert.deepEqual(prefixes, ["203.0.113.1/32"]);
  });
});

describe("a service whose pods answer clients themselves", () => {
  const node: ProxyNode = { name: "a", address: ["192.0.2.1"] };
  const port = { protocol: "tcp", number: 80, "node-port": 30080 } as const;
  const endpoints = [
    { address: "10.1.1.1", port: 80, node: "b" },
    { address: "10.1.0.1", port: 80, node: "a" },
  ];
  const direct: Service = { ...web, port: [{ ...port, endpoint: endpoints }], dscp: 7 };

  it("is chosen alike by all nodes, and goes on unchanged to endpoints of the others", () => {
    const { set, unit } = proxy({ role: "vrouter" }, node);
    set({ ...direct, port: [{ ...port, endpoint: [...endpoints, { address: "198.51.100.9", port: 80 }] }] });
    const external = unit("[address='203.0.113.1']/translation[protocol='tcp'][port='80']")!;
    assert.equal(external["load-balancing"], "maglev");
    assert.deepEqual(external.backend, [
      { address: "10.1.0.1", port: 80, "forward-only": false },
      { address: "10.1.1.1", port: 80, "forward-only": true },
      { address: "198.51.100.9", port: 80, "source-address": "192.0.2.1", "forward-only": false },
    ]);
    const inside = unit("[address='10.96.0.1']/translation[protocol='tcp'][port='80']")!;
    assert.equal(inside["load-balancing"], "flow-hash");
    const nodePort = unit("[address='192.0.2.1']/translation[protocol='tcp'][port='30080']")!;
    assert.deepEqual(nodePort.backend, [{ address: "10.1.0.1", port: 80, "forward-only": false }]);
  });

  it("looks at no hints for zones there, which would make nodes choose differently", () => {
    const { set, unit } = proxy({ role: "vrouter" }, { ...node, zone: "east" });
    const hinted = endpoints.map((each, index) => ({ ...each, "for-zone": [index === 0 ? "west" : "east"] }));
    set({ ...direct, port: [{ ...port, endpoint: hinted }] });
    const { backend } = unit("[address='203.0.113.1']/translation[protocol='tcp'][port='80']")!;
    assert.equal((backend as readonly unknown[]).length, 2);
  });

  it("reaches pods in GRE, beside the translations for clients inside", () => {
    const { set, servers, unit, below } = proxy({ role: "vrouter", "direct-server-return": "gre" }, node);
    set(direct);
    assert.deepEqual(servers(), { "203.0.113.1/32 tcp 80": ["10.1.0.1", "10.1.1.1"] });
    assert.equal(unit("/vip[prefix='203.0.113.1/32'][protocol='tcp'][port='80']")?.encapsulation, "gre4");
    const translated = below("/sweetcomb-cnat:cnat/virtual-address").filter((path) => !path.includes("translation"));
    assert.deepEqual(translated, ["[address='10.96.0.1']", "[address='192.0.2.1']"]);
  });

  it("reaches pods with its DSCP", () => {
    const { set, unit } = proxy({ role: "vrouter", "direct-server-return": "l3dsr" }, node);
    set(direct);
    const { encapsulation, dscp } = unit("/vip[prefix='203.0.113.1/32'][protocol='tcp'][port='80']")!;
    assert.deepEqual({ encapsulation, dscp }, { encapsulation: "l3dsr", dscp: 7 });
  });

  describe("in IP in IP", () => {
    const ipip: ProxySettings = { role: "vrouter", "direct-server-return": "ipip" };
    const routes = (settings: ProxySettings = ipip) => proxy(settings, node, rejectDerivation());
    const routeEnd = "[destination-prefix='203.0.113.1/32']";

    it("is reached over routes of equal cost through a tunnel to each of its pods", () => {
      const { set, unit, units } = routes();
      set(direct);
      const hop = (pod: string) => ({
        index: pod,
        "outgoing-interface": `ipip-${pod}`,
        "sweetcomb-routing:weight": 1,
      });
      assert.deepEqual(unit(routeEnd)?.["next-hop"], {
        "next-hop-list": { "next-hop": [hop("10.1.0.1"), hop("10.1.1.1")] },
      });
      const { "sweetcomb-tunnels:ipip": tunnel } = unit("/interface[name='ipip-10.1.1.1']") as {
        readonly "sweetcomb-tunnels:ipip": object;
      };
      assert.deepEqual(tunnel, {
        mode: "point-to-point",
        local: "192.0.2.1",
        remote: "10.1.1.1",
        flags: "",
        dscp: 0,
      });
      set({ ...direct, port: [{ ...port, endpoint: endpoints.slice(1) }] });
      assert.deepEqual(unit(routeEnd)?.["next-hop"], { "outgoing-interface": "ipip-10.1.0.1" });
      set({ ...direct, port: [port] });
      assert.deepEqual(unit(routeEnd)?.["next-hop"], { "special-next-hop": "unreachable" });
      assert.ok([...units.keys()].every((path) => !path.includes("ipip-")));
    });

    it("leads to those only that answer on all of its ports, of whichever service, and tells of the others", () => {
      const other: Service = {
        ...direct,
        name: "zoo",
        "cluster-address": [],
        port: [{ protocol: "udp", number: 53, endpoint: [{ address: "10.1.1.1", port: 53, node: "b" }] }],
      };
      const { set, unit } = routes();
      set(direct);
      set(other);
      assert.deepEqual(unit(routeEnd)?.["next-hop"], { "outgoing-interface": "ipip-10.1.1.1" });
      const told = proxy(ipip, node);
      told.set(direct);
      assert.deepEqual(
        told.reasons(direct)?.filter((text) => text.startsWith("203.")),
        [],
      );
      told.set(other);
      assert.deepEqual(
        told.reasons(direct)?.filter((text) => text.startsWith("203.")),
        ["203.0.113.1 whole-address"],
      );
    });
  });

  const { dscp: _, ...unmarked } = direct;
  const troubled: readonly (readonly [
    what: string,
    way: "gre" | "l3dsr" | "ipip",
    service: Service,
    reason: string,
  ])[] = [
    ["whose endpoints have another port", "gre", { ...web, port: [{ ...port, endpoint: [endpoint] }] }, "target-port"],
    [
      "whose endpoints have another port in IP in IP",
      "ipip",
      { ...web, port: [{ ...port, endpoint: [endpoint] }] },
      "target-port",
    ],
    ["without a DSCP", "l3dsr", unmarked, "dscp"],
  ];
  for (const [what, way, service, reason] of troubled) {
    it(`${what} has a trouble at its external address only`, () => {
      const { set, reasons } = proxy({ role: "vrouter", "direct-server-return": way }, node);
      set(service);
      const external = reasons(service)?.filter((text) => text.startsWith("203."));
      assert.deepEqual(external, [`203.0.113.1 ${reason}`]);
    });
  }
});
