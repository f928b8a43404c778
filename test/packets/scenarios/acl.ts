/** Access control lists in front of hosts. */

import assert from "node:assert/strict";
import * as a from "../../southbound/configurations.js";
import type { Configuration } from "../../translators/test-bed.js";
import type { Host } from "../host.js";
import { type Lab, type PacketScenarios, packetsAt, port, portOf, routedPort, until } from "../lab.js";
import { protocols } from "../packet.js";

const [client, server] = ["192.0.2.1", "198.51.100.1"];
const [accept, drop, reflect] = [
  "ietf-access-control-list:accept",
  "ietf-access-control-list:drop",
  "sweetcomb-acl:accept-and-reflect",
] as const;

export const aclScenarios: PacketScenarios = {
  "what a list permits passes, what it denies does not, and each entry counts its packets": async (lab) => {
    const { bed, west, east, configure } = await clientAndServer(lab);
    await configure({
      acl: [
        list(
          "from-west",
          ace("denied port", drop, { udp: { "destination-port": { operator: "eq", port: 7001 } } }),
          ace("rest", accept),
        ),
      ],
      "attachment-points": { interface: [attached(west, { ingress: ["from-west"] })] },
      "sweetcomb-acl:settings": { "count-matches": true },
    });
    assert.equal(await west.ask(server, 7000, 5000), `east saw ${client} 5000`);
    await west.send(server, 7001, [5001, 5002, 5003]);
    // What is sent later arrives later: the denied ones have been dealt with when this one is there.
    await west.ask(server, 7000, 5004);
    const arrived = await until(
      () => packetsAt(east, protocols.udp),
      (packets) => packets.some(({ sourcePort }) => sourcePort === 5004),
    );
    assert.deepEqual([...new Set(arrived.map(({ destinationPort }) => destinationPort))], [7000]);
    await until(
      async () => matchedPackets(await bed.southbound.read({}), "from-west"),
      (counts) => counts["denied port"] === 3 && counts.rest! >= 2,
    );
  },

  "a denied port opens when the list changes in place": async (lab) => {
    const { west, configure } = await clientAndServer(lab);
    const open = (port: number) => ({
      acl: [list("from-west", ace("one", accept, { udp: { "destination-port": { operator: "eq", port } } }))],
      "attachment-points": { interface: [attached(west, { ingress: ["from-west"] })] },
    });
    await configure(open(7000));
    await west.ask(server, 7000, 5000);
    await configure(open(7001));
    await west.ask(server, 7001, 5000);
  },

  "answers come back through a list that denies all when the question was let through with reflection": async (lab) => {
    const { west, east, configure } = await clientAndServer(lab);
    const guarded = (forwarding: string) => ({
      acl: [list("out", ace("all", forwarding)), list("in", ace("all", drop))],
      "attachment-points": { interface: [attached(west, { ingress: ["out"], egress: ["in"] })] },
    });
    await configure(guarded(reflect));
    assert.equal(await west.ask(server, 7000, 5000), `east saw ${client} 5000`);
    await west.forget();
    await east.send(client, 5555, [7777]);
    await west.ask(server, 7000, 5001);
    const arrived = await until(
      () => packetsAt(west, protocols.udp),
      (packets) => packets.some(({ destinationPort }) => destinationPort === 5001),
    );
    const sourcePorts = new Set(arrived.map(({ sourcePort }) => sourcePort));
    assert.deepEqual([...sourcePorts], [7000], "a packet that nobody asked for came in");
  },

  "lists of both directions go on filtering when their port leaves layer 2 and comes back, in one commit and in two":
    async ({ bed, host }) => {
      const west = await host("west", { addresses: ["192.0.2.1/24"] });
      const east = await host("east", { addresses: ["192.0.2.2/24"] });
      for (const served of [7000, 7001, 7002]) await east.serve("east", served);
      const deniedPort = (which: string, port: number) =>
        ace("denied port", drop, { udp: { [`${which}-port`]: { operator: "eq", port } } });
      const layer2 = {
        routed: [{}, {}],
        bridged: [{ bridge: { domain: "lan" } }, { bridge: { domain: "lan" } }],
        elsewhere: [{ bridge: { domain: "other" } }, { bridge: { domain: "other" } }],
        connected: [{ "cross-connect": portOf(east) }, { "cross-connect": portOf(west) }],
      } as const;
      const configure = (place: keyof typeof layer2, withGso: boolean) =>
        bed.configure({
          "sweetcomb-l2:bridge-domains": {
            "bridge-domain": [
              { name: "lan", id: 10 },
              { name: "other", id: 11 },
            ],
          },
          ...a.interfaces(
            port(west, { "sweetcomb-interfaces:gso": withGso, "sweetcomb-l2:l2": layer2[place][0] }),
            port(east, { "sweetcomb-l2:l2": layer2[place][1] }),
          ),
          "ietf-access-control-list:acls": {
            acl: [
              list("from-west", deniedPort("destination", 7001), ace("rest", accept)),
              list("to-west", deniedPort("source", 7002), ace("rest", accept)),
            ],
            "attachment-points": { interface: [attached(west, { ingress: ["from-west"], egress: ["to-west"] })] },
          },
        });
      const places = [
        "bridged",
        "routed",
        "bridged",
        "connected",
        "bridged",
        "elsewhere",
        "routed",
        "connected",
      ] as const;
      for (const [at, place] of places.entries()) {
        // Segmentation of what goes out stands beside the lists at the end.
        await configure(place, at > 3);
        if (place === "routed") continue;
        assert.equal(await west.ask("192.0.2.2", 7000, 5000), "east saw 192.0.2.1 5000", place);
        assert.equal(await west.tryToAsk("192.0.2.2", 7001, 5000), undefined, `${place}: the list for what comes in`);
        assert.equal(await west.tryToAsk("192.0.2.2", 7002, 5000), undefined, `${place}: the list for what goes out`);
      }
    },
};

async function clientAndServer({ bed, host }: Lab) {
  const west = await host("west", { addresses: [`${client}/24`], gateway: "192.0.2.254" });
  const east = await host("east", { addresses: [`${server}/24`], gateway: "198.51.100.254" });
  await east.serve("east", 7000);
  await east.serve("east", 7001);
  const configure = async (acls: a.Member) => {
    await bed.configure({
      ...a.interfaces(routedPort(west, "192.0.2.254/24"), routedPort(east, "198.51.100.254/24")),
      "ietf-access-control-list:acls": acls,
    });
  };
  return { bed, west, east, configure };
}

function list(name: string, ...ace: readonly a.Member[]): a.Member {
  return { name, type: "ietf-access-control-list:ipv4-acl-type", aces: { ace } };
}

function ace(name: string, forwarding: string, matches: a.Member = {}): a.Member {
  return { name, matches, actions: { forwarding } };
}

function attached(host: Host, lists: Readonly<Record<string, readonly string[]>>): a.Member {
  const sets = Object.entries(lists).map(([way, names]) => [
    way,
    { "acl-sets": { "acl-set": names.map((name) => ({ name })) } },
  ]);
  return { "interface-id": portOf(host), ...Object.fromEntries(sets) };
}

/** By the name of the entry. */
function matchedPackets(read: Configuration, name: string): Readonly<Record<string, number>> {
  const { acl } = read["ietf-access-control-list:acls"] as { acl: readonly { name: string; aces: { ace: Entry[] } }[] };
  const { ace: entries } = acl.find((each) => each.name === name)!.aces;
  return Object.fromEntries(
    entries.map((entry) => [entry.name, Number(entry.statistics?.["matched-packets"] ?? Number.NaN)]),
  );
}

interface Entry {
  readonly name: string;
  readonly statistics?: { readonly "matched-packets": string };
}
