/** What clients of the API rely on: the same tests for the API server of these tests and for a real one. */

import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { after, before, describe, it } from "node:test";
import { KubeConfig } from "@kubernetes/client-node";
import type { RawApi, WatchEvent } from "./raw-api.js";
import { rawApi } from "./raw-api.js";

/**
 * @param connect a kubeconfig with all rights, once the server is there
 * @param skip why there is no server; false when there is one
 */
export function describeApi(name: string, connect: () => Promise<KubeConfig>, skip: string | false = false): void {
  describe(name, { skip }, () => {
    const namespace = `sweetcomb-${randomUUID().slice(0, 8)}`;
    const services = `/api/v1/namespaces/${namespace}/services`;
    const leases = `/apis/coordination.k8s.io/v1/namespaces/${namespace}/leases`;
    let kubeConfig: KubeConfig;
    let api: RawApi;

    before(async () => {
      kubeConfig = await connect();
      api = rawApi(kubeConfig);
      await made("/api/v1/namespaces", { metadata: { name: namespace } });
    });
    after(async () => {
      await api.ask("DELETE", `/api/v1/namespaces/${namespace}`);
    });

    const made = async (path: string, object: object) => {
      const { status, body } = await api.ask("POST", path, object);
      assert.equal(status, 201, JSON.stringify(body));
      return body;
    };
    const service = (own: string, labels: Record<string, string> = {}) => ({
      apiVersion: "v1",
      kind: "Service",
      metadata: { name: own, labels },
      spec: { ports: [{ port: 80 }] },
    });
    const ingress = (...addresses: readonly string[]) => ({
      status: { loadBalancer: { ingress: addresses.map((ip) => ({ ip })) } },
    });
    const listVersion = async () => (await api.ask("GET", services)).body.metadata.resourceVersion as string;

    /** Events of services of the namespace from a version on, up to one that is the last. */
    async function heardFrom(version: string, isLast: (event: WatchEvent) => boolean): Promise<readonly WatchEvent[]> {
      const ending = new AbortController();
      const events: WatchEvent[] = [];
      for await (const event of api.watch(`${services}?watch=true&resourceVersion=${version}`, ending.signal)) {
        events.push(event);
        if (isLast(event)) break;
      }
      ending.abort();
      return events;
    }

    it("gives lists a version, and says once what their items are", async () => {
      await made(services, service("listed"));
      const { status, body } = await api.ask("GET", services);
      assert.equal(status, 200);
      assert.equal(body.kind, "ServiceList");
      assert.match(body.metadata.resourceVersion, /^\d+$/);
      assert.equal(body.items.length, 1);
      assert.equal(body.items[0].kind, undefined);
      assert.ok(Number(body.items[0].metadata.resourceVersion) <= Number(body.metadata.resourceVersion));
    });

    it("gives the pages of a list at one version, whatever is made meanwhile", async () => {
      for (const own of ["p1", "p2", "p3"]) await made(services, service(own));
      const whole = (await api.ask("GET", services)).body;
      const names: string[] = [];
      const versions = new Set<string>();
      let from = "";
      do {
        const { body } = await api.ask("GET", `${services}?limit=2${from && `&continue=${encodeURIComponent(from)}`}`);
        names.push(...body.items.map(({ metadata }: { metadata: { name: string } }) => metadata.name));
        versions.add(body.metadata.resourceVersion);
        from = body.metadata.continue ?? "";
        if (names.length === 2) await made(services, service("p4"));
      } while (from !== "");
      assert.deepEqual(
        names.sort(),
        whole.items.map(({ metadata }: { metadata: { name: string } }) => metadata.name).sort(),
      );
      assert.equal(versions.size, 1);
    });

    it("tells watchers all that came after their version, with growing versions, what has gone too", async () => {
      const version = await listVersion();
      await made(services, service("w"));
      await api.ask("PATCH", `${services}/w`, { metadata: { labels: { a: "b" } } });
      await api.ask("DELETE", `${services}/w`);
      const events = await heardFrom(version, ({ type }) => type === "DELETED");
      assert.deepEqual(
        events.map(({ type, object }) => `${type} ${object.kind} ${object.metadata.name}`),
        ["ADDED Service w", "MODIFIED Service w", "DELETED Service w"],
      );
      const versions = [version, ...events.map(({ object }) => object.metadata.resourceVersion)].map(Number);
      assert.deepEqual(
        versions,
        [...new Set(versions)].sort((left, right) => left - right),
      );
    });

    it("begins a watch without a version with all that is there", async () => {
      const names = new Set(
        (await api.ask("GET", services)).body.items.map(
          ({ metadata }: { metadata: { name: string } }) => metadata.name,
        ),
      );
      const count = names.size;
      const ending = new AbortController();
      const events: WatchEvent[] = [];
      for await (const event of api.watch(`${services}?watch=true`, ending.signal)) {
        events.push(event);
        names.delete(event.object.metadata.name!);
        if (names.size === 0) break;
      }
      ending.abort();
      assert.deepEqual([events.length, new Set(events.map(({ type }) => type))], [count, new Set(["ADDED"])]);
    });

    it("ends a watch in good order after the time that was asked for", async () => {
      const path = `${services}?watch=true&timeoutSeconds=1&resourceVersion=${await listVersion()}`;
      for await (const event of api.watch(path, new AbortController().signal)) assert.fail(JSON.stringify(event));
    });

    it("makes no version of a write that changes nothing, and tells nobody", async () => {
      const first = await made(services, service("same", { a: "b" }));
      const patched = await api.ask("PATCH", `${services}/same`, { metadata: { labels: { a: "b" } } });
      assert.equal(patched.status, 200);
      const put = await api.ask("PUT", `${services}/same`, patched.body);
      assert.equal(put.status, 200);
      assert.equal(put.body.metadata.resourceVersion, first.metadata.resourceVersion);
      await api.ask("DELETE", `${services}/same`);
      const events = await heardFrom(first.metadata.resourceVersion, () => true);
      assert.deepEqual(
        events.map(({ type }) => type),
        ["DELETED"],
      );
    });

    it("refuses writes against a version that is not the present one (409), and those of a Lease without one (422)", async () => {
      const first = await made(leases, { metadata: { name: "l" }, spec: { holderIdentity: "a" } });
      const { resourceVersion: _version, ...metadata } = first.metadata;
      const second = await api.ask("PUT", `${leases}/l`, { ...first, spec: { holderIdentity: "b" } });
      assert.equal(second.status, 200, JSON.stringify(second.body));
      const stale = await api.ask("PUT", `${leases}/l`, { ...first, spec: { holderIdentity: "c" } });
      assert.deepEqual([stale.status, stale.body.kind, stale.body.reason], [409, "Status", "Conflict"]);
      const without = await api.ask("PUT", `${leases}/l`, { ...first, metadata, spec: { holderIdentity: "d" } });
      assert.deepEqual([without.status, without.body.reason], [422, "Invalid"]);
    });

    it("writes a status at its own path alone, where a patch may name the version", async () => {
      const { metadata } = await made(services, { ...service("lb"), ...ingress("198.51.100.1") });
      const path = `${services}/lb`;
      await api.ask("PATCH", path, { spec: { type: "LoadBalancer" }, ...ingress("198.51.100.1") });
      const untouched = (await api.ask("GET", path)).body;
      assert.equal(untouched.status?.loadBalancer?.ingress, undefined);
      const stale = { metadata: { resourceVersion: metadata.resourceVersion }, ...ingress("198.51.100.2") };
      assert.equal((await api.ask("PATCH", `${path}/status`, stale)).status, 409);
      const { resourceVersion } = untouched.metadata;
      const body = { metadata: { resourceVersion }, spec: { externalName: "x" }, ...ingress("198.51.100.2") };
      const written = await api.ask("PATCH", `${path}/status`, body);
      assert.equal(written.status, 200, JSON.stringify(written.body));
      assert.deepEqual(written.body.status, ingress("198.51.100.2").status);
      assert.deepEqual(written.body.spec, untouched.spec);
    });

    it("knows an object by a uid and the time when it was made, which stay, and another one by others", async () => {
      const first = await made(services, service("again"));
      const { body } = await api.ask("PATCH", `${services}/again`, { metadata: { labels: { a: "b" } } });
      assert.equal(body.metadata.uid, first.metadata.uid);
      assert.equal(body.metadata.creationTimestamp, first.metadata.creationTimestamp);
      assert.match(body.metadata.creationTimestamp, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
      await api.ask("DELETE", `${services}/again`);
      assert.notEqual((await made(services, service("again"))).metadata.uid, first.metadata.uid);
    });

    it("answers 409 for what is there and 404 for what is not, each with a Status", async () => {
      const answers = [
        await api.ask("POST", "/api/v1/namespaces", { metadata: { name: namespace } }),
        await api.ask("GET", `${services}/never`),
        await api.ask("PATCH", `${services}/never`, {}),
        await api.ask("DELETE", `${services}/never`),
      ];
      const reasons = answers.map(({ status, body }) => `${status} ${body.kind} ${body.code} ${body.reason}`);
      const missing = "404 Status 404 NotFound";
      assert.deepEqual(reasons, ["409 Status 409 AlreadyExists", missing, missing, missing]);
    });

    it("answers 401 for whoever has a wrong token", async () => {
      const stranger = new KubeConfig();
      stranger.loadFromClusterAndUser(kubeConfig.getCurrentCluster()!, { name: "stranger", token: "wrong" });
      const { status, body } = await rawApi(stranger).ask("GET", "/api/v1/nodes");
      assert.deepEqual([status, body.kind, body.reason], [401, "Status", "Unauthorized"]);
    });
  });
}
