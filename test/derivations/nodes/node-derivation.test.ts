/** Load balancers and other machines of the cluster as tunnels and routes. */

import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { nodeDerivation } from "../../../src/derivations/nodes/node-derivation.js";
import { nodeTroubles } from "../../../src/derivations/nodes/node-troubles.js";
import {
  CLUSTER_NODE_PATH,
  type ClusterNode,
  NODE_PATH,
  type ProxyNode,
  type ProxySettings,
  SETTINGS_PATH,
} from "../../../src/derivations/services/service.js";
import { derivationBed } from "../derivation-bed.js";

const sourceNatPath = "/sweetcomb-cnat:cnat/source-nat";
const own: ProxyNode = { name: "a", address: ["192.0.2.1", "2001:db8::1"] };
const other: ClusterNode = { name: "b", address: ["192.0.2.2"], "pod-prefix": ["10.2.0.0/24", "2001:db8:2::/64"] };

function machine(settings: ProxySettings, node: ProxyNode = own) {
  const derivation = nodeDerivation();
  const { put, unit, units, below } = derivationBed(derivation);
  const setSettings = (value: ProxySettings) => put(SETTINGS_PATH, SETTINGS_PATH, value);
  put(NODE_PATH, NODE_PATH, node);
  setSettings(settings);
  return {
    setSettings,
    reasons: () => nodeTroubles(derivation.held).map(({ reason }) => reason),
    setSourceNat: () => put(sourceNatPath, sourceNatPath, { "ipv4-address": "192.0.2.1" }),
    setNode: (node: ClusterNode, there = true) =>
      put(CLUSTER_NODE_PATH, `${CLUSTER_NODE_PATH}[name='${node.name}']`, there ? node : null),
    unit,
    units,
    translated: () => below("/sweetcomb-cnat:cnat/interface"),
    interfaces: () => below("/ietf-interfaces:interfaces/interface").filter((path) => !path.includes("/")),
    routes: () =>
      Object.fromEntries(
        [...units.values()].flatMap((value) =>
          value["destination-prefix"] === undefined ? [] : [[value["destination-prefix"], value["next-hop"]]],
        ),
      ),
  };
}

describe("a machine of the cluster", () => {
  it("that balances load tells what it drops, whatever its services are", () => {
    assert.deepEqual(machine({ role: "load-balancer" }).reasons(), ["data-plane"]);
  });

  it("takes GRE from each load balancer in its family, and translates what comes out", () => {
    const { unit, interfaces, translated, setSettings, units } = machine({
      "load-balancer": { address: ["192.0.2.100", "2001:db8::100"] },
    });
    const four = unit("/interface[name='gre-192.0.2.100']")!;
    assert.equal(four.type, "sweetcomb-tunnels:gre");
    assert.deepEqual(four["sweetcomb-tunnels:gre"], {
      mode: "point-to-point",
      local: "192.0.2.1",
      remote: "192.0.2.100",
      flags: "",
      payload: "ip",
    });
    assert.deepEqual(interfaces().sort(), [
      "[name='gre-192.0.2.100']",
      "[name='gre-2001:db8::100']",
      "[name='tunnel-gateway']",
    ]);
    assert.deepEqual(translated().sort(), ["[name='gre-192.0.2.100']", "[name='gre-2001:db8::100']"]);
    setSettings({ "load-balancer": { address: ["192.0.2.100"] } });
    assert.deepEqual(translated(), ["[name='gre-192.0.2.100']"]);
    setSettings({});
    assert.equal(units.size, 0);
  });

  it("has no routes to pods of others as long as it is no vrouter", () => {
    const { setNode, units } = machine({});
    setNode(other);
    assert.equal(units.size, 0);
  });

  it("reaches pods of others through IP in IP as a vrouter, and knows its own", () => {
    const { setNode, unit, routes, units, translated } = machine({ role: "vrouter" });
    setNode({ ...own, name: "a", "pod-prefix": ["10.1.0.0/24"] });
    assert.equal(units.size, 0);
    setNode(other);
    assert.deepEqual(routes(), {
      "10.2.0.0/24": { "outgoing-interface": "ipip-192.0.2.2" },
      "2001:db8:2::/64": { "outgoing-interface": "ipip-192.0.2.2" },
    });
    const { "sweetcomb-tunnels:ipip": ipip } = unit("/interface[name='ipip-192.0.2.2']")!;
    assert.deepEqual(ipip, { mode: "point-to-point", local: "192.0.2.1", remote: "192.0.2.2", flags: "", dscp: 0 });
    assert.deepEqual(translated(), ["[name='ipip-192.0.2.2']"]);
    setNode(other, false);
    assert.equal(units.size, 0);
  });

  it("lets packets keep their source in tunnels as soon as there is a source NAT that would change it", () => {
    const { setNode, setSourceNat, unit } = machine({ role: "vrouter" });
    setNode(other);
    const role = `${sourceNatPath}/interface[name='ipip-192.0.2.2'][role='host']`;
    assert.equal(unit(role), undefined);
    setSourceNat();
    assert.deepEqual(unit(role), { name: "ipip-192.0.2.2", role: "host" });
  });

  it("routes to the addresses of machines, or not at all, where that is asked for", () => {
    const { setNode, routes, setSettings, units } = machine({
      role: "vrouter",
      "pod-routes": "direct",
      "direct-server-return": "gre",
    });
    setNode(other);
    assert.deepEqual(routes(), { "10.2.0.0/24": { "next-hop-address": "192.0.2.2" } });
    setSettings({ role: "vrouter", "pod-routes": "none", "direct-server-return": "gre" });
    assert.equal(units.size, 0);
  });

  it("tells of those that it cannot reach", () => {
    const { setNode, reasons } = machine({ role: "vrouter", "load-balancer": { address: ["192.0.2.100"] } });
    assert.deepEqual(reasons(), []);
    setNode({ name: "c", address: [] });
    assert.deepEqual(reasons(), ["no-node-address"]);
    const onlyIpv6 = machine(
      { "load-balancer": { address: ["192.0.2.100"] } },
      { name: "a", address: ["2001:db8::1"] },
    );
    assert.deepEqual(onlyIpv6.reasons(), ["no-node-address"]);
    const translating = { ...own, "data-plane": "nat44-ed" } as const;
    const behind = machine({ "load-balancer": { address: ["192.0.2.100"] } }, translating);
    assert.deepEqual(behind.reasons(), ["data-plane"]);
    assert.deepEqual([...behind.units.keys()], ["/ietf-nat:nat/instances/instance[id='1']"]);
    assert.deepEqual(machine({ role: "vrouter" }, translating).reasons(), ["data-plane"]);
    assert.deepEqual(machine({ role: "vrouter" }, { address: ["192.0.2.1"] }).reasons(), ["no-node-name"]);
  });

  it("costs the same among many", () => {
    const { setNode } = machine({ role: "vrouter" });
    setNode({ name: "z", address: ["192.0.2.250"], "pod-prefix": ["10.9.0.0/24"] });
    const first = setNode(other).length;
    for (let number = 1; number <= 50; number++) {
      setNode({ name: `n${number}`, address: [`198.51.100.${number}`], "pod-prefix": [`10.5.${number}.0/24`] });
    }
    assert.equal(
      setNode({ ...other, name: "c", address: ["192.0.2.3"], "pod-prefix": ["10.3.0.0/24", "2001:db8:3::/64"] }).length,
      first,
    );
  });
});
