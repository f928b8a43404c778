/** What an operator is told of services that are not served as they ask for. */

import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { NODE_PATH, type ProxyNode, SERVICE_PATH, type Service } from "../../../src/derivations/services/service.js";
import { serviceDerivation } from "../../../src/derivations/services/service-derivation.js";
import { stateOfService, troublesOf } from "../../../src/derivations/services/service-state.js";
import { tellTroubles } from "../../../src/derivations/tell-troubles.js";

type Value = Readonly<Record<string, unknown>>;

const node: ProxyNode = { name: "here", address: ["192.0.2.1"] };
const endpoint = { address: "10.1.0.1", port: 8080, node: "here" };
const web: Service = {
  namespace: "shop",
  name: "web",
  "cluster-address": ["10.96.0.1"],
  port: [{ protocol: "tcp", number: 80, endpoint: [endpoint] }],
};

function pathOf({ namespace, name }: Service): string {
  return `${SERVICE_PATH}[namespace='${namespace}'][name='${name}']`;
}

function proxy(first: ProxyNode = node) {
  const derivation = serviceDerivation();
  const put = (schemaPath: string, path: string, value: object | null) =>
    derivation.derive([{ schemaPath, path, keys: [], before: null, after: value as Value | null }]);
  put(NODE_PATH, NODE_PATH, first);
  const state = (service: Service) => stateOfService(pathOf(service), derivation);
  /** "10.96.0.1 tcp 80: no-endpoint" and, of the whole service, "source-ranges". */
  const reasons = (service: Service) => [
    ...(state(service)?.trouble ?? []).map(({ reason }) => reason),
    ...(state(service)?.frontend ?? []).flatMap(({ address, protocol, port, trouble }) =>
      trouble.map(({ reason }) => `${address} ${protocol} ${port}: ${reason}`),
    ),
  ];
  return {
    derivation,
    set: (service: Service) => put(SERVICE_PATH, pathOf(service), service),
    remove: (service: Service) => put(SERVICE_PATH, pathOf(service), null),
    state,
    reasons,
  };
}

const troubled: readonly (readonly [what: string, service: Partial<Service>, node: ProxyNode, ...string[]])[] = [
  ["nothing for a service that is served", {}, node],
  ["a port without endpoints", { port: [{ protocol: "tcp", number: 80 }] }, node, "10.96.0.1 tcp 80: no-endpoint"],
  [
    "endpoints that are not ready",
    { port: [{ protocol: "tcp", number: 80, endpoint: [{ ...endpoint, ready: false }] }] },
    node,
    "10.96.0.1 tcp 80: no-endpoint",
  ],
  [
    "a service that leads to itself alone",
    { port: [{ protocol: "tcp", number: 80, endpoint: [{ address: "10.96.0.1", port: 80 }] }] },
    node,
    "10.96.0.1 tcp 80: no-endpoint",
  ],
  [
    "endpoints of the other family",
    { "cluster-address": ["fd00::1"] },
    node,
    "fd00::1 tcp 80: no-endpoint",
    "fd00::1 tcp 80: endpoint-family",
  ],
  [
    "SCTP in IPv6",
    {
      "cluster-address": ["fd00::1"],
      port: [{ protocol: "sctp", number: 9, endpoint: [{ address: "fd01::1", port: 9 }] }],
    },
    node,
    "fd00::1 sctp 9: protocol",
  ],
  [
    "clients that not all may be served",
    { "load-balancer-address": ["203.0.113.2"], "source-range": ["198.51.100.0/24"] },
    node,
    "source-ranges",
  ],
  ["a timeout of affinity", { "client-affinity": { timeout: 60 } }, node, "10.96.0.1 tcp 80: affinity-timeout"],
  [
    "weights",
    {
      port: [
        {
          protocol: "tcp",
          number: 80,
          endpoint: [
            { ...endpoint, weight: 3 },
            { ...endpoint, address: "10.1.0.2" },
          ],
        },
      ],
    },
    node,
    "10.96.0.1 tcp 80: weights",
  ],
  [
    "a local policy that counts inside too",
    {
      "cluster-address": [],
      "external-address": ["203.0.113.1"],
      "external-traffic-policy": "local",
      port: [{ protocol: "tcp", number: 80, endpoint: [endpoint, { address: "10.1.1.1", port: 8080, node: "there" }] }],
    },
    node,
    "203.0.113.1 tcp 80: local-policy-inside",
  ],
  [
    "endpoints above those that VPP takes",
    {
      port: [
        {
          protocol: "tcp",
          number: 80,
          endpoint: Array.from({ length: 1025 }, (_, index) => ({
            address: `10.1.${index >> 8}.${index & 255}`,
            port: 80,
          })),
        },
      ],
    },
    node,
    "10.96.0.1 tcp 80: too-many-endpoints",
  ],
  [
    "node ports without an address of the node",
    { port: [{ protocol: "tcp", number: 80, "node-port": 30080, endpoint: [endpoint] }] },
    { name: "here" },
    "no-node-address",
  ],
  [
    "nothing for node ports at addresses of a family that the service does not have",
    { port: [{ protocol: "tcp", number: 80, "node-port": 30080, endpoint: [endpoint] }] },
    { name: "here", address: ["192.0.2.1", "2001:db8::1"] },
  ],
  [
    "a source that the node has not",
    { "cluster-address": [], "external-address": ["203.0.113.1"] },
    { name: "here" },
    "203.0.113.1 tcp 80: no-node-address",
  ],
];

describe("the state of services", () => {
  for (const [what, service, where, ...expected] of troubled) {
    it(`tells ${what}`, () => {
      const { set, reasons } = proxy(where);
      set({ ...web, ...service });
      assert.deepEqual(reasons({ ...web, ...service }), expected);
    });
  }

  it("names the service that has a node port, whether the other one asks for it as a node port or at the node's address", () => {
    const { set, remove, reasons } = proxy();
    const port = { protocol: "tcp", endpoint: [endpoint] } as const;
    const first: Service = { ...web, name: "first", port: [{ ...port, number: 80, "node-port": 30080 }] };
    const { "cluster-address": _, ...named } = web;
    const same: Service = { ...named, name: "same", port: [{ ...port, number: 81, "node-port": 30080 }] };
    const there: Service = {
      ...named,
      name: "there",
      "external-address": ["192.0.2.1"],
      port: [{ ...port, number: 30080 }],
    };
    for (const service of [first, same, there]) set(service);
    assert.deepEqual(reasons(first), []);
    assert.deepEqual(reasons(same), ["192.0.2.1 tcp 30080: conflict"]);
    assert.deepEqual(reasons(there), ["192.0.2.1 tcp 30080: conflict"]);
    remove(first);
    assert.deepEqual(reasons(same), []);
    assert.deepEqual(reasons(there), ["192.0.2.1 tcp 30080: conflict"]);
  });

  it("names the service that has the address and port, until that goes", () => {
    const { set, remove, state, reasons } = proxy();
    const rival = { ...web, name: "aaa" };
    set(web);
    set(rival);
    assert.deepEqual(reasons(web), ["10.96.0.1 tcp 80: conflict"]);
    assert.deepEqual(reasons(rival), []);
    assert.match(state(web)!.frontend[0]!.trouble[0]!.text, /shop\/aaa/);
    assert.equal(state(web)!.frontend[0]!.served, false);
    remove(rival);
    assert.deepEqual(reasons(web), []);
    assert.equal(state(web)!.frontend[0]!.served, true);
  });
});

describe("notifications of troubles", () => {
  function heard() {
    const { derivation, set, remove, state } = proxy();
    const told: unknown[] = [];
    const waiting: (() => Promise<void>)[] = [];
    tellTroubles({
      derivation,
      look: (path) => {
        const service = [web, { ...web, name: "aaa" }].find((one) => pathOf(one) === path)!;
        const found = state(service);
        return found && { keys: { name: found.name }, trouble: troublesOf(found) };
      },
      publish: ({ name, trouble = [] }) =>
        told.push([name, ...(trouble as { readonly reason: string }[]).map(({ reason }) => reason)]),
      afterWrites: (work) => waiting.push(work),
    });
    const writesEnd = async () => {
      for (const work of waiting.splice(0)) await work();
      return told.splice(0);
    };
    return { set, remove, writesEnd };
  }

  const idle: Service = { ...web, port: [{ protocol: "tcp", number: 80 }] };

  it("come when troubles begin, when they are others, and when they are over", async () => {
    const { set, remove, writesEnd } = heard();
    set(web);
    assert.deepEqual(await writesEnd(), []);
    set(idle);
    assert.deepEqual(await writesEnd(), [["web", "no-endpoint"]]);
    set({ ...idle, "external-traffic-policy": "local" });
    assert.deepEqual(await writesEnd(), []);
    set(web);
    assert.deepEqual(await writesEnd(), [["web"]]);
    set(idle);
    await writesEnd();
    remove(idle);
    assert.deepEqual(await writesEnd(), [["web"]]);
  });

  it("do not tell of what VPP refused", async () => {
    const { set, writesEnd } = heard();
    set(web);
    await writesEnd();
    set(idle).revert();
    assert.deepEqual(await writesEnd(), []);
  });

  it("come for the other service that loses its address too", async () => {
    const { set, writesEnd } = heard();
    set(web);
    const endpoints = [{ ...endpoint, address: "10.1.0.2" }];
    set({ ...web, name: "aaa", port: [{ protocol: "tcp", number: 80, endpoint: endpoints }] });
    assert.deepEqual(await writesEnd(), [["web", "conflict"]]);
  });
});
