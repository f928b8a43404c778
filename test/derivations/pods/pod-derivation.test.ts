/** Pods as interfaces, routes and what the data plane knows of them. */

import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { POD_PATH, POD_SETTINGS_PATH, type Pod, type PodSettings } from "../../../src/derivations/pods/pod.js";
import { podDerivation } from "../../../src/derivations/pods/pod-derivation.js";
import { stateOfAttachment } from "../../../src/derivations/pods/pod-state.js";
import { NODE_PATH, type ProxyNode } from "../../../src/derivations/services/service.js";
import { derivationBed } from "../derivation-bed.js";

const web: Pod = { namespace: "shop", name: "web", address: ["10.1.0.1"], interface: "pod-web" };
const memif = { socket: "/run/pods/web.sock" };
const interfacePath = "/ietf-interfaces:interfaces/interface";

function node(
  first: ProxyNode = { address: ["192.0.2.1"], "pod-prefix": ["10.1.0.0/16"] },
  settings: PodSettings = {},
) {
  const derivation = podDerivation();
  const { put, units } = derivationBed(derivation);
  const pathOf = ({ name }: Pod) => `${POD_PATH}[namespace='shop'][name='${name}']`;
  put(NODE_PATH, NODE_PATH, first);
  put(POD_SETTINGS_PATH, POD_SETTINGS_PATH, settings);
  return {
    set: (pod: Pod) => put(POD_PATH, pathOf(pod), pod),
    remove: (pod: Pod) => put(POD_PATH, pathOf(pod), null),
    setNode: (value: ProxyNode) => put(NODE_PATH, NODE_PATH, value),
    setInterface: (name: string, there = true) =>
      put(interfacePath, `${interfacePath}[name='${name}']`, there ? { name } : null),
    units,
    unit: (end: string) => [...units].find(([path]) => path.endsWith(end))?.[1],
    below: (start: string) =>
      [...units.keys()].filter((path) => path.startsWith(start)).map((path) => path.slice(start.length)),
    reasons: (pod: Pod) => stateOfAttachment(pathOf(pod), derivation)?.trouble.map(({ reason }) => reason),
  };
}

describe("a pod", () => {
  it("has a memif on a socket of its own that borrows the gateway's addresses, and a route", () => {
    const { set, unit, below } = node();
    set({ ...web, memif });
    const made = unit("/interface[name='pod-web']")!;
    const { socket } = made["sweetcomb-interfaces:memif"] as { readonly socket: number };
    assert.deepEqual(below("/sweetcomb-interfaces:memif-sockets"), [`/socket[id='${socket}']`]);
    assert.equal(made["sweetcomb-interfaces:unnumbered-to"], "pod-gateway");
    assert.deepEqual(unit("/address[ip='169.254.1.1']"), { ip: "169.254.1.1", "prefix-length": 32 });
    assert.deepEqual(unit("[destination-prefix='10.1.0.1/32']")?.["next-hop"], {
      "outgoing-interface": "pod-web",
      "next-hop-address": "10.1.0.1",
    });
  });

  it("has a tap in its namespace or a vhost-user device, as it says", () => {
    const { set, unit } = node();
    set({ ...web, tap: { "namespace-path": "pod-7" } });
    assert.equal(unit("/interface[name='pod-web']")?.type, "sweetcomb-interfaces:tap");
    set({ ...web, "vhost-user": { socket: "/run/pods/web.sock" } });
    assert.equal(unit("/interface[name='pod-web']")?.type, "sweetcomb-virtio:vhost-user");
  });

  it("shares what all pods need, which goes with the last of them", () => {
    const { set, remove, units } = node(undefined, { "source-address": ["198.51.100.1"] });
    const other = { ...web, name: "other", interface: "pod-other", address: ["10.1.0.2"], memif };
    set({ ...web, memif });
    set(other);
    remove(web);
    assert.ok([...units.keys()].some((path) => path.includes("pod-gateway")));
    assert.ok([...units.keys()].every((path) => !path.includes("pod-web")));
    remove(other);
    assert.deepEqual([...units.keys()], []);
  });

  it("has an interface where real addresses are seen, and another source outside of the cluster", () => {
    const { set, below } = node(undefined, { "source-address": ["198.51.100.1", "2001:db8::1"] });
    set({ ...web, memif });
    assert.deepEqual(below("/sweetcomb-cnat:cnat").sort(), [
      "/interface[name='pod-web']",
      "/source-nat",
      "/source-nat/exclude-prefix[prefix='10.1.0.0/16']",
      "/source-nat/interface[name='pod-web'][role='include-ipv4']",
      "/source-nat/interface[name='pod-web'][role='include-ipv6']",
      "/source-nat/interface[name='pod-web'][role='pod']",
    ]);
  });

  it("has the node's address for its source unless another is named, and tells when there is none", () => {
    const { set, setNode, unit, below, reasons } = node({});
    set({ ...web, memif });
    assert.deepEqual(below("/sweetcomb-cnat:cnat"), ["/interface[name='pod-web']"]);
    assert.deepEqual(reasons(web), ["source-address"]);
    setNode({ address: ["192.0.2.1"] });
    // Without a route for it, since it may serve node ports as well.
    assert.deepEqual(unit("/source-nat"), {
      "ipv4-address": "192.0.2.1",
      "on-interfaces-only": true,
      policy: "kubernetes",
    });
    assert.deepEqual(reasons(web), []);
  });

  it("with an interface of somebody else waits until that is there", () => {
    const { set, setInterface, below, reasons, units } = node();
    set(web);
    assert.equal(units.size, 0);
    assert.deepEqual(reasons(web), ["no-interface"]);
    setInterface("pod-web");
    assert.ok(below("/sweetcomb-cnat:cnat").includes("/interface[name='pod-web']"));
    assert.deepEqual(below(interfacePath), []);
    assert.deepEqual(reasons(web), []);
    setInterface("pod-web", false);
    assert.equal(units.size, 0);
  });

  it("waits for the lender that the settings name", () => {
    const { set, setInterface, unit, reasons } = node({ address: ["192.0.2.1"] }, { lender: "host" });
    set({ ...web, memif });
    assert.deepEqual(reasons(web), ["no-interface"]);
    setInterface("host");
    assert.equal(unit("/interface[name='pod-web']")?.["sweetcomb-interfaces:unnumbered-to"], "host");
    assert.equal(unit("/interface[name='pod-gateway']"), undefined);
  });

  it("without an interface is not attached", () => {
    const { set, units } = node();
    set({ namespace: "shop", name: "web", address: ["10.1.0.1"] });
    assert.equal(units.size, 0);
  });

  it("with nat44-ed has an interface that is inside and outside", () => {
    const { set, below, unit } = node({ "data-plane": "nat44-ed" });
    set({ ...web, memif });
    assert.deepEqual(below("/sweetcomb-cnat:cnat"), []);
    assert.deepEqual(unit("/sweetcomb-nat:interface[interface='pod-web']"), {
      interface: "pod-web",
      inside: true,
      outside: true,
      "output-feature": false,
    });
  });
});
