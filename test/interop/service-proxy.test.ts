/** Services that a controller writes are translations in VPP, in the same commit. */

import assert from "node:assert/strict";
import { once } from "node:events";
import { type AddressInfo, connect, createServer } from "node:net";
import { after, before, describe, it } from "node:test";
import { connectVpp } from "vpp-binapi-ts";
import { CnatTranslationDump } from "vpp-binapi-ts/api";
import { curl, skipWithout } from "../support/clients.js";
import { type ServerProcess, startServerProcess } from "../support/server-process.js";

const services = "/restconf/ds/sweetcomb-datastores:kubernetes/sweetcomb-service-proxy:service-proxy";

describe("services of a cluster", { skip: skipWithout("curl") }, () => {
  let server: ServerProcess;
  before(async () => {
    server = await startServerProcess();
  });
  after(() => server?.dispose());

  const put = (path: string, body: object) =>
    curl(server, { method: "PUT", path: `${services}${path}`, body: JSON.stringify(body) });
  const service = (name: string, cluster: string, endpoints: readonly string[]) => ({
    namespace: "shop",
    name,
    "cluster-address": [cluster],
    port: [{ protocol: "tcp", number: 80, endpoint: endpoints.map((address) => ({ address, port: 8080 })) }],
  });
  const inVpp = async () => {
    const vpp = await connectVpp({ socketPath: server.vppSocket, name: "other" });
    const found: string[] = [];
    for await (const { translation } of vpp.dump(CnatTranslationDump, {})) {
      found.push(`${translation.vip.addr.un.ip4?.join(".")}:${translation.vip.port} ${translation.paths.length}`);
    }
    await vpp.close();
    return found.sort();
  };

  it("are translated as soon as they are written", async () => {
    const all = { service: [service("web", "10.96.0.1", ["10.1.0.1", "10.1.0.2"]), service("api", "10.96.0.2", [])] };
    const { status } = await put("", { "sweetcomb-service-proxy:service-proxy": all });
    assert.equal(status, 204);
    assert.deepEqual(await inVpp(), ["10.96.0.1:80 2"]);
  });

  it("follow their endpoints", async () => {
    const path = "/service=shop,api";
    const { status } = await put(path, {
      "sweetcomb-service-proxy:service": [service("api", "10.96.0.2", ["10.1.0.3"])],
    });
    assert.equal(status, 204);
    assert.deepEqual(await inVpp(), ["10.96.0.1:80 2", "10.96.0.2:80 1"]);
  });

  it("are shown in operational, and what follows from them with its origin", async () => {
    const operational = "/restconf/ds/ietf-datastores:operational";
    const shown = await curl(server, { path: `${operational}/sweetcomb-service-proxy:service-proxy/service=shop,web` });
    assert.equal(JSON.parse(shown.body)["sweetcomb-service-proxy:service"][0].name, "web");
    const translated = await curl(server, {
      path: `${operational}/sweetcomb-cnat:cnat/virtual-address=10.96.0.1?with-origin`,
    });
    const [address] = JSON.parse(translated.body)["sweetcomb-cnat:virtual-address"];
    assert.deepEqual(address["@"], { "ietf-origin:origin": "sweetcomb-datastores:derived" });
  });

  it("are told with their troubles in operational, those without endpoints too", async () => {
    const path = "/service=shop,api";
    await put(path, { "sweetcomb-service-proxy:service": [service("api", "10.96.0.2", [])] });
    const shown = await curl(server, {
      path: "/restconf/ds/ietf-datastores:operational/sweetcomb-service-proxy:service-proxy-state/service=shop,api",
    });
    const [{ frontend }] = JSON.parse(shown.body)["sweetcomb-service-proxy:service"];
    assert.equal(frontend[0].served, false);
    assert.deepEqual(frontend[0].trouble, [{ text: "No endpoint takes connections.", reason: "no-endpoint" }]);
  });

  it("are unreachable where they have no endpoints, and at other ports", async () => {
    const route =
      "/restconf/ds/ietf-datastores:operational/ietf-routing:routing/control-plane-protocols/control-plane-protocol=static,services" +
      "/static-routes/ietf-ipv4-unicast-routing:ipv4/route=10.96.0.2%2F32";
    const shown = await curl(server, { path: route });
    const [{ "next-hop": nextHop }] = JSON.parse(shown.body)["ietf-ipv4-unicast-routing:route"];
    assert.deepEqual(nextHop, { "special-next-hop": "unreachable" });
    const served = service("api", "10.96.0.2", ["10.1.0.3"]);
    await put("/service=shop,api", { "sweetcomb-service-proxy:service": [served] });
    assert.equal((await curl(server, { path: route })).status, 200);
    assert.deepEqual(await inVpp(), ["10.96.0.1:80 2", "10.96.0.2:80 1"]);
  });

  it("answer load balancers whether there are endpoints on this node", async () => {
    const port = await freePort();
    await put("/node", { "sweetcomb-service-proxy:node": { name: "here" } });
    const balanced = (node: string) => ({
      ...service("balanced", "10.96.0.3", []),
      "external-traffic-policy": "local",
      "health-check-port": port,
      port: [{ protocol: "tcp", number: 80, endpoint: [{ address: "10.1.0.1", port: 8080, node }] }],
    });
    const place = "/service=shop,balanced";
    const asked = async () => {
      const answer = await fetch(`http://127.0.0.1:${port}/`);
      return { status: answer.status, ...((await answer.json()) as object) };
    };
    const name = { namespace: "shop", name: "balanced" };
    await put(place, { "sweetcomb-service-proxy:service": [balanced("here")] });
    await untilOpen(port);
    assert.deepEqual(await asked(), { status: 200, service: name, localEndpoints: 1, serviceProxyHealthy: true });
    await put(place, { "sweetcomb-service-proxy:service": [balanced("there")] });
    // What follows a write is in order before the next one is answered.
    await put("/service=shop,api", { "sweetcomb-service-proxy:service": [service("api", "10.96.0.2", [])] });
    assert.deepEqual(await asked(), { status: 503, service: name, localEndpoints: 0, serviceProxyHealthy: true });
    await curl(server, { method: "DELETE", path: `${services}${place}` });
    await put("/service=shop,api", { "sweetcomb-service-proxy:service": [service("api", "10.96.0.2", ["10.1.0.3"])] });
    await assert.rejects(asked());
  });

  it("tell when running says what becomes of their addresses", async () => {
    const place = "/restconf/data/sweetcomb-cnat:cnat/virtual-address=10.96.0.1";
    const own = { protocol: "tcp", port: 80, backend: [{ address: "10.9.9.9", port: 9 }] };
    const reasons = async () => {
      const path =
        "/restconf/ds/ietf-datastores:operational/sweetcomb-service-proxy:service-proxy-state/service=shop,web";
      const [{ frontend }] = JSON.parse((await curl(server, { path })).body)["sweetcomb-service-proxy:service"];
      return [frontend[0].served, ...(frontend[0].trouble ?? []).map(({ reason }: { reason: string }) => reason)];
    };
    assert.deepEqual(await reasons(), [true]);
    const written = await curl(server, {
      method: "PUT",
      path: place,
      body: JSON.stringify({ "sweetcomb-cnat:virtual-address": [{ address: "10.96.0.1", translation: [own] }] }),
    });
    assert.equal(written.status, 201, written.body);
    assert.deepEqual(await reasons(), [false, "overruled"]);
    assert.deepEqual(await inVpp(), ["10.96.0.1:80 1", "10.96.0.2:80 1"]);
    await curl(server, { method: "DELETE", path: "/restconf/data/sweetcomb-cnat:cnat" });
    assert.deepEqual(await reasons(), [true]);
  });

  it("go with their datastore's content", async () => {
    const { status } = await curl(server, { method: "DELETE", path: services });
    assert.equal(status, 204);
    assert.deepEqual(await inVpp(), []);
  });

  it("that running has are translated again after a restart", async () => {
    const path = "/restconf/data/sweetcomb-service-proxy:service-proxy";
    const body = JSON.stringify({
      "sweetcomb-service-proxy:service-proxy": { service: [service("web", "10.96.0.9", ["10.1.0.1"])] },
    });
    const written = await curl(server, { method: "PUT", path, body });
    assert.ok([201, 204].includes(written.status), written.body);
    assert.deepEqual(await inVpp(), ["10.96.0.9:80 1"]);
    server = await server.restart();
    assert.deepEqual(await inVpp(), ["10.96.0.9:80 1"]);
  });
});

/** A port that nobody has at the moment. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}

/** The server opens a port behind the answer to the write that asks for it. */
async function untilOpen(port: number): Promise<void> {
  for (;;) {
    const socket = connect(port, "127.0.0.1");
    const isOpen = await once(socket, "connect").then(
      () => true,
      () => false,
    );
    socket.destroy();
    if (isOpen) return;
  }
}
