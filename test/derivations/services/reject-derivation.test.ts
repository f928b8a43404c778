/** Virtual addresses on which nobody answers. */

import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { rejectDerivation } from "../../../src/derivations/services/reject-derivation.js";
import { NODE_PATH, SERVICE_PATH, type Service } from "../../../src/derivations/services/service.js";
import { derivationBed, type Value } from "../derivation-bed.js";

const endpoint = { address: "10.1.0.1", port: 8080, node: "here" };
const idle: Service = {
  namespace: "shop",
  name: "idle",
  "cluster-address": ["10.96.0.1"],
  port: [{ protocol: "tcp", number: 80 }],
};
const served: Service = { ...idle, name: "served", port: [{ protocol: "tcp", number: 81, endpoint: [endpoint] }] };

function proxy() {
  const derivation = rejectDerivation();
  const { put, units } = derivationBed(derivation);
  const pathOf = ({ name }: Service) => `${SERVICE_PATH}[namespace='shop'][name='${name}']`;
  put(NODE_PATH, NODE_PATH, { name: "here", address: ["192.0.2.1"] });
  return {
    set: (service: Service) => put(SERVICE_PATH, pathOf(service), service),
    remove: (service: Service) => put(SERVICE_PATH, pathOf(service), null),
    units,
    routes: () =>
      Object.fromEntries(
        [...units.values()].flatMap((value) => {
          const prefix = value["destination-prefix"];
          return prefix === undefined ? [] : [[prefix, Object.values(value["next-hop"] as Value)[0]]];
        }),
      ),
  };
}

describe("a virtual address on which nobody answers", () => {
  it("is unreachable in both families, and stays so for other ports when an endpoint comes", () => {
    const { set, routes, units, remove } = proxy();
    const both = { ...idle, "cluster-address": ["10.96.0.1", "fd00::1"] };
    set(both);
    assert.deepEqual(routes(), { "10.96.0.1/32": "unreachable", "fd00::1/128": "unreachable" });
    set({ ...both, port: [{ protocol: "tcp", number: 80, endpoint: [endpoint] }] });
    assert.deepEqual(routes(), { "10.96.0.1/32": "unreachable", "fd00::1/128": "unreachable" });
    remove(both);
    assert.equal(units.size, 0);
  });

  it("is unreachable as long as one of several services has it", () => {
    const { set, remove, routes, units } = proxy();
    set(idle);
    set(served);
    remove(served);
    assert.deepEqual(routes(), { "10.96.0.1/32": "unreachable" });
    remove(idle);
    assert.equal(units.size, 0);
  });

  it("drops where only the policy keeps clients from the endpoints", () => {
    const { set, routes } = proxy();
    const elsewhere = [{ ...endpoint, node: "there" }];
    set({
      ...idle,
      "internal-traffic-policy": "local",
      port: [{ protocol: "tcp", number: 80, endpoint: elsewhere }],
    });
    assert.deepEqual(routes(), { "10.96.0.1/32": "blackhole" });
  });

  it("is unreachable too where it is for some clients only, whom VPP cannot tell from others", () => {
    const { set, routes } = proxy();
    set({ ...served, "load-balancer-address": ["203.0.113.1"], "source-range": ["198.51.100.0/24"] });
    assert.deepEqual(routes(), { "10.96.0.1/32": "unreachable", "203.0.113.1/32": "unreachable" });
  });

  it("is never the node's own", () => {
    const { set, routes } = proxy();
    set({ ...idle, "cluster-address": [], "external-address": ["192.0.2.1"] });
    assert.deepEqual(routes(), {});
  });

  it("costs the same among many", () => {
    const { set } = proxy();
    for (let number = 1; number <= 100; number++) {
      set({ ...idle, name: `other-${number}`, "cluster-address": [`10.97.0.${number}`] });
    }
    assert.equal(set(idle).length, 1);
  });
});
