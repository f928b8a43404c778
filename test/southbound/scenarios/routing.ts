/** VRFs and static routes. */

import * as a from "../configurations.js";
import { isReadBack } from "../is-read-back.js";
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
          "2001:db8:1::/48": { "outgoing-interface": "loop0", "next-hop-address": "2001:db8::2" },
          "2001:db8:2::/48": a.nextHopList("1 via loop0 2001:db8::2", "1 via loop0 2001:db8::3"),
          "2001:db8:3::/48": { "special-next-hop": "blackhole" },
        }),
        a.staticRoutes(
          "inside",
          { "0.0.0.0/0": { "special-next-hop": "unreachable" } },
          { "sweetcomb-routing:vrf": "red" },
        ),
      ),
    }),

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
};
