/** The load balancer: packets to a virtual address reach servers in GRE. */

import assert from "node:assert/strict";
import * as a from "../../southbound/configurations.js";
import type { Host } from "../host.js";
import { type Lab, type PacketScenarios, packetsAt, range, routedPort, until } from "../lab.js";
import { decodeGre, protocols } from "../packet.js";

const virtualAddress = "203.0.113.1";
const vppAddress = "198.51.100.254";
const ports = range(20000, 128);

export const loadBalancerScenarios: PacketScenarios = {
  "packets to a virtual address reach its servers in GRE, each flow always the same one": async (lab) => {
    const { servers, configure, flows } = await behindVip(lab);
    await configure(servers);
    const first = await flows();
    for (const [address, seen] of first) assert.ok(seen.size > ports.length / 6, `${address} has ${seen.size} flows`);
    assert.deepEqual(await flows(), first);
  },

  "flows stay with a server that was removed, and the packets of the address are counted": async (lab) => {
    const { servers, configure, flows } = await behindVip(lab);
    await configure(servers);
    const before = await flows();
    await configure(servers.slice(1));
    assert.deepEqual(await flows(), before);
    const packets = async () => countedIn(await lab.bed.southbound.read({}));
    await until(packets, (counted) => counted >= 2 * ports.length);
  },

  "only the flows of a server that is removed and flushed move": async (lab) => {
    const { servers, configure, flows } = await behindVip(lab);
    await configure(servers, { "flush-on-removal": true });
    const before = await flows();
    const [gone, ...remaining] = servers;
    await configure(remaining, { "flush-on-removal": true });
    const after = await flows();
    assert.equal(after.get(gone!.address)!.size, 0);
    for (const { address } of remaining) {
      const lost = [...before.get(address)!].filter((sourcePort) => !after.get(address)!.has(sourcePort));
      assert.deepEqual(lost, [], `${address} lost flows`);
    }
  },
};

interface Server {
  readonly host: Host;
  readonly address: string;
}

/** A client, a virtual address, and three servers in one network behind VPP. */
async function behindVip({ bed, host }: Lab) {
  const west = await host("west", { addresses: ["192.0.2.1/24"], gateway: "192.0.2.254" });
  const servers: Server[] = [];
  for (const network of [1, 2, 3]) {
    const address = `198.51.${network}.1`;
    servers.push({ address, host: await host(`s${network}`, { addresses: [`${address}/24`] }) });
  }
  const configure = async (members: readonly Server[], more: a.Member = {}) => {
    await bed.configure({
      ...a.interfaces(
        routedPort(west, "192.0.2.254/24"),
        a.loopback("loop0", a.addresses(`${vppAddress}/32`)),
        ...servers.map((server, index) => routedPort(server.host, `198.51.${index + 1}.254/24`)),
      ),
      ...a.loadBalancer({
        global: { "ipv4-source-address": vppAddress },
        vip: [
          {
            ...a.vip(`${virtualAddress}/32`, "any", 0, { encapsulation: "gre4" }),
            "application-server": members.map(({ address }) => ({ address, ...more })),
          },
        ],
      }),
    });
    // VPP knows its neighbours from then on, and drops nothing while it looks for them.
    await west.ping("192.0.2.254");
    for (const [index, server] of servers.entries()) await server.host.ping(`198.51.${index + 1}.254`);
  };
  /** Sends a datagram from each port and tells which reached which server. */
  const flows = async (): Promise<ReadonlyMap<string, ReadonlySet<number>>> => {
    for (const server of servers) await server.host.forget();
    await west.send(virtualAddress, 80, ports);
    const seen = async () =>
      new Map(await Promise.all(servers.map(async (server) => [server.address, await sourcePortsAt(server)] as const)));
    return until(seen, (found) => [...found.values()].reduce((sum, { size }) => sum + size, 0) >= ports.length);
  };
  return { servers, configure, flows };
}

/** Source ports of what reached the virtual address at this server, after all headers are looked at. */
async function sourcePortsAt({ host, address }: Server): Promise<ReadonlySet<number>> {
  const sourcePorts = new Set<number>();
  for (const outer of await packetsAt(host, protocols.gre)) {
    const inner = decodeGre(outer);
    assert.deepEqual([outer.source, outer.destination], [vppAddress, address]);
    assert.deepEqual([inner.source, inner.destination, inner.destinationPort], ["192.0.2.1", virtualAddress, 80]);
    sourcePorts.add(inner.sourcePort!);
  }
  return sourcePorts;
}

function countedIn(read: a.Member): number {
  const { vip } = read["sweetcomb-lb:load-balancer"] as { vip: readonly { statistics?: a.Member }[] };
  const { statistics } = vip[0]!;
  return Number(statistics?.["known-flow-packets"]) + Number(statistics?.["new-flow-packets"]);
}
