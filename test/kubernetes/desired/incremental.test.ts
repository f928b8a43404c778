/** What a change of one object compiles again: no more than what it concerns, and what a compilation of all would give. */

import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { DesiredState } from "../../../src/kubernetes/desired/desired-state.js";
import { datastoreDocument } from "../../../src/kubernetes/desired/document.js";
import type {
  AdminNetworkPolicy,
  EndpointSlice,
  KubernetesObject,
  NetworkPolicy,
  Node,
  Pod,
  Service,
} from "../../../src/kubernetes/objects.js";
import { type Kind, keyOf } from "../../../src/kubernetes/objects.js";
import { testSettings } from "../cluster-settings.js";

const service = (name: string): Service => ({
  kind: "Service",
  metadata: { namespace: "shop", name },
  spec: { clusterIP: "10.96.0.1", ports: [{ port: 80 }] },
});
const slice = (name: string, of: string, address: string): EndpointSlice & KubernetesObject => ({
  kind: "EndpointSlice",
  metadata: { namespace: "shop", name, labels: { "kubernetes.io/service-name": of } },
  addressType: "IPv4",
  ports: [{ port: 8080 }],
  endpoints: [{ addresses: [address] }],
});

const after = (state: DesiredState, ...objects: readonly KubernetesObject[]) => {
  for (const object of objects) state.put(object);
  return state.changes().changes.map(({ id }) => id);
};

describe("a change", () => {
  it("of a slice compiles its service", () => {
    const state = new DesiredState(testSettings);
    after(state, service("a"), service("b"), slice("a-1", "a", "10.1.0.1"), slice("b-1", "b", "10.1.0.2"));
    assert.deepEqual(after(state, slice("a-1", "a", "10.1.0.9")), ["service shop a"]);
  });

  it("of the service that a slice names compiles both", () => {
    const state = new DesiredState(testSettings);
    after(state, service("a"), service("b"), slice("s", "a", "10.1.0.1"));
    assert.deepEqual(after(state, slice("s", "b", "10.1.0.1")), ["service shop a", "service shop b"]);
  });

  it("that says nothing new changes nothing", () => {
    const state = new DesiredState(testSettings);
    after(state, service("a"), slice("a-1", "a", "10.1.0.1"));
    assert.deepEqual(after(state, service("a"), slice("a-1", "a", "10.1.0.1")), []);
  });

  it("of a pod compiles the policies whose selectors take it", () => {
    const state = new DesiredState(testSettings);
    after(state, pod("web", "10.1.0.1", "web", true), rule("one", "db"), rule("two", "cache"));
    assert.deepEqual(after(state, pod("db", "10.1.0.2", "db")), ["policy shop one"]);
    assert.deepEqual(after(state, pod("db", "10.1.0.2", "cache")), ["policy shop one", "policy shop two"]);
    state.remove({ kind: "Pod", key: "shop/db" });
    assert.deepEqual(
      state.changes().changes.map(({ id }) => id),
      ["policy shop two"],
    );
  });

  it("of what is no object of the cluster is passed over", () => {
    const state = new DesiredState(testSettings);
    after(state);
    const strange = [
      {},
      { kind: "Service" },
      { kind: "Secret", metadata: { name: "x" } },
      { kind: "Pod", metadata: { name: "a b'" } },
    ];
    assert.deepEqual(after(state, ...strange), []);
  });
});

function pod(name: string, address: string, app: string, isOwn = false): Pod {
  return {
    kind: "Pod",
    metadata: { namespace: "shop", name, labels: { app }, annotations: { "sweetcomb.io/interface": `if-${name}` } },
    spec: { nodeName: isOwn ? "node-1" : "node-2", containers: [{ ports: [{ name: "http", containerPort: 80 }] }] },
    status: { phase: "Running", podIPs: [{ ip: address }] },
  };
}

function rule(name: string, app: string): NetworkPolicy {
  const from = [{ podSelector: { matchLabels: { app } } }];
  return {
    kind: "NetworkPolicy",
    metadata: { namespace: "shop", name },
    spec: { podSelector: { matchLabels: { app: "web" } }, ingress: [{ from }] },
  };
}

describe("many changes, in any order", () => {
  const names = fc.constantFrom("a", "b", "c");
  const apps = fc.constantFrom("web", "db", "cache");
  const anyPort = fc.constantFrom(80, 8080);
  const pods = fc
    .record({
      name: names,
      app: apps,
      isOwn: fc.boolean(),
      last: fc.integer({ min: 1, max: 3 }),
      port: anyPort,
      phase: fc.constantFrom("Running", "Failed"),
    })
    .map(({ name, app, isOwn, last, port, phase }): Pod => {
      const made = pod(name, `10.1.0.${last}`, app, isOwn);
      return {
        ...made,
        spec: { ...made.spec!, containers: [{ ports: [{ name: "http", containerPort: port }] }] },
        status: { ...made.status!, phase },
      };
    });
  const peers = fc.constantFrom(
    { podSelector: { matchLabels: { app: "db" } } },
    { podSelector: {} },
    { namespaceSelector: { matchLabels: { team: "x" } } },
    { ipBlock: { cidr: "10.0.0.0/8" } },
  );
  const rules = fc.record({
    from: fc.array(peers, { maxLength: 2 }),
    to: fc.array(peers, { maxLength: 2 }),
    ports: fc.array(fc.constantFrom({ port: 80 }, { port: "http" }), { maxLength: 2 }),
  });
  const policies = fc.record({ name: names, app: apps, rules: fc.array(rules, { maxLength: 2 }) }).map(
    ({ name, app, rules }): NetworkPolicy => ({
      kind: "NetworkPolicy",
      metadata: { namespace: "shop", name },
      spec: {
        podSelector: { matchLabels: { app } },
        ingress: rules.map(({ from, ports }) => ({ from, ports })),
        egress: rules.map(({ to, ports }) => ({ to, ports })),
      },
    }),
  );
  const adminPeers = fc.constantFrom(
    { namespaces: { matchLabels: { team: "x" } } },
    { pods: { namespaceSelector: {}, podSelector: { matchLabels: { app: "db" } } } },
    { nodes: { matchLabels: { role: "x" } } },
    { networks: ["10.0.0.0/8"] },
  );
  const adminRules = fc.array(
    fc.record({
      action: fc.constantFrom("Allow", "Deny", "Pass"),
      peers: fc.array(adminPeers, { minLength: 1, maxLength: 2 }),
      ports: fc.constantFrom([{ namedPort: "http" }], [{ portNumber: { protocol: "UDP", port: 53 } }]),
    }),
    { maxLength: 2 },
  );
  const adminPolicies = fc.record({ name: names, subject: adminPeers, ingress: adminRules, egress: adminRules }).map(
    ({ name, subject, ingress, egress }): AdminNetworkPolicy => ({
      kind: "AdminNetworkPolicy",
      metadata: { name },
      spec: {
        priority: 1,
        subject,
        ingress: ingress.map(({ peers, ...rule }) => ({ ...rule, from: peers })),
        egress: egress.map(({ peers, ...rule }) => ({ ...rule, to: peers })),
      },
    }),
  );
  const nodes = fc.tuple(names, fc.constantFrom("x", "y")).map(
    ([name, role]): Node => ({
      kind: "Node",
      metadata: { name, labels: { role } },
      status: { addresses: [{ type: "InternalIP", address: "192.0.2.1" }] },
    }),
  );
  const namespaces = fc
    .constantFrom("x", "y")
    .map((team): KubernetesObject => ({ kind: "Namespace", metadata: { name: "shop", labels: { team } } }));
  const services = names.map(service);
  const slices = fc
    .tuple(names, names, fc.integer({ min: 1, max: 3 }))
    .map(([name, of, last]) => slice(name, of, `10.1.0.${last}`));
  const steps = fc.array(
    fc.record({
      object: fc.oneof(pods, policies, adminPolicies, nodes, namespaces, services, slices),
      isGone: fc.boolean(),
      isCompiled: fc.boolean(),
    }),
    { maxLength: 25 },
  );

  it("give what compiling everything at once gives", () => {
    fc.assert(
      fc.property(steps, (taken) => {
        const stepwise = new DesiredState(testSettings);
        const last = new Map<string, KubernetesObject>();
        for (const { object, isGone, isCompiled } of taken) {
          const kind = object.kind as Kind;
          const key = keyOf(object);
          if (isGone) {
            stepwise.remove({ kind, key });
            last.delete(`${kind} ${key}`);
          } else {
            stepwise.put(object);
            last.set(`${kind} ${key}`, object);
          }
          if (isCompiled) stepwise.changes();
        }
        stepwise.changes();
        const atOnce = new DesiredState(testSettings);
        for (const object of last.values()) atOnce.put(object);
        atOnce.changes();
        assert.deepEqual(datastoreDocument(stepwise.entries()), datastoreDocument(atOnce.entries()));
      }),
      { numRuns: 300 },
    );
  });
});
