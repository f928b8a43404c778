/** Pods that a controller writes get their interfaces, routes and lists, in one commit. */

import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { curl, putResource, skipWithout } from "../support/clients.js";
import { type ServerProcess, startServerProcess } from "../support/server-process.js";

const dynamic = "/restconf/ds/sweetcomb-datastores:kubernetes";
const operational = "/restconf/ds/ietf-datastores:operational";

describe("pods of a node", { skip: skipWithout("curl") }, () => {
  let server: ServerProcess;
  before(async () => {
    server = await startServerProcess();
  });
  after(() => server?.dispose());

  const put = (path: string, body: object) => putResource(server, `${dynamic}/${path}`, body);
  const read = async (path: string) =>
    JSON.parse((await curl(server, { path: `${operational}/${path}` })).body || "{}");
  const pod = (number: number, attachment: object) => ({
    namespace: "shop",
    name: `web-${number}`,
    address: [`10.1.0.${number}`, `fd01::${number}`],
    interface: `pod-${number}`,
    ...attachment,
  });
  const pods = [
    pod(1, { memif: { socket: "/tmp/sweetcomb-pod-1.sock" } }),
    pod(2, { memif: { socket: "/tmp/sweetcomb-pod-2.sock", mode: "ethernet" } }),
    pod(3, { "vhost-user": { socket: "/tmp/sweetcomb-pod-3.sock" } }),
  ];
  const policies = {
    settings: { "node-address": ["192.0.2.1"] },
    policy: [{ namespace: "shop", name: "closed" }],
    pod: [1, 9].map((number) => ({
      namespace: "shop",
      name: `web-${number}`,
      interface: `pod-${number}`,
      "ingress-policy": [{ namespace: "shop", name: "closed" }],
    })),
  };

  it("have policies that wait for them", async () => {
    await put("sweetcomb-network-policy:network-policies", { "sweetcomb-network-policy:network-policies": policies });
    const { pod: waiting } = (await read("sweetcomb-network-policy:network-policy-state"))[
      "sweetcomb-network-policy:network-policy-state"
    ];
    assert.deepEqual(
      waiting.map(({ enforced, trouble }: { enforced: boolean; trouble: { reason: string }[] }) => [
        enforced,
        trouble[0]?.reason,
      ]),
      [
        [false, "no-interface"],
        [false, "no-interface"],
      ],
    );
  });

  it("are attached to VPP, with the lists of their policies", async () => {
    await put("sweetcomb-service-proxy:service-proxy", {
      "sweetcomb-service-proxy:service-proxy": { node: { name: "here", "pod-prefix": ["10.1.0.0/16"] } },
    });
    await put("sweetcomb-pod:pods", {
      "sweetcomb-pod:pods": { settings: { "source-address": ["198.51.100.1"] }, pod: pods },
    });
    const { interface: interfaces } = (await read("ietf-interfaces:interfaces"))["ietf-interfaces:interfaces"];
    const made = interfaces.filter(({ name }: { name: string }) => name.startsWith("pod-"));
    assert.deepEqual(
      made.map((one: Record<string, string>) => [one.name, one.type, one["sweetcomb-interfaces:unnumbered-to"]]).sort(),
      [
        ["pod-1", "sweetcomb-interfaces:memif", "pod-gateway"],
        ["pod-2", "sweetcomb-interfaces:memif", "pod-gateway"],
        ["pod-3", "sweetcomb-virtio:vhost-user", "pod-gateway"],
        ["pod-gateway", "iana-if-type:softwareLoopback", undefined],
      ],
    );
    const attached = await read("ietf-access-control-list:acls/attachment-points/interface=pod-1");
    assert.ok(attached["ietf-access-control-list:interface"] !== undefined);
  });

  it("are in VPP as they follow from the pods", async () => {
    const path = "/restconf/operations/sweetcomb-vpp:compare";
    assert.equal((await curl(server, { method: "POST", path })).body, "");
  });

  it("go with all that was made for them", async () => {
    await put("sweetcomb-pod:pods", { "sweetcomb-pod:pods": { pod: [pods[1]!] } });
    const { interface: interfaces } = (await read("ietf-interfaces:interfaces"))["ietf-interfaces:interfaces"];
    const names = interfaces
      .map(({ name }: { name: string }) => name)
      .filter((name: string) => name.startsWith("pod-"));
    assert.deepEqual(names.sort(), ["pod-2", "pod-gateway"]);
  });
});
