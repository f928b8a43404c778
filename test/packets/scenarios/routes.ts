/** Routes over several next hops. */

import assert from "node:assert/strict";
import * as a from "../../southbound/configurations.js";
import type { Host } from "../host.js";
import { type Lab, type PacketScenarios, packetsAt, portOf, range, routedPort, until } from "../lab.js";
import { protocols } from "../packet.js";

const destination = "203.0.113.9";
const ports = range(10000, 256);

export const routeScenarios: PacketScenarios = {
  "flows spread evenly over two next hops, each always over the same one": async (lab) => {
    const { west, north, south, configure } = await twoWays(lab);
    await configure(1, 1);
    const first = await flowsAt(west, north, south);
    assert.equal(first.north.size + first.south.size, ports.length, "a flow went both ways");
    for (const { size } of [first.north, first.south]) assert.ok(size > ports.length / 3, `only ${size} flows`);
    assert.deepEqual(await flowsAt(west, north, south), first);
  },

  "three times as many flows go over a next hop of three times the weight": async (lab) => {
    const { west, north, south, configure } = await twoWays(lab);
    await configure(1, 3);
    const flows = await flowsAt(west, north, south);
    const share = flows.south.size / ports.length;
    assert.ok(share > 0.65 && share < 0.85, `${share} of the flows`);
  },

  "all flows move to the next hop that remains": async (lab) => {
    const { west, north, south, configure } = await twoWays(lab);
    await configure(1, 1);
    await flowsAt(west, north, south);
    await configure(0, 1);
    const flows = await flowsAt(west, north, south);
    assert.deepEqual([flows.north.size, flows.south.size], [0, ports.length]);
  },

  "hosts in different VRFs with the same addresses are kept apart": async ({ bed, host }) => {
    const [red, blue] = [await host("red", side("192.0.2.1")), await host("blue", side("192.0.2.1"))];
    const [redServer, blueServer] = [
      await host("reds", side("198.51.100.1")),
      await host("blues", side("198.51.100.1")),
    ];
    const inVrf = (name: string, ...members: readonly a.Member[]) =>
      members.map((member) => ({ ...member, "sweetcomb-routing:vrf": name }));
    await bed.configure({
      ...a.vrfs(a.vrf("red", 10), a.vrf("blue", 20)),
      ...a.interfaces(
        ...inVrf("red", routedPort(red, "192.0.2.254/24"), routedPort(redServer, "198.51.100.254/24")),
        ...inVrf("blue", routedPort(blue, "192.0.2.254/24"), routedPort(blueServer, "198.51.100.254/24")),
      ),
    });
    await redServer.serve("red", 7000);
    await blueServer.serve("blue", 7000);
    assert.equal(await red.ask("198.51.100.1", 7000, 5000), "red saw 192.0.2.1 5000");
    assert.equal(await blue.ask("198.51.100.1", 7000, 5000), "blue saw 192.0.2.1 5000");
  },
};

/** A host in a /24 whose last address is VPP's. */
function side(address: string) {
  return { addresses: [`${address}/24`], gateway: `${address.slice(0, address.lastIndexOf("."))}.254` };
}

/** A sender, and two routers on the way to the destination. `configure` gives each its weight; 0 is none. */
async function twoWays({ bed, host }: Lab) {
  const west = await host("west", side("192.0.2.1"));
  const north = await host("north", side("198.51.100.1"));
  const south = await host("south", side("203.0.112.1"));
  const configure = async (northWeight: number, southWeight: number) => {
    const hops = [
      ...(northWeight === 0 ? [] : [`${northWeight} via ${portOf(north)} 198.51.100.1`]),
      ...(southWeight === 0 ? [] : [`${southWeight} via ${portOf(south)} 203.0.112.1`]),
    ];
    await bed.configure({
      ...a.interfaces(
        routedPort(west, "192.0.2.254/24"),
        routedPort(north, "198.51.100.254/24"),
        routedPort(south, "203.0.112.254/24"),
      ),
      ...a.routing(a.staticRoutes("main", { "203.0.113.0/24": a.nextHopList(...hops) })),
    });
    // VPP knows its neighbours from then on, and drops nothing while it looks for them.
    await west.ping("192.0.2.254");
    await north.ping("198.51.100.254");
    await south.ping("203.0.112.254");
  };
  return { west, north, south, configure };
}

/** Sends a datagram from each port and tells which went over which router. */
async function flowsAt(west: Host, north: Host, south: Host) {
  await north.forget();
  await south.forget();
  await west.send(destination, 9, ports);
  const flows = async () => ({ north: await sourcePortsAt(north), south: await sourcePortsAt(south) });
  return until(flows, (seen) => seen.north.size + seen.south.size >= ports.length);
}

async function sourcePortsAt(host: Host): Promise<ReadonlySet<number>> {
  const packets = await packetsAt(host, protocols.udp);
  return new Set(packets.filter((packet) => packet.destination === destination).map(({ sourcePort }) => sourcePort!));
}
