/** Connection tracking NAT: a virtual address with backends, as a service of Kubernetes has them. */

import assert from "node:assert/strict";
import * as a from "../../southbound/configurations.js";
import { assertContains } from "../../southbound/contains.js";
import { type Lab, type PacketScenarios, portOf, range, routedPort, until, unusedPort } from "../lab.js";

const [client, virtualAddress] = ["192.0.2.1", "203.0.113.10"] as const;

export const cnatScenarios: PacketScenarios = {
  "packets to a virtual address reach one of its backends, and answers come back from the virtual address": async (
    lab,
  ) => {
    const { bed, west, configure } = await behindVirtualAddress(lab);
    await configure("one", "two");
    const servers = new Set<string>();
    const sourcePorts = range(unusedPort(), 16);
    for (const sourcePort of sourcePorts) {
      // The host that asks takes an answer from the virtual address only.
      const [server, , ...seen] = (await west.ask(virtualAddress, 80, sourcePort)).split(" ");
      servers.add(server!);
      assert.deepEqual(seen, [client, String(sourcePort)]);
    }
    assert.deepEqual([...servers].sort(), ["one", "two"]);
    const connections = async () => connectionsIn(await bed.southbound.read({}));
    await until(connections, (count) => count === 16);
    const session = {
      protocol: 17,
      "source-address": client,
      "source-port": sourcePorts[0],
      "destination-address": virtualAddress,
      "destination-port": 80,
      "is-return": false,
    };
    assertContains(await bed.southbound.read({}), { "sweetcomb-cnat:cnat": { sessions: { session: [session] } } });
  },

  "new connections go to the backend that remains": async (lab) => {
    const { west, configure } = await behindVirtualAddress(lab);
    await configure("one", "two");
    const firstPort = unusedPort();
    await west.ask(virtualAddress, 80, firstPort);
    await configure("two");
    for (const sourcePort of range(firstPort + 1, 8)) {
      assert.equal(await west.ask(virtualAddress, 80, sourcePort), `two saw ${client} ${sourcePort}`);
    }
  },

  "connections to the outside get another source, those to an excluded prefix keep theirs": async ({ bed, host }) => {
    const west = await host("west", { addresses: [`${client}/24`], gateway: "192.0.2.254" });
    const outside = await host("outsid", { addresses: ["198.51.1.1/24"], gateway: "198.51.1.254" });
    const friend = await host("friend", { addresses: ["198.51.2.1/24"], gateway: "198.51.2.254" });
    await bed.configure({
      ...a.interfaces(
        routedPort(west, "192.0.2.254/24"),
        routedPort(outside, "198.51.1.254/24"),
        routedPort(friend, "198.51.2.254/24"),
      ),
      "sweetcomb-cnat:cnat": {
        "source-nat": {
          "ipv4-address": sourceNatAddress,
          policy: "interfaces",
          "exclude-prefix": [{ prefix: "198.51.2.0/24" }],
          interface: [{ name: portOf(west), role: "include-ipv4" }],
        },
        interface: [west, outside, friend].map((each) => ({ name: portOf(each) })),
      },
    });
    await outside.serve("outside", 7000);
    await friend.serve("friend", 7000);
    // A connection whose first packet VPP drops, while it looks for the neighbour, would keep its source for good.
    await outside.ping("198.51.1.254");
    await friend.ping("198.51.2.254");
    const sourcePort = unusedPort();
    const [, , seenOutside] = (await west.ask("198.51.1.1", 7000, sourcePort)).split(" ");
    assert.equal(seenOutside, sourceNatAddress);
    assert.equal(await west.ask("198.51.2.1", 7000, sourcePort), `friend saw ${client} ${sourcePort}`);
  },
};

const sourceNatAddress = "203.0.113.200";

type ServerName = "one" | "two";

/** A client and two servers; `configure` makes those that are named backends of the virtual address. */
async function behindVirtualAddress({ bed, host }: Lab) {
  const west = await host("west", { addresses: [`${client}/24`], gateway: "192.0.2.254" });
  const addresses: Readonly<Record<ServerName, string>> = { one: "198.51.1.1", two: "198.51.2.1" };
  const one = await host("one", { addresses: [`${addresses.one}/24`], gateway: "198.51.1.254" });
  const two = await host("two", { addresses: [`${addresses.two}/24`], gateway: "198.51.2.254" });
  await one.serve("one", 7000);
  await two.serve("two", 7000);
  const configure = async (...backends: readonly ServerName[]) => {
    await bed.configure({
      ...a.interfaces(
        routedPort(west, "192.0.2.254/24"),
        routedPort(one, "198.51.1.254/24"),
        routedPort(two, "198.51.2.254/24"),
      ),
      "sweetcomb-cnat:cnat": {
        "virtual-address": [
          {
            address: virtualAddress,
            translation: [
              {
                protocol: "udp",
                port: 80,
                backend: backends.map((name) => ({ address: addresses[name], port: 7000 })),
              },
            ],
          },
        ],
        interface: [west, one, two].map((each) => ({ name: portOf(each) })),
      },
    });
    await west.ping("192.0.2.254");
    await one.ping("198.51.1.254");
    await two.ping("198.51.2.254");
  };
  return { bed, west, configure };
}

function connectionsIn(read: a.Member): number {
  const cnat = read["sweetcomb-cnat:cnat"] as {
    "virtual-address": readonly { translation: readonly { statistics?: { connections: string } }[] }[];
  };
  return Number(cnat["virtual-address"][0]!.translation[0]!.statistics?.connections);
}
