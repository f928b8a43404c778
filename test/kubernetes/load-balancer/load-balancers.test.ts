/** Controllers that give load balancers their addresses, against an API server. */

import assert from "node:assert/strict";
import { afterEach, beforeEach, describe, it } from "node:test";
import { KubeConfig } from "@kubernetes/client-node";
import pino from "pino";
import { watchKind } from "../../../src/kubernetes/cluster/watch-kind.js";
import { defaultDelays } from "../../../src/kubernetes/delays.js";
import { type Balancers, balancersOf } from "../../../src/kubernetes/load-balancer/balancers-of.js";
import type { KubernetesObject, Service } from "../../../src/kubernetes/objects.js";
import type { Trouble } from "../../../src/kubernetes/trouble.js";
import { ApiServer } from "../api-server.js";
import { testSettings } from "../cluster-settings.js";
import { until } from "../until.js";

const backOff = { firstMs: 10, mostMs: 50 };
const delays = {
  ...{ ...defaultDelays, coalesceMs: 5, reconnect: backOff, patience: { answerMs: 300, silenceMs: 60_000 } },
  lease: { durationMs: 1000, renewMs: 50 },
};

interface Started {
  readonly balancers: Balancers;
  troubles(): readonly Trouble[];
  stop(): Promise<void>;
}

describe("controllers with a pool", () => {
  let api: ApiServer;
  const running: Started[] = [];

  beforeEach(async () => {
    api = new ApiServer();
    await api.start();
  });
  afterEach(async () => {
    for (const one of running.splice(0)) await one.stop();
    await api.stop();
  });

  function start(nodeName = "node-1"): Started {
    const kubeConfig = new KubeConfig();
    kubeConfig.loadFromString(api.kubeconfig);
    let found: readonly Trouble[] = [];
    const settings = {
      ...testSettings,
      nodeName,
      loadBalancer: { ...testSettings.loadBalancer, addresses: ["192.0.2.0/30"] },
    };
    const log = pino({ level: "silent" });
    const balancers = balancersOf({ kubeConfig, settings, log, delays }, (troubles) => {
      found = troubles;
    })!;
    const watch = watchKind(
      kubeConfig,
      "Service",
      {
        put: (service) => balancers.put(service as Service),
        remove: ({ key }) => balancers.remove(key),
        listed: () => balancers.begin(),
        trouble: () => undefined,
      },
      delays,
    );
    const stop = async () => {
      await balancers.stop();
      await watch.stop();
    };
    const started = { balancers, troubles: () => found, stop };
    running.push(started);
    return started;
  }

  const put = (name: string, more: object = {}) =>
    api.put({
      kind: "Service",
      metadata: { namespace: "shop", name, creationTimestamp: "2026-01-01T00:00:00Z" },
      spec: { type: "LoadBalancer", clusterIP: "10.96.0.1" },
      ...more,
    } as KubernetesObject);
  const held = (name: string) => {
    const found = api.objects("Service").find(({ metadata }) => metadata.name === name) as Service | undefined;
    return (found?.status?.loadBalancer?.ingress ?? []).map(({ ip }) => ip).join();
  };
  const has = (name: string, address: string) => until(() => held(name) === address);
  const patches = () => api.requests.filter((request) => request.startsWith("PATCH")).length;
  const holder = () => {
    const [lease] = api.objects("Lease") as unknown as readonly { spec: { holderIdentity: string } }[];
    return lease?.spec.holderIdentity.split("_")[0];
  };

  it("give services addresses as they come and go, each written once", async () => {
    put("a");
    start();
    await has("a", "192.0.2.0");
    put("b");
    await has("b", "192.0.2.1");
    api.remove("Service", "shop", "a");
    put("c");
    await has("c", "192.0.2.0");
    assert.equal(patches(), 3);
  });

  it("take the address from a service that becomes one of another type, since the API server leaves it there", async () => {
    put("a");
    start();
    await has("a", "192.0.2.0");
    const [service] = api.objects("Service");
    api.put({ ...service, spec: { type: "ClusterIP", clusterIP: "10.96.0.1" } } as KubernetesObject);
    await has("a", "");
    put("b");
    await has("b", "192.0.2.0");
    assert.equal(patches(), 3);
  });

  it("keep what the status has over a restart, and give up nothing at their end", async () => {
    put("a");
    put("b");
    const first = start();
    await has("b", "192.0.2.1");
    await first.stop();
    api.remove("Service", "shop", "a");
    put("c");
    start();
    await has("c", "192.0.2.0");
    assert.equal(held("b"), "192.0.2.1");
  });

  it("write one at a time: the next takes over when the first ends, and knows what that has written", async () => {
    const first = start("node-1");
    await until(() => holder() === "node-1");
    const second = start("node-2");
    put("a");
    await has("a", "192.0.2.0");
    assert.equal(holder(), "node-1");
    assert.deepEqual(second.troubles(), []);
    await first.stop();
    put("b");
    await has("b", "192.0.2.1");
    assert.equal(holder(), "node-2");
    assert.equal(patches(), 2);
  });

  it("take over from one that is not heard of any more", async () => {
    const dead = { holderIdentity: "node-9_x", leaseDurationSeconds: 1, renewTime: "2026-01-01T00:00:00.000000Z" };
    api.put({
      kind: "Lease",
      metadata: { namespace: "sweetcomb", name: "sweetcomb-load-balancer" },
      spec: dead,
    } as KubernetesObject);
    put("a");
    start();
    await has("a", "192.0.2.0");
    assert.equal(holder(), "node-1");
  });

  it("give addresses though another client writes to the service meanwhile", async () => {
    let isFirst = true;
    api.refuse = (request) => {
      if (!request.startsWith("PATCH") || !isFirst) return undefined;
      isFirst = false;
      put("a", { metadata: { namespace: "shop", name: "a", labels: { changed: "yes" } } });
      return undefined;
    };
    put("a");
    start();
    await has("a", "192.0.2.0");
    assert.equal(patches(), 2);
  });

  it("tell of a status that they may not write, and of a pool that is empty", async () => {
    for (const name of ["a", "b", "c", "d", "e"]) put(name);
    api.refuse = (request) => (request.startsWith("PATCH") && request.includes("/a/") ? 403 : undefined);
    const { troubles } = start();
    await has("d", "192.0.2.3");
    await until(() => troubles().length === 2);
    const told = troubles().map(({ of, reason }) => `${of.key} ${reason}`);
    assert.deepEqual(told.sort(), ["shop/a Refused", "shop/e AddressAllocation"]);
    api.refuse = () => undefined;
    await has("a", "192.0.2.0");
    await until(() => troubles().length === 1);
  });

  it("ask again when a server takes their requests and never answers", async () => {
    const unanswered = new Map<string, number>();
    api.silent = (request) => {
      const what = request.split(" ")[0]!;
      if (!/^(POST|PATCH)$/.test(what) || unanswered.get(what) === 2) return false;
      unanswered.set(what, (unanswered.get(what) ?? 0) + 1);
      return true;
    };
    put("a");
    start();
    await has("a", "192.0.2.0");
    assert.deepEqual([...unanswered.values()], [2, 2]);
  });

  it("stand still while the API server is away, and go on behind it", async () => {
    put("a");
    start();
    await has("a", "192.0.2.0");
    await api.stop();
    put("b");
    await api.start();
    await has("b", "192.0.2.1");
    assert.equal(held("a"), "192.0.2.0");
  });
});
