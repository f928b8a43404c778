/** Policies of administrators: what becomes of those that cannot be read, or that ask for what nobody here knows. */

import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { DesiredState } from "../../../src/kubernetes/desired/desired-state.js";
import type { KubernetesObject } from "../../../src/kubernetes/objects.js";
import { isIn } from "../../derivations/policies/first-match.js";
import { testSettings } from "../cluster-settings.js";
import { changed, placesIn, strange } from "../strange-objects.js";

const namespace = (name: string): KubernetesObject => ({
  kind: "Namespace",
  metadata: { name, labels: { "kubernetes.io/metadata.name": name } },
});
const pod = (name: string, address: string, where: string): KubernetesObject =>
  ({
    kind: "Pod",
    metadata: { namespace: where, name, annotations: { "sweetcomb.io/interface": `pod-${name}` } },
    spec: { nodeName: "node-1", containers: [{ ports: [{ name: "http", containerPort: 8080 }] }] },
    status: { phase: "Running", podIPs: [{ ip: address }] },
  }) as KubernetesObject;
const cluster = [
  namespace("shop"),
  namespace("watch"),
  pod("web", "10.1.0.1", "shop"),
  pod("probe", "10.1.0.2", "watch"),
];

const named = (name: string) => ({ namespaces: { matchLabels: { "kubernetes.io/metadata.name": name } } });
const port = (number: number) => ({ portNumber: { protocol: "TCP", port: number } });
const spec = {
  priority: 5,
  subject: named("shop"),
  ingress: [
    { action: "Allow", from: [named("watch")], ports: [port(80), { namedPort: "http" }] },
    { action: "Deny", from: [{ networks: ["198.51.100.0/24"] }], ports: [{ portRange: { start: 443, end: 450 } }] },
    { action: "Pass", from: [{ networks: ["198.51.100.0/24"] }] },
    { action: "Deny", from: [{ namespaces: {} }], ports: [port(22)] },
  ],
  egress: [
    { action: "Allow", to: [{ networks: ["192.0.2.0/24"] }] },
    { action: "Deny", to: [{ networks: ["0.0.0.0/0"] }], ports: [port(25)] },
  ],
};
const { priority: _, ...withoutPriority } = spec;
const kinds = {
  AdminNetworkPolicy: spec,
  BaselineAdminNetworkPolicy: { ...withoutPriority, ingress: spec.ingress.filter(({ action }) => action !== "Pass") },
};
const policy = (kind: string, content: unknown = spec): KubernetesObject =>
  ({ kind, metadata: { name: "default" }, spec: content }) as KubernetesObject;

interface Rule {
  readonly action: string;
  readonly "any-peer"?: boolean;
  readonly peer?: readonly { readonly prefix: string }[];
  readonly "any-port"?: boolean;
  readonly port?: readonly { readonly protocol: string; readonly first: number; readonly last?: number }[];
}
type Read = { readonly priority?: number } & { readonly [Direction in "ingress" | "egress"]?: readonly Rule[] };

function readAlone(object: KubernetesObject) {
  const state = new DesiredState(testSettings);
  for (const each of cluster) state.put(each);
  const isWhole = state.put(object) !== undefined;
  const told = [...state.changes().troubles.values()].flat().map(({ message }) => message);
  const entries = [...state.entries()].filter(({ list }) => list === "admin-policy").map(({ value }) => value);
  return { isWhole, told, read: entries[0] as Read | undefined };
}

/** What the first rule that fits decides. */
function decision(read: Read | undefined, direction: "ingress" | "egress", address: string, number: number) {
  const isMeant = ({ "any-peer": anyPeer, peer = [], "any-port": anyPort, port: ports = [] }: Rule) =>
    (anyPeer || peer.some(({ prefix }) => isIn(prefix, address))) &&
    (anyPort ||
      ports.some(({ protocol, first, last = first }) => protocol === "tcp" && first <= number && number <= last));
  return read?.[direction]?.find(isMeant)?.action;
}

const samples = (["ingress", "egress"] as const).flatMap((direction) =>
  ["10.1.0.2", "198.51.100.7", "192.0.2.7", "203.0.113.7"].flatMap((address) =>
    [22, 25, 80, 443, 8080].map((number) => [direction, address, number] as const),
  ),
);

for (const [kind, content] of Object.entries(kinds)) {
  describe(`a new ${kind} of a wrong shape`, () => {
    const whole = policy(kind, content);

    it("lets nothing through that it would deny, whatever is wrong with it, as long as it says whom it is for", () => {
      const { read: original } = readAlone(whole);
      const denied = samples.filter((sample) => decision(original, ...sample) === "deny");
      const open = samples.filter((sample) => decision(original, ...sample) !== "allow");
      assert.equal(denied.length, 5);
      let count = 0;
      for (const place of placesIn(content, ["spec"]).filter(([, member]) => member !== "subject")) {
        for (const value of strange) {
          const { isWhole, read, told } = readAlone(changed(whole, place, value));
          if (isWhole) continue;
          count++;
          assert.match(told.join(), /until it can be read/);
          const what = `${place.join(".")} = ${JSON.stringify(value)}`;
          for (const sample of denied) assert.equal(decision(read, ...sample), "deny", `${what}: ${sample}`);
          for (const sample of open) assert.notEqual(decision(read, ...sample), "allow", `${what}: ${sample}`);
        }
      }
      assert.ok(count > 100, `${count} shapes`);
    });

    it("is for nobody when nobody can say for whom, and what it was before stays once it was read", () => {
      const { told, read } = readAlone(changed(whole, ["spec", "subject"], "everybody"));
      assert.equal(read, undefined);
      assert.match(told.join(), /whom it selects cannot be read, so it isolates nobody/);
      const state = new DesiredState(testSettings);
      for (const each of [...cluster, whole]) state.put(each);
      state.changes();
      const before = [...state.entries()].map(({ value }) => value);
      state.put(changed(whole, ["spec", "ingress"], "none"));
      const after = state.changes();
      assert.deepEqual(
        [...state.entries()].map(({ value }) => value),
        before,
      );
      assert.match(
        [...after.troubles.values()]
          .flat()
          .map(({ message }) => message)
          .join(),
        /what it was before stays/,
      );
      state.remove({ kind: whole.kind as "AdminNetworkPolicy", key: "/default" });
      state.put(changed(whole, ["spec", "ingress"], "none"));
      state.changes();
      const [closed] = [...state.entries()].filter(({ list }) => list === "admin-policy").map(({ value }) => value);
      assert.deepEqual(closed!.ingress, [{ index: 1, action: "deny", "any-peer": true, "any-port": true }]);
    });
  });
}

describe("a new policy of an administrator that cannot be read", () => {
  const ingressOf = (content: object) => readAlone(policy("AdminNetworkPolicy", content)).read?.ingress;
  const everything = { "any-peer": true, "any-port": true };
  const cases: readonly (readonly [what: string, content: object, ingress: readonly object[] | undefined])[] = [
    [
      "keeps what can be read of a rule that denies",
      { ...spec, ingress: [{ action: "Deny", from: [{ networks: ["192.0.2.0/24"] }], ports: "all" }] },
      [{ index: 1, action: "deny", peer: [{ prefix: "192.0.2.0/24" }], "any-port": true }],
    ],
    [
      "keeps the other rules in their order",
      {
        ...spec,
        ingress: [
          { action: "Allow", from: [{ networks: ["192.0.2.0/24"] }] },
          { action: "Deny", from: 1 },
        ],
      },
      [
        { index: 1, action: "allow", peer: [{ prefix: "192.0.2.0/24" }], "any-port": true },
        { index: 2, action: "deny", ...everything },
      ],
    ],
    ["closes nothing where it only allows and passes", { ...spec, ingress: [{ action: "Allow", from: 1 }] }, undefined],
    [
      "denies where nobody knows what a rule does",
      { ...spec, ingress: [{ from: [] }] },
      [{ index: 1, action: "deny", ...everything }],
    ],
    [
      "only denies where nobody knows when it is asked",
      {
        ...spec,
        priority: -1,
        ingress: [
          { action: "Allow", from: [named("watch")] },
          { action: "Deny", from: [] },
        ],
      },
      [{ index: 1, action: "deny", ...everything }],
    ],
  ];
  for (const [what, content, ingress] of cases) it(what, () => assert.deepEqual(ingressOf(content), ingress));

  it("comes first where nobody knows when it is asked", () => {
    const { read } = readAlone(policy("AdminNetworkPolicy", withoutPriority));
    assert.equal(read?.priority, 0);
  });
});
