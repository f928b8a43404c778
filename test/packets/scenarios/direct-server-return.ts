/** Pods that have a service's address themselves: packets reach them as the client sent them, and they answer the client. */

import assert from "node:assert/strict";
import type { Member } from "../../southbound/configurations.js";
import { at, cluster, type PodName, servedPort, service, services } from "../cluster.js";
import type { Host } from "../host.js";
import { type Lab, type PacketScenarios, packetsAt, range, until, unusedPort } from "../lab.js";
import { decodeGre, decodePacket, encodePacket, encodeUdp, type Packet, protocols } from "../packet.js";

const external = "203.0.113.9";
const dscp = 7;

export const directServerReturnScenarios: PacketScenarios = {
  "packets to an external address reach pods here and elsewhere in GRE, and what pods answer keeps the address": async (
    lab,
  ) => {
    const { client, arrivals } = await directReturn(lab, "gre");
    const ports = range(unusedPort(), 64);
    await client.send(external, servedPort, ports);
    const arrived = await arrivals(ports.length, protocols.gre);
    assert.deepEqual(new Set(arrived.map(({ name }) => name)), new Set(["pod", "far"]));
    for (const { name, packet } of arrived) {
      assert.deepEqual([packet.source, packet.destination], [at.node, at[name]]);
      const inner = decodeGre(packet);
      assert.deepEqual([inner.source, inner.destination, inner.destinationPort], [at.client, external, servedPort]);
    }
    const { host, packet } = arrived.find(({ name }) => name === "pod")!;
    await answersAs(external, host, decodeGre(packet).sourcePort!, client);
  },

  "packets to an external address reach pods here and elsewhere in IP in IP, over routes of equal cost": async (
    lab,
  ) => {
    const { client, arrivals } = await directReturn(lab, "ipip");
    const ports = range(unusedPort(), 64);
    await client.send(external, servedPort, ports);
    const arrived = await arrivals(ports.length, protocols.ipip);
    assert.deepEqual(new Set(arrived.map(({ name }) => name)), new Set(["pod", "far"]));
    for (const { name, packet } of arrived) {
      assert.deepEqual([packet.source, packet.destination], [at.node, at[name]]);
      const inner = decodePacket(packet.payload);
      assert.deepEqual([inner.source, inner.destination, inner.destinationPort], [at.client, external, servedPort]);
    }
    const { host, packet } = arrived.find(({ name }) => name === "pod")!;
    await answersAs(external, host, decodePacket(packet.payload).sourcePort!, client);
  },

  "packets to an external address reach pods under their own addresses with the service's DSCP": async (lab) => {
    const { client, arrivals } = await directReturn(lab, "l3dsr");
    const ports = range(unusedPort(), 64);
    await client.send(external, servedPort, ports);
    const arrived = await arrivals(ports.length, protocols.udp);
    assert.deepEqual(new Set(arrived.map(({ name }) => name)), new Set(["pod", "far"]));
    for (const { name, packet } of arrived) {
      assert.deepEqual([packet.source, packet.destination, packet.dscp], [at.client, at[name], dscp]);
    }
    const { host, packet } = arrived.find(({ name }) => name === "pod")!;
    await answersAs(external, host, packet.sourcePort!, client);
  },
};

interface Arrival {
  readonly name: PodName;
  readonly host: Host;
  readonly packet: Packet;
}

async function directReturn(lab: Lab, way: "gre" | "l3dsr" | "ipip") {
  const { pod, far, client, configure } = await cluster(lab);
  far.ip("route", "add", "default", "via", at.node);
  const port = { protocol: "udp", number: servedPort };
  const endpoint = [
    { address: at.pod, port: servedPort, node: "here" },
    { address: at.far, port: servedPort, node: "there" },
  ];
  const more: Member = { "external-address": [external], dscp, port: [{ ...port, endpoint }] };
  const { "sweetcomb-service-proxy:service-proxy": proxy } = services(service(more));
  const settings = { role: "vrouter", "direct-server-return": way };
  // Packets that only get another destination are still the client's: the node would give its own source to those for other nodes.
  const translation = way === "l3dsr" ? { "sweetcomb-cnat:cnat": {} } : {};
  await configure({ "sweetcomb-service-proxy:service-proxy": { ...proxy, settings }, ...translation });
  const hosts = { pod, far };
  for (const host of Object.values(hosts)) await host.forget();
  /** So many packets of the protocol to port 8080 or in GRE, at whichever pod. */
  const arrivals = (count: number, protocol: number) =>
    until(
      async () => {
        const found: Arrival[] = [];
        for (const [name, host] of Object.entries(hosts)) {
          for (const packet of await packetsAt(host, protocol)) {
            if (packet.destination === at[name as PodName]) found.push({ name: name as PodName, host, packet });
          }
        }
        return found;
      },
      ({ length }) => length >= count,
    );
  return { client, arrivals };
}

/** The pod answers a client's port under an address of the service, and the client gets just that. */
async function answersAs(address: string, pod: Host, clientPort: number, client: Host): Promise<void> {
  await client.forget();
  await pod.sendPacket(encodePacket(address, at.client, protocols.udp, encodeUdp(servedPort, clientPort, "answer")));
  const [answer] = await until(
    () => packetsAt(client, protocols.udp),
    ({ length }) => length > 0,
  );
  assert.deepEqual([answer!.source, answer!.sourcePort, answer!.destinationPort], [address, servedPort, clientPort]);
}
