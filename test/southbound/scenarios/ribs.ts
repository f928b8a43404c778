/** The content of routing tables. */

import assert from "node:assert/strict";
import { CliInband, FibPathNhProto, FibPathType, IpRouteAddDelV2, IpRouteV2Dump } from "vpp-binapi-ts/api";
import { ip6Bytes, prefix } from "../../../translators/ip/addresses.js";
import type { TestBed } from "../../translators/test-bed.js";
import * as a from "../configurations.js";
import { assertContains } from "../contains.js";
import type { Scenarios } from "../scenario.js";
import { eventually, forgetPackets, sendPackets } from "../send-packets.js";

const ribsPath = "/ietf-routing:routing/ribs";
/** FIB_SOURCE_API: with it come the routes of clients that have no source of their own. */
const apiSource = 8;

export const ribScenarios: Scenarios = {
  "the tables show every route with its next hops and its source, whoever made it": async (bed) => {
    await bed.configure({
      ...a.vrfs(a.vrf("red", 10)),
      ...a.interfaces(a.loopback("loop0", { enabled: true, ...a.addresses("192.0.2.1/24", "2001:db8::1/64") })),
      ...a.routing(
        a.staticRoutes("main", {
          "198.51.100.0/24": { "outgoing-interface": "loop0", "next-hop-address": "192.0.2.2" },
          "198.51.101.0/24": a.nextHopList("1 via loop0 192.0.2.2", "3 via loop0 192.0.2.3"),
          "198.51.102.0/24": { "special-next-hop": "unreachable" },
          "198.51.103.0/24": { "sweetcomb-routing:lookup-vrf": "red" },
          "2001:db8:1::/48": { "outgoing-interface": "loop0", "next-hop-address": "2001:db8::2" },
        }),
        a.staticRoutes(
          "inside",
          { "203.0.113.0/25": { "next-hop-address": "192.0.2.9", "sweetcomb-routing:resolve-in-vrf": "default" } },
          { "sweetcomb-routing:vrf": "red" },
        ),
      ),
    });
    const other = await bed.asOther();
    const others = [
      { tableId: 0, src: apiSource, prefix: prefix("203.0.113.128/25"), paths: [prohibited] },
      { tableId: 0, src: apiSource, prefix: prefix("203.0.113.0/25"), paths: [viaIpv6("2001:db8::2")] },
    ];
    for (const route of others) await other.call(IpRouteAddDelV2, { isAdd: true, route });

    const ribs = await ribsOf(bed);
    for (const name of ["ipv4-master", "ipv4-vrf-red", "ipv6-master", "ipv6-vrf-red"]) assert.ok(ribs.has(name), name);
    const hop = (address: string) => ({ "outgoing-interface": "loop0", [`${ipv4}:next-hop-address`]: address });
    const listed = (address: string, weight: number) => ({
      "outgoing-interface": "loop0",
      [`${ipv4}:address`]: address,
      "sweetcomb-rib:weight": weight,
    });
    assertContains(ribs.get("ipv4-master"), {
      "address-family": `${ipv4}:ipv4-unicast`,
      "default-rib": true,
      routes: {
        route: [
          ours("198.51.100.0/24", hop("192.0.2.2")),
          ours("198.51.101.0/24", {
            "next-hop-list": { "next-hop": [listed("192.0.2.2", 1), listed("192.0.2.3", 3)] },
          }),
          ours("198.51.102.0/24", { "special-next-hop": "unreachable" }),
          ours("198.51.103.0/24", { "sweetcomb-rib:lookup-vrf": "red" }),
          route4("203.0.113.0/25", "sweetcomb-rib:api-client", { "sweetcomb-rib:other-family-address": "2001:db8::2" }),
          route4("192.0.2.0/24", "ietf-routing:direct", { "outgoing-interface": "loop0" }),
          route4("192.0.2.1/32", "ietf-routing:direct", { "special-next-hop": "receive" }),
          route4("203.0.113.128/25", "sweetcomb-rib:api-client", { "special-next-hop": "prohibit" }),
          route4("0.0.0.0/0", "sweetcomb-rib:vpp-feature", { "special-next-hop": "blackhole" }),
        ],
      },
    });
    assertContains(ribs.get("ipv4-vrf-red"), {
      "default-rib": false,
      "sweetcomb-rib:vrf": "red",
      "sweetcomb-rib:table-id": 10,
      routes: {
        route: [
          ours("203.0.113.0/25", {
            [`${ipv4}:next-hop-address`]: "192.0.2.9",
            "sweetcomb-rib:resolve-in-vrf": "default",
          }),
        ],
      },
    });
    assertContains(ribs.get("ipv6-master"), {
      "address-family": `${ipv6}:ipv6-unicast`,
      routes: {
        route: [
          {
            [`${ipv6}:destination-prefix`]: "2001:db8:1::/48",
            "source-protocol": "ietf-routing:static",
            "next-hop": { "outgoing-interface": "loop0", [`${ipv6}:next-hop-address`]: "2001:db8::2" },
          },
          { [`${ipv6}:destination-prefix`]: "2001:db8::/64", "source-protocol": "ietf-routing:direct" },
        ],
      },
    });
    assert.equal(ribs.get("ipv4-master")!.routes.route.length, await routesInTable0(bed));

    for (const route of others) await other.call(IpRouteAddDelV2, { isAdd: false, route });
  },

  "the content of the tables is asked for only when they are read": async (bed) => {
    await bed.configure(a.interfaces(a.loopback("loop0")));
    const { simulator } = bed;
    if (simulator === undefined) return;
    simulator.clearJournal();
    const wholeTables = () => simulator.journal.filter(({ message }) => message === "fib_source_dump").length;
    await bed.resync();
    await bed.southbound.compare();
    await bed.southbound.read({ paths: ["/ietf-interfaces:interfaces"] });
    await bed.southbound.read({ paths: ["/ietf-routing:routing/control-plane-protocols"] });
    assert.equal(wholeTables(), 0);
    await bed.southbound.read({ paths: [`${ribsPath}/rib/routes`] });
    assert.equal(wholeTables(), 1);
  },
};

export const ribScenariosOfRealVpp: Scenarios = {
  "packets that took a route are counted, and routes of VPP's command line are static": async (bed) => {
    const mac = "02:fe:00:00:00:51";
    const addressed = { enabled: true, "sweetcomb-interfaces:mac-address": mac, ...a.addresses("192.0.2.1/24") };
    await bed.configure(a.interfaces(a.loopback("loop0", addressed)));
    const other = await bed.asOther();
    await other.call(CliInband, { cmd: "ip route add 198.51.100.0/24 via drop" });
    // An address that is no locator of LISP: VPP keeps routes to those.
    const packets = [{ count: 3, interface: "loop0", mac, headers: "UDP: 192.0.2.7 -> 198.51.100.77 UDP: 1234 -> 53" }];
    await sendPackets(bed, packets);
    await eventually(async () => {
      const drop = route4("198.51.100.0/24", "ietf-routing:static", { "special-next-hop": "blackhole" });
      assertContains((await ribsOf(bed)).get("ipv4-master"), {
        routes: { route: [{ ...drop, "sweetcomb-rib:fib-source": "CLI", "sweetcomb-rib:packets": "3" }] },
      });
    });
    await forgetPackets(bed, packets);
    await other.call(CliInband, { cmd: "ip route del 198.51.100.0/24 via drop" });
  },
};

const prohibited = { type: FibPathType.FIB_API_PATH_TYPE_ICMP_PROHIBIT };

function viaIpv6(address: string) {
  const proto = FibPathNhProto.FIB_API_PATH_NH_PROTO_IP6;
  return { swIfIndex: 0xffff_ffff, proto, nh: { address: { ip6: ip6Bytes(address) } } };
}

const ipv4 = "ietf-ipv4-unicast-routing";
const ipv6 = "ietf-ipv6-unicast-routing";

function ours(destination: string, nextHop: a.Member): a.Member {
  return route4(destination, "ietf-routing:static", nextHop);
}

function route4(destination: string, protocol: string, nextHop: a.Member): a.Member {
  return { [`${ipv4}:destination-prefix`]: destination, "source-protocol": protocol, "next-hop": nextHop };
}

interface Rib {
  readonly name: string;
  readonly routes: { readonly route: readonly Readonly<Record<string, unknown>>[] };
}

async function ribsOf({ southbound }: TestBed): Promise<ReadonlyMap<string, Rib>> {
  const read = await southbound.read({ paths: [ribsPath] });
  const { ribs } = read["ietf-routing:routing"] as { readonly ribs: { readonly rib: readonly Rib[] } };
  return new Map(ribs.rib.map((rib) => [rib.name, rib]));
}

async function routesInTable0(bed: TestBed): Promise<number> {
  const other = await bed.asOther();
  let count = 0;
  for await (const _ of other.dump(IpRouteV2Dump, { table: { tableId: 0, isIp6: false } })) count++;
  return count;
}
