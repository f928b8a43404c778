/** Counters of ports to hosts. */

import assert from "node:assert/strict";
import * as a from "../../southbound/configurations.js";
import type { TestBed } from "../../translators/test-bed.js";
import { type PacketScenarios, port, portOf, range, routedPort, until, unusedPort } from "../lab.js";

const PINGS = 20;
/** IPv4 (RFC 791) and ICMP (RFC 792) headers behind that of Ethernet. */
const OCTETS_OF_A_PING = 14 + 20 + 8;

export const counterScenarios: PacketScenarios = {
  "what a host sends is counted at its port or nowhere, also where VPP's numbers of hardware and of interfaces differ":
    async ({ bed, host }) => {
      const names = ["north", "east", "south"];
      const hosts = [];
      for (const [index, name] of names.entries()) {
        hosts.push(await host(name, { addresses: [`192.0.${index}.2/24`] }));
      }
      const [first, ...others] = hosts;
      const part = {
        name: `${portOf(first!)}.5`,
        type: "iana-if-type:l2vlan",
        "sweetcomb-sub-interfaces:sub-interface": { parent: portOf(first!), "outer-vlan-id": 5 },
      };
      // The part has a number and no hardware, so that the two numberings part behind it.
      await bed.configure(a.interfaces(port(first!), part));
      const ports = others.map((each, index) => routedPort(each, `192.0.${index + 1}.1/24`));
      await bed.configure(a.interfaces(routedPort(first!, "192.0.0.1/24"), part, ...ports));

      for (const [index, each] of hosts.entries()) {
        const before = await octetsReceived(bed);
        for (let count = 0; count < PINGS; count++) await each.ping(`192.0.${index}.1`);
        const own = portOf(each);
        const sent = PINGS * OCTETS_OF_A_PING;
        const after = await until(
          () => octetsReceived(bed),
          (octets) => octets.get(own) === undefined || octets.get(own)! - before.get(own)! >= sent,
        );
        for (const silent of [part.name, ...hosts.filter((other) => other !== each).map(portOf)]) {
          const [then, now] = [before.get(silent), after.get(silent)];
          assert.ok(now === undefined || now - then! < sent, `${silent} tells of ${now! - then!} octets from ${own}`);
        }
      }
      assert.notEqual((await octetsReceived(bed)).size, 0, "nothing is told");
    },

  "a policer tells what it let pass and what it dropped, and a port by which messages neighbours were found": async ({
    bed,
    host,
  }) => {
    const sender = await host("sender", { addresses: ["192.0.2.2/24"], gateway: "192.0.2.1" });
    const name = portOf(sender);
    const narrow = { name: "narrow", "rate-unit": "kbps", "committed-rate": 8, "committed-burst": "300" };
    const policed = { ...routedPort(sender, "192.0.2.1/24"), "sweetcomb-qos:qos": { "policer-input": "narrow" } };
    await bed.configure(a.interfaces(routedPort(sender, "192.0.2.1/24")));
    await sender.ping("192.0.2.1");
    const { arp } = (await a.interfaceOf(bed, name))!["sweetcomb-neighbors:neighbor-messages"] as NeighborMessages;
    assert.ok(Number(arp["received-requests"]) > 0, JSON.stringify(arp));
    assert.equal(arp["sent-replies"], arp["received-requests"]);

    await bed.configure({ "sweetcomb-qos:policers": { policer: [narrow] }, ...a.interfaces(policed) });
    await sender.send("192.0.2.1", 9, range(unusedPort(), 50));
    const { conform, exceed, violate } = await until(
      () => policerStatistics(bed),
      (shown) => Number(shown.conform.packets) + Number(shown.violate.packets) >= 50,
    );
    assert.ok(Number(conform.packets) > 0 && Number(violate.packets) > 0, JSON.stringify({ conform, violate }));
    assert.ok(Number(conform.octets) / Number(conform.packets) >= 28);
    assert.deepEqual(exceed, { packets: "0", octets: "0" });
  },
};

interface NeighborMessages {
  readonly arp: Readonly<Record<string, string>>;
}

type Colors = Readonly<Record<"conform" | "exceed" | "violate", { readonly packets: string; readonly octets: string }>>;

async function policerStatistics({ southbound }: TestBed): Promise<Colors> {
  const read = await southbound.read({ paths: ["/sweetcomb-qos:policers"] });
  const { policer } = read["sweetcomb-qos:policers"] as { policer: readonly { statistics: Colors }[] };
  return policer[0]!.statistics;
}

/** By interface; those that are not told are absent. */
async function octetsReceived({ southbound }: TestBed): Promise<ReadonlyMap<string, number>> {
  const read = await southbound.read({ paths: ["/ietf-interfaces:interfaces"] });
  const { interface: list } = read["ietf-interfaces:interfaces"] as {
    interface: readonly { name: string; statistics?: Readonly<Record<string, string>> }[];
  };
  const told = list.filter(({ statistics }) => statistics?.["in-octets"] !== undefined);
  return new Map(told.map(({ name, statistics }) => [name, Number(statistics!["in-octets"])]));
}
