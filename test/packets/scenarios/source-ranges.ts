/** Services at a load balancer that are for some clients only, and others beside them. */

import assert from "node:assert/strict";
import * as a from "../../southbound/configurations.js";
import type { Host } from "../host.js";
import { type Lab, type PacketScenarios, packetsAt, portOf, routedPort, until, unusedPort } from "../lab.js";
import { decodeGre, protocols } from "../packet.js";

const vppAddress = "198.51.100.254";
const node = "198.51.100.1";
const restricted = "203.0.113.1";
const open = "203.0.113.2";

export const sourceRangeScenarios: PacketScenarios = {
  "an address for some clients only gets packets of these, and what else goes through the load balancer is for all":
    async (lab) => {
      const { near, far, configure, arrived } = await betweenClientsAndNode(lab);
      await configure([near, far], ["192.0.2.0/25"]);
      const sources = (destination: string, port: number) => arrived([near, far], destination, port);
      assert.deepEqual(await sources(restricted, 80), ["192.0.2.1"]);
      assert.deepEqual(await sources(restricted, 81), ["192.0.2.1", "192.0.2.129"]);
      assert.deepEqual(await sources(open, 80), ["192.0.2.1", "192.0.2.129"]);
      await far.ping("192.0.2.254");
    },

  "other ranges count for flows that are under way, and none count where no uplink is named": async (lab) => {
    const { near, far, configure, arrived } = await betweenClientsAndNode(lab);
    const flow = unusedPort();
    const sources = (destination: string) => arrived([near, far], destination, 80, flow);
    await configure([near, far], ["192.0.2.0/25"]);
    assert.deepEqual(await sources(restricted), ["192.0.2.1"]);
    await configure([near, far], ["192.0.2.128/25"]);
    assert.deepEqual(await sources(restricted), ["192.0.2.129"]);
    await configure([near, far], ["192.0.2.0/24", "198.51.100.0/24"]);
    assert.deepEqual(await sources(restricted), ["192.0.2.1", "192.0.2.129"]);
    await configure([], ["192.0.2.0/24"]);
    assert.deepEqual(await sources(restricted), []);
    assert.deepEqual(await sources(open), ["192.0.2.1", "192.0.2.129"]);
  },
};

/** Two clients at a load balancer, each at an interface of its own, and a node behind. */
async function betweenClientsAndNode({ bed, host }: Lab) {
  const near = await host("near", { addresses: ["192.0.2.1/25"], gateway: "192.0.2.126" });
  const far = await host("far", { addresses: ["192.0.2.129/25"], gateway: "192.0.2.254" });
  const behind = await host("node", { addresses: [`${node}/24`] });
  const configure = async (uplinks: readonly Host[], ranges: readonly string[]) => {
    await bed.configure({
      ...a.interfaces(
        routedPort(near, "192.0.2.126/25"),
        routedPort(far, "192.0.2.254/25"),
        routedPort(behind, `${vppAddress}/24`),
      ),
      "sweetcomb-service-proxy:service-proxy": {
        settings: { role: "load-balancer", "load-balancer": { uplink: uplinks.map(portOf) } },
        node: { name: "balancer", address: [vppAddress] },
        "cluster-node": [{ name: "a", address: [node] }],
        service: [
          service("some", restricted, 80, { "source-range": ranges }),
          service("beside", restricted, 81),
          service("all", open, 80),
          // Its list has no entries.
          service("unanswered", "203.0.113.3", 80, { "source-range": ranges, port: [{ protocol: "udp", number: 80 }] }),
        ],
      },
    });
    await near.ping("192.0.2.126");
    await behind.ping(vppAddress);
  };
  /** Sources of what reaches the node when all clients send to the address, and then something that all of them may send. */
  const arrived = async (clients: readonly Host[], address: string, port: number, sourcePort = unusedPort()) => {
    await behind.forget();
    for (const client of clients) await client.send(address, port, [sourcePort]);
    for (const client of clients) await client.send(open, 80, [sourcePort], "last");
    const inner = async () => (await packetsAt(behind, protocols.gre)).map(decodeGre);
    const isLast = ({ destination, payload }: { destination: string; payload: Buffer }) =>
      destination === open && payload.subarray(8).toString() === "last";
    const seen = await until(inner, (found) => found.filter(isLast).length === clients.length);
    const meant = seen.filter((packet) => packet.destination === address && packet.destinationPort === port);
    return meant
      .filter((packet) => !isLast(packet))
      .map(({ source }) => source)
      .sort();
  };
  return { near, far, configure, arrived };
}

function service(name: string, address: string, number: number, more: a.Member = {}): a.Member {
  const endpoint = [{ address: "10.1.0.1", port: 8080, node: "a" }];
  return {
    namespace: "shop",
    name,
    "load-balancer-address": [address],
    port: [{ protocol: "udp", number, endpoint }],
    ...more,
  };
}
