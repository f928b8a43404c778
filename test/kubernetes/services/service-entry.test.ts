/** One test for each rule by which a Service and its EndpointSlices become an entry. */

import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { EndpointSlice, Service, SliceEndpoint } from "../../../src/kubernetes/objects.js";
import { serviceEntry } from "../../../src/kubernetes/services/service-entry.js";

type Spec = NonNullable<Service["spec"]>;

const metadata = { namespace: "shop", name: "web" };
const plain: Spec = { type: "ClusterIP", clusterIP: "10.96.0.1", ports: [{ port: 80 }] };
const service = (spec: Spec, more: Omit<Service, "spec"> = {}): Service => ({
  metadata,
  ...more,
  spec: { ...plain, ...spec },
});
const slice = (endpoints: readonly SliceEndpoint[], more: Partial<EndpointSlice> = {}): EndpointSlice => ({
  metadata: { namespace: "shop", name: "web-1" },
  addressType: "IPv4",
  ports: [{ port: 8080 }],
  endpoints,
  ...more,
});
/** Addresses and ports of the first port's endpoints. */
const endpoints = (slices: readonly EndpointSlice[], spec: Spec = {}) => {
  const entry = serviceEntry(service(spec), slices) as { port: { endpoint?: Record<string, unknown>[] }[] };
  return entry.port[0]!.endpoint ?? [];
};
const balanced = (spec: Spec, ingress: NonNullable<NonNullable<Service["status"]>["loadBalancer"]>["ingress"] = []) =>
  service({ type: "LoadBalancer", ...spec }, { status: { loadBalancer: { ingress } } });

describe("a service", () => {
  const withoutEntry: readonly (readonly [string, Service])[] = [
    ["without a cluster address of its own (headless)", service({ clusterIP: "None" })],
    ["that is another name for something outside", service({ type: "ExternalName", externalIPs: ["192.0.2.1"] })],
    ["that has no address yet", service({ clusterIP: "" })],
    [
      "of another proxy",
      service({}, { metadata: { ...metadata, labels: { "service.kubernetes.io/service-proxy-name": "other" } } }),
    ],
    [
      "marked as headless",
      service({}, { metadata: { ...metadata, labels: { "service.kubernetes.io/headless": "" } } }),
    ],
    ["without a name", { spec: plain }],
  ];
  for (const [what, input] of withoutEntry) {
    it(`${what} has no entry`, () => assert.equal(serviceEntry(input, []), undefined));
  }

  it("has an address of each family", () => {
    const entry = serviceEntry(service({ clusterIPs: ["10.96.0.1", "2001:DB8::1"] }), []);
    assert.deepEqual(entry?.["cluster-address"], ["10.96.0.1", "2001:db8::1"]);
  });

  it("without endpoints keeps its port, so that connections can be refused", () => {
    assert.deepEqual(serviceEntry(service({}), [])?.port, [{ protocol: "tcp", number: 80 }]);
  });

  it("has one port for each protocol of a number", () => {
    const ports = [
      { name: "dns", port: 53, protocol: "UDP" },
      { name: "dns-tcp", port: 53, protocol: "TCP" },
      { name: "sig", port: 53, protocol: "SCTP" },
    ];
    assert.deepEqual(serviceEntry(service({ ports }), [])?.port, [
      { protocol: "udp", number: 53, name: "dns" },
      { protocol: "tcp", number: 53, name: "dns-tcp" },
      { protocol: "sctp", number: 53, name: "sig" },
    ]);
  });

  it("tells of a port that cannot be", () => {
    const told: string[] = [];
    const entry = serviceEntry(service({ ports: [{ port: 0 }, { port: 80, protocol: "ICMP" }] }), [], (text) =>
      told.push(text),
    );
    assert.deepEqual(entry?.port, []);
    assert.equal(told.length, 2);
  });

  it("has node ports only with a type that has them", () => {
    const ports = [{ port: 80, nodePort: 30080 }];
    assert.deepEqual(serviceEntry(service({ ports }), [])?.port, [{ protocol: "tcp", number: 80 }]);
    const expected = [{ protocol: "tcp", number: 80, "node-port": 30080 }];
    assert.deepEqual(serviceEntry(service({ type: "NodePort", ports }), [])?.port, expected);
    assert.deepEqual(serviceEntry(balanced({ ports }), [])?.port, expected);
  });

  it("has external addresses of both families", () => {
    const entry = serviceEntry(service({ externalIPs: ["192.0.2.1", "2001:db8::9", "nonsense"] }), []);
    assert.deepEqual(entry?.["external-address"], ["192.0.2.1", "2001:db8::9"]);
  });

  it("has the addresses of a load balancer that hands packets over as they are", () => {
    const entry = serviceEntry(
      balanced({}, [
        { ip: "198.51.100.1" },
        { ip: "198.51.100.2", ipMode: "VIP" },
        { ip: "198.51.100.3", ipMode: "Proxy" },
      ]),
      [],
    );
    assert.deepEqual(entry?.["load-balancer-address"], ["198.51.100.1", "198.51.100.2"]);
  });

  it("has source ranges, from the field or from the old annotation", () => {
    const spec = { loadBalancerSourceRanges: [" 10.0.0.1/8", "2001:db8::/32"] };
    assert.deepEqual(serviceEntry(balanced(spec), [])?.["source-range"], ["10.0.0.0/8", "2001:db8::/32"]);
    const annotations = { "service.beta.kubernetes.io/load-balancer-source-ranges": "10.0.0.0/8, 192.0.2.0/24" };
    const annotated = { ...balanced({}), metadata: { ...metadata, annotations } };
    assert.deepEqual(serviceEntry(annotated, [])?.["source-range"], ["10.0.0.0/8", "192.0.2.0/24"]);
  });

  it("is closed at its load balancer's addresses when nobody can read its source ranges", () => {
    const told: string[] = [];
    const input = balanced({ loadBalancerSourceRanges: ["everybody"] }, [{ ip: "198.51.100.1" }]);
    const entry = serviceEntry(input, [], (text) => told.push(text));
    assert.equal(entry?.["load-balancer-address"], undefined);
    assert.equal(told.length, 1);
  });

  it("keeps clients' addresses with external policy Local, and tells the port of the health check", () => {
    const entry = serviceEntry(balanced({ externalTrafficPolicy: "Local", healthCheckNodePort: 32000 }), []);
    assert.equal(entry?.["external-traffic-policy"], "local");
    assert.equal(entry?.["health-check-port"], 32000);
    const cluster = serviceEntry(balanced({ externalTrafficPolicy: "Cluster", healthCheckNodePort: 32000 }), []);
    assert.equal(cluster?.["health-check-port"], undefined);
  });

  it("has an internal policy of its own", () => {
    const entry = serviceEntry(service({ internalTrafficPolicy: "Local" }), []);
    assert.equal(entry?.["internal-traffic-policy"], "local");
    assert.equal(entry?.["external-traffic-policy"], undefined);
  });

  it("remembers clients for three hours, or as long as it says", () => {
    const affinity = (spec: Spec) => serviceEntry(service(spec), [])?.["client-affinity"];
    assert.deepEqual(affinity({ sessionAffinity: "ClientIP" }), { timeout: 10_800 });
    const sessionAffinityConfig = { clientIP: { timeoutSeconds: 60 } };
    assert.deepEqual(affinity({ sessionAffinity: "ClientIP", sessionAffinityConfig }), { timeout: 60 });
    assert.equal(affinity({ sessionAffinity: "None", sessionAffinityConfig }), undefined);
  });
});

describe("a service that prefers endpoints", () => {
  const preference = (trafficDistribution: string) =>
    serviceEntry(service({ trafficDistribution }), [])?.["traffic-distribution"];

  it("means those of the zone or of the node", () => {
    assert.deepEqual(["PreferClose", "PreferSameZone", "PreferSameNode"].map(preference), [
      "same-zone",
      "same-zone",
      "same-node",
    ]);
  });

  it("means nothing with a word that nobody knows", () => assert.equal(preference("PreferCheap"), undefined));
});

describe("the endpoints of a port", () => {
  it("come from all slices, each once", () => {
    const first = slice([{ addresses: ["10.1.0.1"] }, { addresses: ["10.1.0.2"] }]);
    const second = slice([{ addresses: ["10.1.0.2"] }, { addresses: ["10.1.0.3"] }]);
    assert.deepEqual(
      endpoints([first, second]).map(({ address }) => address),
      ["10.1.0.1", "10.1.0.2", "10.1.0.3"],
    );
  });

  it("are ready where any slice says so", () => {
    const ending = slice([{ addresses: ["10.1.0.1"], conditions: { ready: false } }]);
    const ready = slice([{ addresses: ["10.1.0.1"], conditions: { ready: true } }]);
    for (const slices of [
      [ending, ready],
      [ready, ending],
    ]) {
      assert.deepEqual(endpoints(slices), [{ address: "10.1.0.1", port: 8080 }]);
    }
  });

  it("are ready when nobody knows, and serve as they are ready", () => {
    const conditions = [undefined, {}, { ready: null }, { ready: true, serving: true, terminating: false }];
    for (const each of conditions) {
      const found = endpoints([slice([{ addresses: ["10.1.0.1"], ...(each && { conditions: each }) }])]);
      assert.deepEqual(found, [{ address: "10.1.0.1", port: 8080 }]);
    }
  });

  it("that are about to end say whether they still serve", () => {
    const conditions = { ready: false, serving: true, terminating: true };
    const [found] = endpoints([slice([{ addresses: ["10.1.0.1"], conditions }])]);
    assert.deepEqual(found, { address: "10.1.0.1", port: 8080, ready: false, serving: true, terminating: true });
  });

  it("count as ready when the slice says so for a service that publishes those that are not", () => {
    // The slice of such a service has ready: true, whatever its pods are.
    const conditions = { ready: true, serving: false, terminating: true };
    const [found] = endpoints([slice([{ addresses: ["10.1.0.1"], conditions }])]);
    assert.deepEqual(found, { address: "10.1.0.1", port: 8080, serving: false, terminating: true });
  });

  it("have their node and zone, and those that should use them", () => {
    const hints = { forZones: [{ name: "a" }, { name: "b" }], forNodes: [{ name: "node-1" }] };
    const [found] = endpoints([slice([{ addresses: ["10.1.0.1"], nodeName: "node-2", zone: "a", hints }])]);
    assert.deepEqual(found, {
      ...{ address: "10.1.0.1", port: 8080, node: "node-2", zone: "a" },
      ...{ "for-zone": ["a", "b"], "for-node": ["node-1"] },
    });
    const [unhinted] = endpoints([slice([{ addresses: ["10.1.0.1"], hints: { forZones: null } }])]);
    assert.deepEqual(unhinted, { address: "10.1.0.1", port: 8080 });
  });

  it("are those of the port with the same name and protocol", () => {
    const ports = [
      { name: "http", port: 8080 },
      { name: "http", port: 8081, protocol: "UDP" },
      { name: "admin", port: 9090 },
    ];
    const found = endpoints([slice([{ addresses: ["10.1.0.1"] }], { ports })], { ports: [{ name: "http", port: 80 }] });
    assert.deepEqual(found, [{ address: "10.1.0.1", port: 8080 }]);
  });

  it("have the port of their own slice, for a name may mean another in each", () => {
    const first = slice([{ addresses: ["10.1.0.1"] }], { ports: [{ port: 8080 }] });
    const second = slice([{ addresses: ["10.1.0.2"] }], { ports: [{ port: 9090 }] });
    assert.deepEqual(
      endpoints([first, second]).map(({ port }) => port),
      [8080, 9090],
    );
  });

  const none: readonly (readonly [string, EndpointSlice])[] = [
    ["a slice of the other family", slice([{ addresses: ["2001:db8::1"] }], { addressType: "IPv6" })],
    ["a slice of names", slice([{ addresses: ["web.example.com"] }], { addressType: "FQDN" })],
    ["a slice that lies about its family", slice([{ addresses: ["2001:db8::1"] }])],
    ["a slice port without a number", slice([{ addresses: ["10.1.0.1"] }], { ports: [{}] })],
    ["a slice without ports", slice([{ addresses: ["10.1.0.1"] }], { ports: null })],
    ["a slice without endpoints", slice([], { endpoints: null })],
    ["an endpoint without addresses", slice([{}])],
  ];
  for (const [what, input] of none) it(`are none in ${what}`, () => assert.deepEqual(endpoints([input]), []));

  it("are of both families for a service that has both", () => {
    const four = slice([{ addresses: ["10.1.0.1"] }]);
    const six = slice([{ addresses: ["2001:db8::1"] }], { addressType: "IPv6" });
    const found = endpoints([four, six], { clusterIPs: ["10.96.0.1", "2001:db8:1::1"] });
    assert.deepEqual(
      found.map(({ address }) => address),
      ["10.1.0.1", "2001:db8::1"],
    );
  });

  it("begin with the first address, the others are the same pod", () => {
    const found = endpoints([slice([{ addresses: ["10.1.0.1", "10.1.0.2"] }])]);
    assert.deepEqual(found, [{ address: "10.1.0.1", port: 8080 }]);
  });
});
