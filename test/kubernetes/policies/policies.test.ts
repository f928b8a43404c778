/** One test for each rule by which NetworkPolicies and pods become entries. */

import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { DesiredState } from "../../../src/kubernetes/desired/desired-state.js";
import type { KubernetesObject, LabelSelector, NetworkPolicy, Pod } from "../../../src/kubernetes/objects.js";
import { selects } from "../../../src/kubernetes/policies/selectors.js";
import { testSettings } from "../cluster-settings.js";

type Spec = NonNullable<NetworkPolicy["spec"]>;

const labels = { app: "db", tier: "back" };

describe("a label selector", () => {
  const cases: readonly (readonly [string, LabelSelector, boolean])[] = [
    ["without requirements takes all", {}, true],
    ["takes equal labels", { matchLabels: { app: "db" } }, true],
    ["wants all of its labels", { matchLabels: { app: "db", tier: "front" } }, false],
    ["In takes one of the values", { matchExpressions: [{ key: "app", operator: "In", values: ["web", "db"] }] }, true],
    ["In wants the label", { matchExpressions: [{ key: "zone", operator: "In", values: ["a"] }] }, false],
    ["NotIn refuses the values", { matchExpressions: [{ key: "app", operator: "NotIn", values: ["db"] }] }, false],
    [
      "NotIn takes what has no such label",
      { matchExpressions: [{ key: "zone", operator: "NotIn", values: ["a"] }] },
      true,
    ],
    ["Exists wants the label", { matchExpressions: [{ key: "app", operator: "Exists" }] }, true],
    ["DoesNotExist refuses it", { matchExpressions: [{ key: "app", operator: "DoesNotExist" }] }, false],
    [
      "with an operator that nobody knows takes nothing",
      { matchExpressions: [{ key: "app", operator: "Like" }] },
      false,
    ],
    [
      "wants labels and expressions together",
      { matchLabels: { app: "db" }, matchExpressions: [{ key: "tier", operator: "DoesNotExist" }] },
      false,
    ],
  ];
  for (const [what, selector, expected] of cases) it(what, () => assert.equal(selects(selector, labels), expected));
});

interface PodOptions {
  readonly namespace?: string;
  readonly labels?: Record<string, string>;
  readonly ports?: Record<string, number>;
  readonly node?: string;
  readonly hostNetwork?: boolean;
  readonly phase?: string;
  readonly isAttached?: boolean;
}

function pod(name: string, address: string, options: PodOptions = {}): Pod {
  const { namespace = "shop", node = "node-2", hostNetwork = false, phase = "Running", isAttached = false } = options;
  const ports = Object.entries(options.ports ?? {}).map(([port, containerPort]) => ({ name: port, containerPort }));
  const annotations = isAttached ? { "sweetcomb.io/interface": `pod-${name}` } : {};
  return {
    kind: "Pod",
    metadata: { namespace, name, labels: options.labels ?? {}, annotations },
    spec: { nodeName: node, hostNetwork, containers: [{ ports }] },
    status: { phase, podIPs: address === "" ? [] : [{ ip: address }] },
  };
}

/** A pod of this node. */
const own = (name: string, address: string, options: PodOptions = {}) =>
  pod(name, address, { node: "node-1", isAttached: true, ...options });
const namespace = (name: string, own: Record<string, string> = {}): KubernetesObject => ({
  kind: "Namespace",
  metadata: { name, labels: own },
});
const policy = (spec: Spec, name = "rule"): NetworkPolicy => ({
  kind: "NetworkPolicy",
  metadata: { namespace: "shop", name },
  spec,
});

function entriesOf(...objects: readonly KubernetesObject[]) {
  const state = new DesiredState(testSettings);
  for (const object of objects) state.put(object);
  state.changes();
  const entries = [...state.entries()];
  const of = (list: string) => entries.filter((entry) => entry.list === list).map(({ value }) => value);
  return { policies: of("policy"), pods: of("policy-pod") };
}

const web = own("web", "10.1.0.1");

/** The rules of the only policy's entry, for the pod "web". */
function ingressOf(rule: NonNullable<Spec["ingress"]>[number], ...objects: readonly KubernetesObject[]) {
  const { policies } = entriesOf(web, policy({ ingress: [rule] }), ...objects);
  return policies[0]?.ingress;
}

describe("a policy", () => {
  const directions: readonly (readonly [string, Spec, boolean, boolean])[] = [
    ["without types is for connections to its pods", {}, true, false],
    ["with egress rules and without types is for both", { egress: [{}] }, true, true],
    ["is for the types that it names", { policyTypes: ["Egress"] }, false, true],
    ["that names egress alone says nothing of ingress", { policyTypes: ["Egress"], ingress: [{}] }, false, true],
  ];
  for (const [what, spec, isIngress, isEgress] of directions) {
    it(what, () => {
      const { pods } = entriesOf(web, policy(spec));
      assert.equal(pods[0]!["ingress-policy"] !== undefined, isIngress);
      assert.equal(pods[0]!["egress-policy"] !== undefined, isEgress);
    });
  }

  it("without rules permits nothing", () => {
    assert.deepEqual(entriesOf(web, policy({ ingress: [] })).policies, [{ namespace: "shop", name: "rule" }]);
  });

  it("with an empty rule permits everything", () => {
    assert.deepEqual(ingressOf({}), [{ index: 1, "any-peer": true, "any-port": true }]);
  });

  it("with an empty selector is for all pods of its namespace", () => {
    const other = own("other", "10.1.0.2", { namespace: "bank" });
    const { pods } = entriesOf(web, own("db", "10.1.0.3"), other, policy({ podSelector: {} }));
    const selected = pods.filter((each) => each["ingress-policy"] !== undefined).map(({ name }) => name);
    assert.deepEqual(selected.sort(), ["db", "web"]);
  });

  it("for no pod of this node has no entry", () => {
    assert.deepEqual(entriesOf(web, policy({ podSelector: { matchLabels: { app: "none" } } })).policies, []);
  });

  it("and others for the same pod stand side by side", () => {
    const { pods } = entriesOf(web, policy({}, "a"), policy({ egress: [{}] }, "b"));
    const both = [
      { namespace: "shop", name: "a" },
      { namespace: "shop", name: "b" },
    ];
    assert.deepEqual(pods[0]!["ingress-policy"], both);
    assert.deepEqual(pods[0]!["egress-policy"], both.slice(1));
  });
});

describe("the peers of a rule", () => {
  const any = { "any-port": true, index: 1 };
  const db = pod("db", "10.1.0.2", { labels: { app: "db" } });
  const far = pod("far", "10.2.0.2", { namespace: "bank", labels: { app: "db" } });
  const bank = namespace("bank", { team: "money" });

  it("of a podSelector are pods of the policy's namespace, on whatever node", () => {
    const rule = { from: [{ podSelector: { matchLabels: { app: "db" } } }] };
    assert.deepEqual(ingressOf(rule, db, far, bank), [{ ...any, peer: [{ prefix: "10.1.0.2/32" }] }]);
  });

  it("of a namespaceSelector are all pods of those namespaces", () => {
    const rule = { from: [{ namespaceSelector: { matchLabels: { team: "money" } } }] };
    const more = pod("more", "2001:db8::5", { namespace: "bank" });
    assert.deepEqual(ingressOf(rule, db, far, more, bank), [
      { ...any, peer: [{ prefix: "10.2.0.2/32" }, { prefix: "2001:db8::5/128" }] },
    ]);
  });

  it("of both are pods that both select", () => {
    const both = {
      namespaceSelector: { matchLabels: { team: "money" } },
      podSelector: { matchLabels: { app: "web" } },
    };
    const more = pod("more", "10.2.0.3", { namespace: "bank", labels: { app: "web" } });
    assert.deepEqual(ingressOf({ from: [both] }, far, more, bank), [{ ...any, peer: [{ prefix: "10.2.0.3/32" }] }]);
  });

  it("are none where a peer names nobody", () => {
    assert.equal(ingressOf({ from: [{}] }, db, far, bank), undefined);
  });

  it("are none where nothing is selected, and then nothing is permitted", () => {
    assert.equal(ingressOf({ from: [{ podSelector: { matchLabels: { app: "db" } } }] }, far, bank), undefined);
  });

  it("of an ipBlock are its addresses without the exceptions", () => {
    const ipBlock = { cidr: "10.0.0.0/8", except: ["10.2.0.0/16", "10.1.0.0/16"] };
    assert.deepEqual(ingressOf({ from: [{ ipBlock }] }), [
      { ...any, peer: [{ prefix: "10.0.0.0/8", except: ["10.1.0.0/16", "10.2.0.0/16"] }] },
    ]);
  });

  it("with the same addresses and other exceptions are in rules of their own", () => {
    const from = [
      { ipBlock: { cidr: "10.0.0.0/8", except: ["10.1.0.0/16"] } },
      { ipBlock: { cidr: "10.0.0.0/8", except: ["10.2.0.0/16"] } },
    ];
    assert.deepEqual(ingressOf({ from }), [
      { index: 1, "any-port": true, peer: [{ prefix: "10.0.0.0/8", except: ["10.1.0.0/16"] }] },
      { index: 2, "any-port": true, peer: [{ prefix: "10.0.0.0/8", except: ["10.2.0.0/16"] }] },
    ]);
  });

  it("with exceptions are covered by the same addresses without any", () => {
    const from = [{ ipBlock: { cidr: "10.0.0.0/8", except: ["10.1.0.0/16"] } }, { ipBlock: { cidr: "10.0.0.0/8" } }];
    assert.deepEqual(ingressOf({ from }), [{ ...any, peer: [{ prefix: "10.0.0.0/8" }] }]);
  });

  const absent: readonly (readonly [string, Pod])[] = [
    ["the node's network", pod("x", "10.9.0.1", { hostNetwork: true })],
    ["come to its end", pod("x", "10.9.0.1", { phase: "Succeeded" })],
    ["failed", pod("x", "10.9.0.1", { phase: "Failed" })],
    ["no address yet", pod("x", "")],
  ];
  for (const [what, input] of absent) {
    it(`are not pods that have ${what}`, () => {
      const peers = (ingressOf({ from: [{ podSelector: {} }] }, input) as { peer: { prefix: string }[] }[])[0]!.peer;
      assert.deepEqual(peers, [{ prefix: "10.1.0.1/32" }]);
    });
  }
});

describe("the ports of a rule", () => {
  const ports = (...given: NonNullable<NonNullable<Spec["ingress"]>[number]["ports"]>) => {
    const [rule] = (ingressOf({ ports: given }) ?? []) as unknown as readonly { port: unknown }[];
    return rule?.port;
  };

  it("have TCP as their protocol", () => assert.deepEqual(ports({ port: 80 }), [{ protocol: "tcp", first: 80 }]));
  it("may be all of a protocol", () => assert.deepEqual(ports({ protocol: "UDP" }), [{ protocol: "udp", first: 0 }]));
  it("may be a range", () =>
    assert.deepEqual(ports({ protocol: "SCTP", port: 10, endPort: 20 }), [{ protocol: "sctp", first: 10, last: 20 }]));
  it("with the same beginning are the longest range", () =>
    assert.deepEqual(ports({ port: 10 }, { port: 10, endPort: 20 }), [{ protocol: "tcp", first: 10, last: 20 }]));
  it("are none where a range ends before it begins", () => assert.equal(ports({ port: 20, endPort: 10 }), undefined));

  it("of ingress have the number of the pod itself, so that pods may have an entry each", () => {
    const { policies, pods } = entriesOf(
      own("a", "10.1.0.1", { ports: { http: 80 } }),
      own("b", "10.1.0.2", { ports: { http: 8080 } }),
      own("c", "10.1.0.3"),
      policy({ ingress: [{ ports: [{ port: "http" }, { port: 22 }] }] }),
    );
    const permitted = Object.fromEntries(
      policies.map((entry) => [entry.name, (entry.ingress as unknown as { port: unknown }[])[0]!.port]),
    );
    const ssh = { protocol: "tcp", first: 22 };
    assert.deepEqual(permitted, {
      "rule:http/tcp=80": [ssh, { protocol: "tcp", first: 80 }],
      "rule:http/tcp=8080": [ssh, { protocol: "tcp", first: 8080 }],
      "rule:http/tcp=none": [ssh],
    });
    assert.deepEqual(
      pods.map((entry) => (entry["ingress-policy"] as unknown as { name: string }[])[0]!.name),
      ["rule:http/tcp=80", "rule:http/tcp=8080", "rule:http/tcp=none"],
    );
  });

  it("of egress have the number of each pod at the other end", () => {
    const { policies } = entriesOf(
      web,
      pod("a", "10.2.0.1", { ports: { http: 80 } }),
      pod("b", "10.2.0.2", { ports: { http: 8080 } }),
      pod("c", "10.2.0.3", { ports: { http: 80 } }),
      policy({ policyTypes: ["Egress"], egress: [{ to: [{ podSelector: {} }], ports: [{ port: "http" }] }] }),
    );
    assert.deepEqual(policies[0]!.egress, [
      {
        index: 1,
        peer: [{ prefix: "10.2.0.1/32" }, { prefix: "10.2.0.3/32" }],
        port: [{ protocol: "tcp", first: 80 }],
      },
      { index: 2, peer: [{ prefix: "10.2.0.2/32" }], port: [{ protocol: "tcp", first: 8080 }] },
    ]);
  });
});

describe("a pod", () => {
  it("of another node has no entry", () => assert.deepEqual(entriesOf(pod("x", "10.1.0.9")).pods, []));

  it("of this node that nobody attaches has none", () => {
    assert.deepEqual(entriesOf(own("x", "10.1.0.9", { isAttached: false })).pods, []);
  });

  it("that has ended has none", () =>
    assert.deepEqual(entriesOf(own("x", "10.1.0.9", { phase: "Succeeded" })).pods, []));

  it("has its interface and its addresses", () => {
    assert.deepEqual(entriesOf(web).pods, [
      { namespace: "shop", name: "web", interface: "pod-web", address: ["10.1.0.1"] },
    ]);
  });
});

describe("the settings of policies", () => {
  it("with nat44-ed say that lists see addresses of services, and where pods reach the rest of the cluster", () => {
    const nat = { dataPlane: "nat44-ed", twiceNatAddress: "192.0.2.250", uplinks: ["wan"] } as const;
    const state = new DesiredState({ ...testSettings, ...nat });
    state.changes();
    const entry = [...state.entries()].find(({ list }) => list === "policy-settings");
    assert.deepEqual(entry?.value, {
      view: "virtual",
      uplink: ["wan"],
      "sctp-ports": "deny",
      "node-address": ["192.0.2.250"],
    });
  });
});
