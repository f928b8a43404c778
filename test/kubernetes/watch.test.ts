/** Watching with the real client against an API server that does what real ones do, and worse. */

import assert from "node:assert/strict";
import { afterEach, beforeEach, describe, it } from "node:test";
import { KubeConfig } from "@kubernetes/client-node";
import { type ClusterWatch, watchCluster } from "../../src/kubernetes/cluster/watch-cluster.js";
import type { ObjectSink, WatchDelays } from "../../src/kubernetes/cluster/watch-kind.js";
import { INSTALLED_KINDS, KINDS, type KubernetesObject, keyOf } from "../../src/kubernetes/objects.js";
import { ApiServer } from "./api-server.js";
import { until } from "./until.js";

const service = (name: string, clusterIP: string): KubernetesObject & { spec: object } => ({
  kind: "Service",
  metadata: { namespace: "shop", name },
  spec: { clusterIP },
});

const delays: WatchDelays = {
  reconnect: { firstMs: 5, mostMs: 50 },
  patience: { answerMs: 60_000, silenceMs: 60_000 },
};

describe("a watched cluster", () => {
  let api: ApiServer;
  let watch: ClusterWatch | undefined;
  let follow: (patience?: WatchDelays["patience"]) => Promise<void>;
  let seen: Map<string, KubernetesObject>;
  let listed: Set<string>;
  let heard: string[];
  let troubles: unknown[];

  const address = (name: string) =>
    (seen.get(`Service shop/${name}`) as { spec: { clusterIP: string } } | undefined)?.spec.clusterIP;
  const addressIs = (name: string, expected: string | undefined) => until(() => address(name) === expected);
  const served = KINDS.filter((kind) => !INSTALLED_KINDS.includes(kind));
  const open = () => until(() => api.watches === served.length);

  beforeEach(async () => {
    api = new ApiServer();
    await api.start();
    seen = new Map();
    listed = new Set();
    heard = [];
    troubles = [];
    const kubeConfig = new KubeConfig();
    kubeConfig.loadFromString(api.kubeconfig);
    const sink: ObjectSink = {
      put: (object) => {
        heard.push(`${object.kind} ${keyOf(object)}`);
        seen.set(`${object.kind} ${keyOf(object)}`, object);
      },
      remove: ({ kind, key }) => seen.delete(`${kind} ${key}`),
      listed: (kind) => listed.add(kind),
      trouble: (_kind, failure) => failure !== undefined && troubles.push(failure),
    };
    follow = async (patience = delays.patience) => {
      await watch?.stop();
      watch = watchCluster(kubeConfig, sink, { ...delays, patience });
    };
    await follow();
  });
  afterEach(async () => {
    await watch?.stop();
    watch = undefined;
    await api.stop();
  });

  it("has none of what the API server does not serve, and gets it when that is installed", async () => {
    await open();
    await until(() => listed.size === KINDS.length);
    assert.deepEqual(troubles, []);
    api.hasDefinitions = true;
    api.put({ kind: "AdminNetworkPolicy", metadata: { name: "tenants" } });
    await until(() => seen.has("AdminNetworkPolicy /tenants"));
    await until(() => api.watches === KINDS.length);
    api.remove("AdminNetworkPolicy", "", "tenants");
    await until(() => !seen.has("AdminNetworkPolicy /tenants"));
  });

  it("is listed as a whole, and followed from there", async () => {
    await until(() => listed.size === KINDS.length);
    await open();
    api.put(service("web", "10.96.0.1"));
    await addressIs("web", "10.96.0.1");
    api.put(service("web", "10.96.0.2"));
    await addressIs("web", "10.96.0.2");
    api.remove("Service", "shop", "web");
    await addressIs("web", undefined);
  });

  it("goes on where a watch has ended, without another list", async () => {
    await open();
    api.endWatches();
    api.put(service("web", "10.96.0.1"));
    await addressIs("web", "10.96.0.1");
    assert.equal(api.requests.filter((request) => request.startsWith("GET /api/v1/services?limit")).length, 1);
  });

  it("begins at the last bookmark, though no object has changed since", async () => {
    await open();
    api.advance();
    api.sendBookmarks();
    api.put({ kind: "Namespace", metadata: { name: "after-bookmark" } });
    await until(() => seen.has("Namespace /after-bookmark"));
    api.forgetPast();
    api.advance();
    api.sendBookmarks();
    api.put({ kind: "Namespace", metadata: { name: "marker" } });
    await until(() => seen.has("Namespace /marker"));
    api.endWatches();
    await open();
    api.put(service("web", "10.96.0.1"));
    await addressIs("web", "10.96.0.1");
    assert.equal(api.requests.filter((request) => request.startsWith("GET /api/v1/services?limit")).length, 1);
  });

  it("is listed again when the server has forgotten the version (410), and what has gone meanwhile goes", async () => {
    api.put(service("old", "10.96.0.9"));
    await addressIs("old", "10.96.0.9");
    await open();
    await api.stop();
    api.remove("Service", "shop", "old");
    api.put(service("new", "10.96.0.1"));
    api.forgetPast();
    await api.start();
    await addressIs("new", "10.96.0.1");
    await addressIs("old", undefined);
  });

  it("keeps what is known while the server is away, and comes back", async () => {
    api.put(service("web", "10.96.0.1"));
    await addressIs("web", "10.96.0.1");
    await api.stop();
    await until(() => troubles.length >= 2 * KINDS.length);
    assert.equal(address("web"), "10.96.0.1");
    await api.start();
    await open();
    api.put(service("web", "10.96.0.2"));
    await addressIs("web", "10.96.0.2");
  });

  const lies: readonly (readonly [what: string, answer: object])[] = [
    ["something else in place of a list", { hello: "this is a proxy" }],
    ["a list without a version", { kind: "ServiceList", metadata: {}, items: [] }],
    ["a list whose items are none", { kind: "ServiceList", metadata: { resourceVersion: "1" }, items: {} }],
    ["no service at all, which no cluster has", { kind: "ServiceList", metadata: { resourceVersion: "9" }, items: [] }],
  ];
  for (const [what, answer] of lies) {
    it(`stays as it is when the server answers with ${what}`, async () => {
      api.put(service("web", "10.96.0.1"));
      await addressIs("web", "10.96.0.1");
      await open();
      api.instead = (request) => (/services\?limit/.test(request) ? answer : undefined);
      api.advance();
      await api.stop();
      api.forgetPast();
      const before = troubles.length;
      await api.start();
      await until(() => api.requests.filter((request) => /services\?limit/.test(request)).length > 2);
      assert.ok(troubles.length > before);
      assert.equal(address("web"), "10.96.0.1");
      api.instead = () => undefined;
      api.put(service("web", "10.96.0.2"));
      await addressIs("web", "10.96.0.2");
    });
  }

  it("is complete only when the server has answered", async () => {
    await watch?.stop();
    listed.clear();
    let failures = 0;
    api.refuse = (request) => (request.includes("/pods") && failures++ < 3 ? 503 : undefined);
    const kubeConfig = new KubeConfig();
    kubeConfig.loadFromString(api.kubeconfig);
    const sink = {
      put: () => {},
      remove: () => {},
      trouble: () => {},
      listed: (kind: string) => void listed.add(`${kind} ${failures}`),
    };
    watch = watchCluster(kubeConfig, sink, delays);
    await until(() => listed.has("Pod 4") || listed.has("Pod 5"));
    assert.ok(![...listed].some((each) => each.startsWith("Pod 1") || each.startsWith("Pod 2")));
  });

  it("reads long lists page by page", async () => {
    await watch?.stop();
    for (let index = 0; index < 1203; index++) api.put(service(`s${index}`, "10.96.0.1"));
    seen.clear();
    const kubeConfig = new KubeConfig();
    kubeConfig.loadFromString(api.kubeconfig);
    const sink = {
      remove: () => {},
      trouble: () => {},
      listed: () => {},
      put: (object: KubernetesObject) => void seen.set(keyOf(object), object),
    };
    watch = watchCluster(kubeConfig, sink, delays);
    await until(() => seen.size === 1203);
    assert.equal(api.requests.filter((request) => request.includes("/services?limit=500&continue")).length, 2);
  });

  it("begins a watch anew that has been silent for too long, and hears what it has missed", async () => {
    await follow({ answerMs: 60_000, silenceMs: 100 });
    await open();
    const lists = () => api.requests.filter((request) => request.startsWith("GET /api/v1/services?limit")).length;
    const before = lists();
    api.isMute = true;
    api.put(service("web", "10.96.0.1"));
    await addressIs("web", "10.96.0.1");
    assert.deepEqual(troubles, []);
    assert.equal(lists(), before);
  });

  for (const [what, words] of [
    ["lists", /\?limit=/],
    ["watches", /watch=true/],
  ] as const) {
    it(`asks again when a server takes requests for ${what} and never answers, and tells of it`, async () => {
      let unanswered = 0;
      api.silent = (request) => words.test(request) && unanswered++ < 2 * KINDS.length;
      await follow({ answerMs: 100, silenceMs: 60_000 });
      api.put(service("web", "10.96.0.1"));
      await addressIs("web", "10.96.0.1");
      await open();
      assert.ok(troubles.length >= 2 * KINDS.length);
      assert.match(String(troubles[0]), /has not been answered for 0.1 s/);
    });
  }

  it("tells in the words of the server why it does not answer", async () => {
    await follow();
    await open();
    api.refuse = (request) => (request.includes("watch=true") ? 403 : undefined);
    api.endWatches();
    await until(() => troubles.length > 0);
    assert.match(String(troubles[0]), /watch=true.* was answered with 403: InternalError$/);
  });

  it("survives lines that no sane server sends", async () => {
    await open();
    const lies: readonly (object | string)[] = [
      "this is no JSON",
      "null",
      { type: "ADDED" },
      { type: "ADDED", object: null },
      { type: "MODIFIED", object: {} },
      { type: "MODIFIED", object: { metadata: null } },
      { type: "ADDED", object: { metadata: { namespace: "shop" } } },
      { type: "DELETED", object: { metadata: { namespace: "shop", name: "never-there", resourceVersion: "1" } } },
      { type: "SOMETHING", object: service("x", "10.96.0.7") },
      { type: "ERROR", object: { code: 500, message: "broken" } },
    ];
    for (const line of lies) api.lie("Service", line);
    api.put(service("web", "10.96.0.1"));
    await addressIs("web", "10.96.0.1");
  });

  it("does not go back to an older object, nor takes one twice", async () => {
    await open();
    api.put(service("web", "10.96.0.1"));
    await addressIs("web", "10.96.0.1");
    const [old] = api.objects("Service");
    api.put(service("web", "10.96.0.2"));
    await addressIs("web", "10.96.0.2");
    const [now] = api.objects("Service");
    heard.length = 0;
    api.lie("Service", { type: "MODIFIED", object: old });
    api.lie("Service", { type: "MODIFIED", object: now });
    api.lie("Service", { type: "ADDED", object: now });
    api.put(service("other", "10.96.0.3"));
    await addressIs("other", "10.96.0.3");
    assert.equal(address("web"), "10.96.0.2");
    assert.deepEqual(heard, ["Service shop/other"]);
  });
});
