/** Multicast: one packet in, a copy to each that shall have one. */

import assert from "node:assert/strict";
import * as a from "../../southbound/configurations.js";
import { assertContains } from "../../southbound/contains.js";
import type { Host } from "../host.js";
import { type Lab, type PacketScenarios, packetsAt, port, portOf, routedPort, until } from "../lab.js";
import { encodePacket, encodeUdp, protocols } from "../packet.js";

const group = "239.1.2.3";
const groupMac = "01:00:5e:01:02:03";

export const multicastScenarios: PacketScenarios = {
  "a datagram to a group reaches each receiver once, and nobody else": async (lab) => {
    const { sender, east, west, aside, configure } = await fourHosts(lab);
    await configure({ [`${group}/32 *`]: { accept: [sender], forward: [east, west] } });
    assert.deepEqual(await heardOf(sender, "first", [east, west, aside]), [1, 1, 0]);
    const frames = await east.received();
    const copy = frames.find(({ packet }) => packet?.destination === group);
    assert.equal(copy?.destination, groupMac);
  },

  "a route with a source counts before one without, and that before one for many groups": async (lab) => {
    const { sender, east, west, aside, configure } = await fourHosts(lab);
    const routes = {
      "239.0.0.0/8 *": { accept: [sender], forward: [aside] },
      [`${group}/32 *`]: { accept: [sender], forward: [west] },
      [`${group}/32 192.0.2.1`]: { accept: [sender], forward: [east] },
    };
    const receivers = [east, west, aside];
    await configure(routes);
    assert.deepEqual(await heardOf(sender, "first", receivers), [1, 0, 0]);
    const { [`${group}/32 192.0.2.1`]: _, ...withoutSource } = routes;
    await configure(withoutSource);
    assert.deepEqual(await heardOf(sender, "second", receivers), [0, 1, 0]);
    await configure({ "239.0.0.0/8 *": routes["239.0.0.0/8 *"] });
    assert.deepEqual(await heardOf(sender, "third", receivers), [0, 0, 1]);
  },

  "a datagram that comes in where the route does not accept it goes nowhere": async (lab) => {
    const { sender, east, west, aside, configure } = await fourHosts(lab);
    await configure({ [`${group}/32 *`]: { accept: [sender], forward: [east, west] } });
    await send(aside, "192.0.5.1", "from aside");
    assert.deepEqual(await heardOf(sender, "from the sender", [east, west]), [1, 1]);
    assert.equal((await datagramsAt(east, "from aside")).length, 0);
  },
};

/** IGMP with a Linux at the other end. */
export const igmpScenarios: PacketScenarios = {
  "a Linux that joins groups is known to the router, which tells of it, and hears the groups by a route": async (
    lab,
  ) => {
    const { bed, host } = lab;
    const east = await host("east", { addresses: ["192.0.2.1/24"] });
    const sender = await host("sender", { addresses: ["192.0.3.1/24"], gateway: "192.0.3.254" });
    const inLan = (type: string) => ({ "sweetcomb-l2:l2": { bridge: { domain: "lan", "port-type": type } } });
    const router = a.loopback("lan", {
      enabled: true,
      ...a.addresses("192.0.2.254/24"),
      ...inLan("bvi"),
      "sweetcomb-igmp:igmp": { mode: "router" },
    });
    const ports = {
      "sweetcomb-l2:bridge-domains": { "bridge-domain": [{ name: "lan", id: 7 }] },
      ...a.interfaces(
        router,
        { ...port(east), enabled: true, ...inLan("normal") },
        { ...routedPort(sender, "192.0.3.254/24"), enabled: true },
      ),
    };
    await bed.configure(ports);
    const shown = async () => (await a.interfaceOf(bed, "lan"))?.["sweetcomb-igmp:igmp"];
    const heard = bed.heard("/sweetcomb-igmp:membership-change");
    await east.join(group);
    await east.join("232.1.1.1", "192.0.3.1");
    const joined = (address: string, source: string) => ({
      interface: "lan",
      group: address,
      source,
      change: "joined",
    });
    await until(
      async () => heard.length,
      (count) => count === 2,
    );
    for (const content of [joined(group, "*"), joined("232.1.1.1", "192.0.3.1")]) {
      assertContains(heard, [{ content }]);
    }
    assertContains(await shown(), {
      querying: true,
      group: [
        { address: group, source: ["*"] },
        { address: "232.1.1.1", source: ["192.0.3.1"] },
      ],
    });
    await bed.configure({
      ...ports,
      ...a.routing(
        instanceWith({ [`${group}/32 *`]: { accept: [sender], forward: [east] } }, (end) =>
          end === east ? "lan" : portOf(end),
        ),
      ),
    });
    const send = (text: string) =>
      sender.sendPacket(encodePacket("192.0.3.1", group, protocols.udp, encodeUdp(5000, 7000, text)));
    await send("hello");
    await until(
      () => datagramsAt(east, "hello"),
      (found) => found.length === 1,
    );
  },

  "a host in VPP reports its groups so that another router understands": async ({ bed, host }) => {
    const other = await host("other", { addresses: ["192.0.2.1/24"] });
    const port = { ...routedPort(other, "192.0.2.254/24"), enabled: true };
    const listens = (...listen: readonly a.Member[]) =>
      bed.configure(a.interfaces({ ...port, "sweetcomb-igmp:igmp": { mode: "host", listen } }));
    await listens({ group: "232.1.1.1", source: ["203.0.113.1", "203.0.113.2"] });
    const reports = async () =>
      (await packetsAt(other, protocols.igmp)).filter(({ destination }) => destination === "224.0.0.22");
    const [first] = await until(reports, (list) => list.length > 0);
    // RFC 3376 4.2: a version 3 report with one record, ALLOW_NEW_SOURCES, of two sources.
    const expected = ["22", "00", "....", "0000", "0001", "05", "00", "0002", "e8010101"].join("");
    assert.match(first!.payload.toString("hex"), new RegExp(`^${expected}(cb007101cb007102|cb007102cb007101)$`));
    assert.equal(first!.source, "192.0.2.254");
    await other.forget();
    await listens();
    const [last] = await until(reports, (list) => list.length > 0);
    // BLOCK_OLD_SOURCES.
    assert.match(last!.payload.toString("hex"), /^2200....00000001060000/);
  },
};

interface Ways {
  readonly accept: readonly Host[];
  readonly forward: readonly Host[];
}

/** A sender and three hosts that may receive, each on a link of its own. */
async function fourHosts({ bed, host }: Lab) {
  const named = ["sender", "east", "west", "aside"];
  const hosts: Host[] = [];
  for (const [at, name] of named.entries()) {
    hosts.push(await host(name, { addresses: [`192.0.${at + 2}.1/24`], gateway: `192.0.${at + 2}.254` }));
  }
  const [sender, east, west, aside] = hosts as [Host, Host, Host, Host];
  const ports = hosts.map((each, at) => ({ ...routedPort(each, `192.0.${at + 2}.254/24`), enabled: true }));
  const configure = (routes: Readonly<Record<string, Ways>>) =>
    bed.configure({ ...a.interfaces(...ports), ...a.routing(instanceWith(routes)) });
  return { sender, east, west, aside, configure };
}

/** @param named the interface of VPP that leads to a host. Default: that with its device */
function instanceWith(routes: Readonly<Record<string, Ways>>, named: (host: Host) => string = portOf): a.Member {
  const route = Object.entries(routes).map(([groups, { accept, forward }]) => ({
    group: groups.split(" ")[0],
    source: groups.split(" ")[1],
    "next-hop": [
      ...accept.map((host) => [host, "accept"] as const),
      ...forward.map((host) => [host, "forward"] as const),
    ].map(([host, flag]) => ({ index: named(host), "outgoing-interface": named(host), "interface-flags": flag })),
  }));
  const staticRoutes = { "sweetcomb-multicast:ipv4-multicast": { route } };
  return { type: "ietf-routing:static", name: "main", "static-routes": staticRoutes };
}

async function send(from: Host, source: string, text: string): Promise<void> {
  await from.sendPacket(encodePacket(source, group, protocols.udp, encodeUdp(5000, 7000, text)));
}

async function datagramsAt(host: Host, text: string) {
  const packets = await packetsAt(host, protocols.udp);
  return packets.filter(({ destination, payload }) => destination === group && payload.toString().endsWith(text));
}

/** How many copies of a datagram each host has when the first one has come somewhere, and had the time to come anywhere. */
async function heardOf(sender: Host, text: string, hosts: readonly Host[]): Promise<readonly number[]> {
  const counts = () => Promise.all(hosts.map(async (host) => (await datagramsAt(host, text)).length));
  const last = `${text}, the end`;
  await send(sender, "192.0.2.1", text);
  await until(counts, (found) => found.some((count) => count > 0));
  await send(sender, "192.0.2.1", last);
  const lasts = () => Promise.all(hosts.map(async (host) => (await datagramsAt(host, last)).length));
  await until(lasts, (found) => found.some((count) => count > 0));
  return counts();
}
