/** Services as translations of the cnat plugin. */

import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { NODE_PATH, type ProxyNode, SERVICE_PATH, type Service } from "../../../src/derivations/services/service.js";
import { serviceDerivation } from "../../../src/derivations/services/service-derivation.js";
import { derivationBed } from "../derivation-bed.js";

const node: ProxyNode = { name: "here", address: ["192.0.2.1", "2001:db8::1"] };
const web: Service = {
  namespace: "shop",
  name: "web",
  "cluster-address": ["10.96.0.1"],
  port: [{ protocol: "tcp", number: 80, endpoint: [{ address: "10.1.0.1", port: 8080, node: "here" }] }],
};

/** A derivation with a node, and what VPP would have of it: "tcp 10.96.0.1:80" with its backends. */
function proxy(first: ProxyNode = node) {
  const derivation = serviceDerivation();
  const { put, units } = derivationBed(derivation);
  const setNode = (value: ProxyNode) => put(NODE_PATH, NODE_PATH, value);
  const set = (service: Service) => put(SERVICE_PATH, pathOf(service), service);
  const remove = (service: Service) => put(SERVICE_PATH, pathOf(service), null);
  const translations = () =>
    Object.fromEntries(
      [...units].flatMap(([path, value]) => {
        const found = /virtual-address\[address='(.*?)'\]\/translation\[protocol='(.*?)'\]\[port='(.*?)'\]/.exec(path);
        if (found === null) return [];
        const [, address, protocol, port] = found;
        const backends = value.backend as readonly Record<string, unknown>[];
        return [[`${protocol} ${address} ${port}`, backends.map(told)]];
      }),
    );
  const value = (path: string) => [...units].find(([found]) => found.endsWith(path))?.[1];
  setNode(first);
  return { set, remove, setNode, translations, value };
}

function told(backend: Record<string, unknown>): string {
  const source = backend["source-address"];
  return `${backend.address} ${backend.port}${source === undefined ? "" : ` from ${source}`}`;
}

function pathOf({ namespace, name }: Service): string {
  return `${SERVICE_PATH}[namespace='${namespace}'][name='${name}']`;
}

describe("a service with cnat", () => {
  it("does not lead to its own address and port, which may be an endpoint beside others", () => {
    const { set, translations } = proxy();
    const endpoint = [
      { address: "10.96.0.1", port: 80 },
      { address: "10.96.0.1", port: 8080 },
      { address: "10.1.0.1", port: 80 },
    ];
    set({ ...web, port: [{ protocol: "tcp", number: 80, endpoint }] });
    assert.deepEqual(translations(), { "tcp 10.96.0.1 80": ["10.96.0.1 8080", "10.1.0.1 80"] });
    set({ ...web, port: [{ protocol: "tcp", number: 80, endpoint: endpoint.slice(0, 1) }] });
    assert.deepEqual(translations(), {});
  });

  it("has a translation for each cluster address and port, of the family of the address", () => {
    const { set, translations } = proxy();
    set({
      ...web,
      "cluster-address": ["10.96.0.1", "fd00::1"],
      port: [
        {
          protocol: "tcp",
          number: 80,
          endpoint: [
            { address: "10.1.0.1", port: 8080 },
            { address: "fd01::1", port: 8080 },
          ],
        },
        { protocol: "udp", number: 53, endpoint: [{ address: "10.1.0.2", port: 5353 }] },
      ],
    });
    assert.deepEqual(translations(), {
      "tcp 10.96.0.1 80": ["10.1.0.1 8080"],
      "tcp fd00::1 80": ["fd01::1 8080"],
      "udp 10.96.0.1 53": ["10.1.0.2 5353"],
    });
  });

  it("is reached on external and load balancer addresses, and its node port on the node's", () => {
    const { set, translations } = proxy();
    set({
      ...web,
      "external-address": ["203.0.113.1"],
      "load-balancer-address": ["203.0.113.2"],
      port: [{ ...web.port![0]!, "node-port": 30080 }],
    });
    assert.deepEqual(Object.keys(translations()).sort(), [
      "tcp 10.96.0.1 80",
      "tcp 192.0.2.1 30080",
      "tcp 203.0.113.1 80",
      "tcp 203.0.113.2 80",
    ]);
  });

  it("leaves the other ports of the node's own addresses alone, and those of its own to the route that rejects them", () => {
    const { set, value } = proxy();
    set({ ...web, port: [{ ...web.port![0]!, "node-port": 30080 }] });
    assert.equal(value("virtual-address[address='192.0.2.1']")?.shared, true);
    assert.equal(value("virtual-address[address='10.96.0.1']")?.shared, true);
  });

  it("gives clients from outside the node's source on the way to endpoints elsewhere, unless the policy is local", () => {
    const { set, translations } = proxy();
    const endpoint = [
      { address: "10.1.0.1", port: 8080, node: "here" },
      { address: "10.1.1.1", port: 8080, node: "there" },
    ];
    const service: Service = {
      ...web,
      "external-address": ["203.0.113.1"],
      port: [{ protocol: "tcp", number: 80, endpoint }],
    };
    set(service);
    assert.deepEqual(translations()["tcp 203.0.113.1 80"], ["10.1.0.1 8080", "10.1.1.1 8080 from 192.0.2.1"]);
    assert.deepEqual(translations()["tcp 10.96.0.1 80"], ["10.1.0.1 8080", "10.1.1.1 8080"]);
    set({ ...service, "external-traffic-policy": "local" });
    assert.deepEqual(translations()["tcp 203.0.113.1 80"], ["10.1.0.1 8080"]);
    assert.deepEqual(translations()["tcp 10.96.0.1 80"], ["10.1.0.1 8080", "10.1.1.1 8080"]);
  });

  it("has no translation while nobody answers, for VPP dies of one without backends", () => {
    const { set, translations } = proxy();
    set({ ...web, port: [{ protocol: "tcp", number: 80 }] });
    assert.deepEqual(translations(), {});
    set(web);
    set({ ...web, port: [{ protocol: "tcp", number: 80 }] });
    assert.deepEqual(translations(), {});
  });

  it("is not served on load balancer addresses that are for some clients only", () => {
    const { set, translations } = proxy();
    const balanced: Service = { ...web, "load-balancer-address": ["203.0.113.2"] };
    set({ ...balanced, "source-range": ["198.51.100.0/24"] });
    assert.deepEqual(Object.keys(translations()), ["tcp 10.96.0.1 80"]);
    set({ ...balanced, "source-range": ["0.0.0.0/0"] });
    assert.deepEqual(Object.keys(translations()), ["tcp 10.96.0.1 80", "tcp 203.0.113.2 80"]);
  });

  it("keeps a client at its endpoint by a hash of its address", () => {
    const { set, value } = proxy();
    set({ ...web, "client-affinity": { timeout: 60 } });
    const translation = value("translation[protocol='tcp'][port='80']");
    assert.equal(translation?.["load-balancing"], "maglev");
    assert.equal(translation?.["flow-hash"], "source-address");
  });

  it("does SCTP in IPv4 only, as VPP does", () => {
    const { set, translations } = proxy();
    const endpoint = [
      { address: "10.1.0.1", port: 9 },
      { address: "fd01::1", port: 9 },
    ];
    set({
      ...web,
      "cluster-address": ["10.96.0.1", "fd00::1"],
      port: [{ protocol: "sctp", number: 9, endpoint }],
    });
    assert.deepEqual(translations(), { "sctp 10.96.0.1 9": ["10.1.0.1 9"] });
  });

  it("is served in each family for itself: what ends serves where that family has nothing else", () => {
    const { set, translations } = proxy();
    const endings = { ready: false, serving: true, terminating: true };
    const endpoint = [
      { address: "10.1.0.1", port: 8080, node: "here", "for-zone": ["z1"] },
      { address: "fd01::1", port: 8080, node: "here", ...endings },
    ];
    set({ ...web, "cluster-address": ["10.96.0.1", "fd00::1"], port: [{ protocol: "tcp", number: 80, endpoint }] });
    assert.deepEqual(translations(), { "tcp 10.96.0.1 80": ["10.1.0.1 8080"], "tcp fd00::1 80": ["fd01::1 8080"] });
  });

  it("changes one unit when one endpoint changes, whatever other services there are", () => {
    const { set } = proxy();
    for (let number = 1; number <= 200; number++) {
      set({ ...web, name: `other-${number}`, "cluster-address": [`10.97.0.${number}`] });
    }
    set(web);
    const endpoint = [...web.port![0]!.endpoint!, { address: "10.1.0.9", port: 8080 }];
    assert.equal(set({ ...web, port: [{ ...web.port![0]!, endpoint }] }).length, 1);
  });

  it("gives an address and port that two services claim to the first by name, and to the other when that goes", () => {
    const { set, remove, translations } = proxy();
    const rival: Service = {
      ...web,
      name: "aaa",
      port: [{ protocol: "tcp", number: 80, endpoint: [{ address: "10.1.0.7", port: 7 }] }],
    };
    set(web);
    set(rival);
    assert.deepEqual(translations(), { "tcp 10.96.0.1 80": ["10.1.0.7 7"] });
    remove(rival);
    assert.deepEqual(translations(), { "tcp 10.96.0.1 80": ["10.1.0.1 8080"] });
    remove(web);
    assert.deepEqual(translations(), {});
  });

  it("follows the node", () => {
    const { set, setNode, translations } = proxy();
    set({ ...web, "internal-traffic-policy": "local" });
    assert.deepEqual(Object.keys(translations()), ["tcp 10.96.0.1 80"]);
    setNode({ ...node, name: "elsewhere" });
    assert.deepEqual(translations(), {});
  });
});
