/** VRFs and static routes. */

import assert from "node:assert/strict";
import type { VppClient } from "vpp-binapi-ts";
import { CliInband, IpMtableDump, IpTableAddDelV2, IpTableDump } from "vpp-binapi-ts/api";
import { cnat, port, service } from "../cnat-configuration.js";
import * as a from "../configurations.js";
import { assertContains } from "../contains.js";
import { isReadBack } from "../is-read-back.js";
import { isRefused } from "../is-refused.js";
import type { Scenarios } from "../scenario.js";

export const routingScenarios: Scenarios = {
  "an interface moves between VRFs and takes its addresses along": async (bed) => {
    const inVrf = (member: a.Member) => ({
      ...a.vrfs(a.vrf("red", 10), a.vrf("blue", 20)),
      ...a.interfaces(a.loopback("loop0", { ...a.addresses("192.0.2.1/24", "2001:db8::1/64"), ...member })),
    });
    await isReadBack(bed, inVrf({}));
    await isReadBack(bed, inVrf({ "sweetcomb-routing:vrf": "red" }));
    await isReadBack(bed, inVrf({ "sweetcomb-routing:vrf": "blue" }));
    await isReadBack(bed, inVrf({}));
  },

  "a route out of a tunnel of another VRF outlives that VRF": async (bed) => {
    const leavingBy = (name: string, bound: a.Member, ...vrfs: readonly a.Member[]) => {
      const out = { "outgoing-interface": name };
      const ends = { local: "192.0.2.1", remote: "192.0.2.2" };
      return {
        ...a.vrfs(...vrfs),
        ...a.interfaces(
          a.tunnel("gre", "gre0", ends, { enabled: true, ...bound }),
          a.loopback("loop0", { enabled: true, ...bound }),
        ),
        ...a.routing(a.staticRoutes("main", { "198.51.100.0/24": out, "2001:db8:9::/64": out })),
      };
    };
    for (const name of ["gre0", "loop0"]) {
      const inRed = leavingBy(name, { "sweetcomb-routing:vrf": "red" }, a.vrf("red", 10));
      for (const configuration of [inRed, leavingBy(name, {}), inRed, {}]) await isReadBack(bed, configuration);
    }
  },

  "a route behind a translation or the subnet of an interface is still seen to be there": async (bed) => {
    const behind = (...prefixes: readonly string[]) => ({
      ...cnat({ "virtual-address": [service("198.51.100.1", port("tcp", 80, {}, "192.0.2.9:8080"))] }),
      ...a.interfaces(a.loopback("loop0", { enabled: true, ...a.addresses("192.0.2.1/24", "2001:db8::1/64") })),
      ...a.routing(
        a.staticRoutes("main", Object.fromEntries(prefixes.map((one) => [one, { "special-next-hop": "unreachable" }]))),
      ),
    });
    const all = behind("198.51.100.1/32", "198.51.100.2/32", "192.0.2.0/24", "2001:db8::/64");
    await isReadBack(bed, all);
    assert.deepEqual(await bed.southbound.compare(), []);
    assert.deepEqual(await bed.restartServer(), []);
    await isReadBack(bed, behind("198.51.100.2/32"));
    const other = await bed.asOther();
    const { reply } = await other.call(CliInband, { cmd: "show ip fib table 0 198.51.100.1/32" });
    assert.doesNotMatch(reply, /sweetcomb-\w+ refs/, "the route did not go");
  },

  "routes that others hid, left by a server that was killed, go with what hid them in one resync": async (bed) => {
    const uplink = { enabled: true, ...a.addresses("203.0.113.1/24") };
    const first = a.interfaces(a.loopback("loop0", uplink));
    await bed.configure(first);
    const drop = { "special-next-hop": "unreachable" };
    const routes = { "198.51.100.1/32": drop, "192.0.2.0/24": drop, "2001:db8::/64": drop, "198.51.101.0/24": drop };
    await bed.applyToVppOnly({
      ...cnat({ "virtual-address": [service("198.51.100.1", port("tcp", 80, {}, "192.0.2.9:8080"))] }),
      ...a.vrfs(a.vrf("red", 10)),
      ...a.interfaces(
        a.loopback("loop0", uplink),
        a.loopback("loop1", { enabled: true, ...a.addresses("192.0.2.1/24", "2001:db8::1/64") }),
      ),
      ...a.routing(a.staticRoutes("main", routes), a.staticRoutes("in-red", routes, inRed)),
    });
    await bed.restartServer();
    const other = await bed.asOther();
    for (const prefix of Object.keys(routes)) {
      const cmd = `show ${prefix.includes(":") ? "ip6" : "ip"} fib table 0 ${prefix}`;
      const { reply } = await other.call(CliInband, { cmd });
      assert.doesNotMatch(reply, /sweetcomb-\w+ refs/, `${prefix} was left`);
    }
    assert.deepEqual(await bed.restartServer(), []);
    assertContains(await bed.southbound.read({}), first);
  },

  "a VRF whose multicast tables others have taken away is made whole again": async (bed) => {
    const red = {
      ...a.vrfs(a.vrf("red", 10), a.vrf("blue", 20)),
      ...a.routing(
        a.staticRoutes("main", { "198.51.101.0/24": { "sweetcomb-routing:lookup-vrf": "red" } }),
        a.staticRoutes("in-red", { "198.51.102.0/24": { "special-next-hop": "blackhole" } }, inRed),
      ),
    };
    await isReadBack(bed, red);
    const other = await bed.asOther();
    const withoutMulticast = { tableId: 10, isIp6: false, name: "red" };
    await other.call(IpTableAddDelV2, { isAdd: false, table: withoutMulticast });
    await other.call(IpTableAddDelV2, { isAdd: true, createMfib: false, table: withoutMulticast });
    const vrf = "/sweetcomb-routing:vrfs/vrf[name='red']";
    const found = (await bed.southbound.compare()).find(({ object }) => object === "ipv4-table");
    assert.deepEqual(found, { path: vrf, object: "ipv4-table", kind: "different", members: ["ipv4/table-id"] });
    await bed.southbound.repair();
    assert.deepEqual(await multicastTables(other), ["0 false", "0 true", "10 false", "10 true", "20 false", "20 true"]);
    assert.deepEqual(await bed.southbound.compare(), []);
    await isReadBack(bed, red);
  },

  "a route that is asked for by its prefix is shown as among all, also where it is hidden, of others or in several tables":
    async (bed) => {
      const drop = { "special-next-hop": "unreachable" };
      const isRed = { "sweetcomb-routing:vrf": "red" };
      await bed.configure({
        ...cnat({ "virtual-address": [service("198.51.100.1", port("tcp", 80, {}, "192.0.2.9:8080"))] }),
        ...a.vrfs(a.vrf("red", 10)),
        ...a.interfaces(a.loopback("loop0", { enabled: true, ...a.addresses("192.0.2.1/24", "2001:db8::1/64") })),
        ...a.routing(
          a.staticRoutes("main", {
            "198.51.100.1/32": drop,
            "198.51.102.0/24": { "outgoing-interface": "loop0", "next-hop-address": "192.0.2.2" },
            "192.0.2.0/24": drop,
            "2001:db8:1::/48": { "outgoing-interface": "loop0", "next-hop-address": "2001:db8::2" },
            "2001:db8::/64": drop,
          }),
          a.staticRoutes("inside", { "198.51.102.0/24": drop }, isRed),
        ),
      });
      const written: Readonly<Record<string, string>> = {
        "198.51.100.1/32": "198.51.100.1/32",
        "198.51.102.0/24": "198.51.102.77/24",
        "192.0.2.0/24": "192.0.2.0/24",
        "203.0.113.0/24": "203.0.113.0/24",
        "2001:db8:1::/48": "2001:DB8:1:0::7/48",
        "2001:db8::/64": "2001:db8::/64",
      };
      for (const [destination, text] of Object.entries(written)) {
        const list = `${protocolPath}/static-routes/${unicastOf(destination)}/route`;
        const one = { paths: [list], entries: new Map([[list, [{ "destination-prefix": text }]]]) };
        const all = routesIn(await bed.southbound.read({ paths: [list] }), destination);
        assert.deepEqual(routesIn(await bed.southbound.read(one), destination), all, destination);
        assert.equal(all.length, { "198.51.102.0/24": 2, "203.0.113.0/24": 0 }[destination] ?? 1, destination);
      }
    },

  "a table of others that has the name of a VRF is shown by its number, and left alone": async (bed) => {
    const other = await bed.asOther();
    const table = { tableId: 4799, isIp6: false, name: "blue" };
    await other.call(IpTableAddDelV2, { isAdd: true, table });
    await isReadBack(bed, a.vrfs(a.vrf("blue", 20)));
    assert.deepEqual(await bed.restartServer(), []);
    const shown = (await bed.southbound.read({ paths: ["/sweetcomb-routing:vrfs"] })) as a.Member;
    assertContains(shown, { "sweetcomb-routing:vrfs": { vrf: [{ name: "4799", ipv4: { "table-id": 4799 } }] } });
    await bed.configure({});
    const left: string[] = [];
    for await (const { table: found } of other.dump(IpTableDump)) left.push(`${found.name} ${found.tableId}`);
    assert.ok(left.includes("blue 4799"));
    assert.ok(!left.includes("blue 20"));
    await other.call(IpTableAddDelV2, { isAdd: false, table });
  },

  "routes with one, several weighted, special and looked-up next hops are read back": (bed) =>
    isReadBack(bed, {
      ...a.vrfs(a.vrf("red", 10)),
      ...a.interfaces(a.loopback("loop0", a.addresses("192.0.2.1/24", "2001:db8::1/64"))),
      ...a.routing(
        a.staticRoutes("main", {
          "198.51.100.0/24": { "outgoing-interface": "loop0", "next-hop-address": "192.0.2.2" },
          "198.51.101.0/24": a.nextHopList("1 via loop0 192.0.2.2", "3 via loop0 192.0.2.3"),
          "198.51.102.0/24": { "special-next-hop": "blackhole" },
          "198.51.103.0/24": { "special-next-hop": "unreachable" },
          "198.51.104.0/24": { "special-next-hop": "prohibit" },
          "198.51.105.1/32": { "special-next-hop": "receive" },
          "198.51.106.0/24": { "sweetcomb-routing:lookup-vrf": "red" },
          "198.51.107.0/24": { "next-hop-address": "192.0.2.9" },
          "198.51.108.0/24": { "outgoing-interface": "loop0" },
          "198.51.109.5/32": { "outgoing-interface": "loop0" },
          "198.51.109.6/32": { "outgoing-interface": "loop0", "next-hop-address": "198.51.109.6" },
          "2001:db8:1::/48": { "outgoing-interface": "loop0", "next-hop-address": "2001:db8::2" },
          "2001:db8:2::/48": a.nextHopList("1 via loop0 2001:db8::2", "1 via loop0 2001:db8::3"),
          "2001:db8:3::/48": { "special-next-hop": "blackhole" },
          "2001:db8:4::5/128": { "outgoing-interface": "loop0" },
        }),
        a.staticRoutes(
          "inside",
          { "0.0.0.0/0": { "special-next-hop": "unreachable" } },
          { "sweetcomb-routing:vrf": "red" },
        ),
      ),
    }),

  "a route to a single host through an interface is no drift, and a restarted server leaves it alone": async (bed) => {
    await bed.configure({
      ...a.interfaces(a.loopback("loop0", a.addresses("192.0.2.1/24", "2001:db8::1/64"))),
      ...a.routing(
        a.staticRoutes("main", {
          "198.51.100.5/32": { "outgoing-interface": "loop0" },
          "198.51.100.6/32": a.nextHopList("2 via loop0 192.0.2.9", "1 via loop0"),
          "2001:db8:4::5/128": { "outgoing-interface": "loop0" },
        }),
      ),
    });
    assert.deepEqual(await bed.southbound.compare(), []);
    assert.deepEqual(await bed.restartServer(), []);
    const { "ietf-routing:routing": routing } = (await bed.southbound.read({})) as {
      "ietf-routing:routing": { ribs: { rib: { name: string; routes: { route: a.Member[] } }[] } };
    };
    const prefix = "ietf-ipv4-unicast-routing:destination-prefix";
    const rib = routing.ribs.rib.find(({ name }) => name === "ipv4-master");
    const route = rib?.routes.route.find((each) => each[prefix] === "198.51.100.5/32");
    assert.deepEqual(route?.["next-hop"], { "outgoing-interface": "loop0" });
  },

  "routes go where RFC 8349 does not say: other lookups, interfaces, labels": async (bed) => {
    const label = (id: number, more: a.Member) => ({ id, ttl: 64, "traffic-class": 0, ...more });
    const labels = { entry: [label(1, { label: 100, "traffic-class": 5 }), label(2, { label: 200, mode: "uniform" })] };
    const nextHop = { "outgoing-interface": "loop0", "next-hop-address": "192.0.2.2" };
    const configuration = {
      ...a.vrfs(a.vrf("red", 10)),
      ...a.interfaces(
        a.loopback("loop0", a.addresses("192.0.2.1/24", "2001:db8::1/64")),
        a.loopback("loop1", { "sweetcomb-routing:vrf": "red" }),
        a.tunnel("vxlan", "west", { local: "192.0.2.1", remote: "192.0.2.7", vni: 1 }),
      ),
      ...a.routing(
        a.staticRoutes("main", {
          "198.51.100.0/24": { "sweetcomb-routing:source-lookup-vrf": "red" },
          "198.51.101.0/24": { "sweetcomb-routing:dvr-interface": "west" },
          "198.51.102.0/24": { "sweetcomb-routing:receiving-interface": "loop1" },
          "198.51.103.0/24": { ...nextHop, "sweetcomb-routing:mpls-label-stack": labels },
          "198.51.104.0/24": { "next-hop-address": "192.0.2.9", "sweetcomb-routing:resolve-via": "attached" },
          "198.51.105.0/24": { "next-hop-address": "192.0.2.9", "sweetcomb-routing:resolve-in-vrf": "red" },
          "2001:db8:1::/48": { "sweetcomb-routing:dvr-interface": "west" },
          "2001:db8:2::/48": {
            "next-hop-list": {
              "next-hop": [
                {
                  index: "a",
                  "outgoing-interface": "loop0",
                  "next-hop-address": "2001:db8::2",
                  "sweetcomb-routing:preference": 1,
                  "sweetcomb-routing:mpls-label-stack": labels,
                },
                { index: "b", "outgoing-interface": "loop0", "next-hop-address": "2001:db8::3" },
              ],
            },
          },
        }),
        a.staticRoutes(
          "inside",
          {
            "198.51.100.0/24": { "sweetcomb-routing:lookup-vrf": "default" },
            "198.51.101.0/24": { "next-hop-address": "192.0.2.9" },
            "198.51.102.0/24": { "next-hop-address": "192.0.2.9", "sweetcomb-routing:resolve-in-vrf": "default" },
          },
          { "sweetcomb-routing:vrf": "red" },
        ),
      ),
    };
    await isReadBack(bed, configuration);
    assert.deepEqual(await bed.restartServer(), []);
  },

  "a route on which a packet would go round for ever is refused": async (bed) => {
    const ring = a.interfaces(a.loopback("loop0"), a.loopback("loop1", { "sweetcomb-routing:vrf": "red" }));
    const routed = (route: a.Member, more: a.Member = {}) => ({
      ...a.vrfs(a.vrf("red", 10)),
      ...ring,
      ...a.routing(a.staticRoutes("main", { "198.51.100.0/24": route }, more)),
    });
    const nextHop =
      "/ietf-routing:routing/control-plane-protocols/control-plane-protocol[type='ietf-routing:static'][name='main']" +
      "/static-routes/ietf-ipv4-unicast-routing:ipv4/route[destination-prefix='198.51.100.0/24']/next-hop";
    const dvr = { "sweetcomb-routing:dvr-interface": "loop0" };
    await isRefused(bed, routed(dvr), `${nextHop}/sweetcomb-routing:dvr-interface`, /round for ever/);
    const received = { "sweetcomb-routing:receiving-interface": "loop1" };
    const leaf = `${nextHop}/sweetcomb-routing:receiving-interface`;
    await isRefused(bed, routed(received, { "sweetcomb-routing:vrf": "red" }), leaf, /in the VRF of the route/);
    await isReadBack(bed, routed(received));
    const moved = { ...routed(received), ...a.interfaces(a.loopback("loop0"), a.loopback("loop1")) };
    await isRefused(bed, moved, leaf, /in the VRF of the route/);
    await isReadBack(bed, routed(received));
  },

  "a route with the same next hop twice is refused": async (bed) => {
    const twice = a.staticRoutes("main", {
      "198.51.100.0/24": a.nextHopList("1 via loop0 192.0.2.2", "2 via loop0 192.0.2.2"),
    });
    await assert.rejects(bed.configure({ ...a.interfaces(a.loopback("loop0")), ...a.routing(twice) }), {
      tag: "invalid-value",
    });
  },

  "static routes move to another VRF": async (bed) => {
    const inVrf = (name: string) => ({
      ...a.vrfs(a.vrf("red", 10), a.vrf("blue", 20)),
      ...a.routing(
        a.staticRoutes(
          "main",
          {
            "198.51.100.0/24": { "special-next-hop": "blackhole" },
            "2001:db8:1::/48": { "special-next-hop": "prohibit" },
          },
          { "sweetcomb-routing:vrf": name },
        ),
      ),
    });
    await isReadBack(bed, inVrf("red"));
    await isReadBack(bed, inVrf("blue"));
  },

  "a route is turned to another interface while the first one goes": async (bed) => {
    const over = (name: string) => ({
      ...a.interfaces(a.loopback(name)),
      ...a.routing(a.staticRoutes("main", { "198.51.100.0/24": { "outgoing-interface": name } })),
    });
    await isReadBack(bed, over("loop0"));
    await isReadBack(bed, over("loop1"));
  },

  "a route to the subnet of an interface that was there before is found again behind the interface's own": async (
    bed,
  ) => {
    const subnet = a.interfaces(a.loopback("loop0", a.addresses("192.0.2.1/24")));
    await isReadBack(bed, subnet);
    await isReadBack(bed, {
      ...subnet,
      ...a.routing(a.staticRoutes("main", { "192.0.2.0/24": { "special-next-hop": "unreachable" } })),
    });
    assert.deepEqual(await bed.restartServer(), []);
  },
};

const inRed = { "sweetcomb-routing:vrf": "red" };

/** The multicast tables of a VPP: number, and whether they are those of IPv6. */
async function multicastTables(vpp: VppClient): Promise<readonly string[]> {
  const found: string[] = [];
  for await (const { table } of vpp.dump(IpMtableDump)) found.push(`${table.tableId} ${table.isIp6}`);
  return found.sort();
}

const protocolPath = "/ietf-routing:routing/control-plane-protocols/control-plane-protocol";

function unicastOf(destination: string): string {
  const family = destination.includes(":") ? "ipv6" : "ipv4";
  return `ietf-${family}-unicast-routing:${family}`;
}

/** The routes of a prefix in a document of state, with the instances that they are shown in. */
function routesIn(document: object, destination: string): readonly object[] {
  type Instance = { readonly name: string; readonly "static-routes"?: Readonly<Record<string, { route: a.Member[] }>> };
  const routing = (document as a.Member)["ietf-routing:routing"] as a.Member | undefined;
  const protocols = routing?.["control-plane-protocols"] as { "control-plane-protocol": Instance[] } | undefined;
  return (protocols?.["control-plane-protocol"] ?? []).flatMap(({ name, "static-routes": routes }) =>
    (routes?.[unicastOf(destination)]?.route ?? [])
      .filter((route) => route["destination-prefix"] === destination)
      .map((route) => ({ name, ...route })),
  );
}
