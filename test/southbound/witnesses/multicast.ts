/** Multicast routes, and who wants what. */

import * as a from "../configurations.js";
import type { Witness } from "./witness.js";

/** The loopback through which a bridge domain is routed: its link is up at once, and leads to others. */
const bvi = (name: string, more: a.Member) =>
  a.loopback(name, {
    enabled: true,
    "sweetcomb-l2:l2": { bridge: { domain: `of ${name}`, "port-type": "bvi" } },
    ...more,
  });
const domains = (...names: readonly string[]) => ({
  "sweetcomb-l2:bridge-domains": { "bridge-domain": names.map((name, at) => ({ name: `of ${name}`, id: 77 + at })) },
});
const red = { "sweetcomb-routing:vrf": "red" };
const hop = (name: string, flags: string) => ({ index: name, "outgoing-interface": name, "interface-flags": flags });

export const multicastWitnesses: readonly Witness[] = [
  {
    configuration: {
      ...a.vrfs(a.vrf("red", 4711)),
      ...a.interfaces(a.loopback("loop7"), a.loopback("loop8")),
      ...a.routing({
        type: "ietf-routing:static",
        name: "groups",
        ...red,
        "static-routes": {
          "sweetcomb-multicast:ipv4-multicast": {
            route: [
              {
                group: "239.77.0.0/16",
                source: "*",
                flags: "signal",
                "rpf-id": 77,
                "next-hop": [hop("loop7", "accept"), hop("loop8", "accept forward")],
              },
            ],
          },
          "sweetcomb-multicast:ipv6-multicast": {
            route: [{ group: "ff3e::77/128", source: "2001:db8::77", "next-hop": [hop("loop8", "forward")] }],
          },
        },
      }),
    },
    shown: {
      "ipv4-multicast-route": [
        "show ip mfib table 4711",
        "(*, 239.77.0.0/16): flags:Signal,",
        "loop7: Accept,",
        "loop8: Accept,Forward,",
        "RPF-ID:77",
      ],
      "ipv6-multicast-route": ["show ip6 mfib table 4711", "(2001:db8::77, ff3e::77/128):", "loop8: Forward,"],
    },
  },
  {
    configuration: {
      ...a.vrfs(a.vrf("red", 4711)),
      ...domains("loop7", "loop8", "loop9"),
      ...a.interfaces(
        bvi("loop7", {
          "sweetcomb-igmp:igmp": { mode: "host", listen: [{ group: "239.77.1.1", source: ["203.0.113.77"] }] },
        }),
        bvi("loop8", { ...red, "sweetcomb-igmp:igmp": { mode: "host" } }),
        bvi("loop9", { ...red, "sweetcomb-igmp:igmp": { mode: "router" } }),
      ),
      "sweetcomb-igmp:igmp": {
        "proxy-device": [
          { vrf: "red", "upstream-interface": "loop8", "downstream-interface": [{ interface: "loop9" }] },
        ],
      },
    },
    shown: {
      "igmp-interface": ["show igmp config", "interface: loop7 mode: HOST"],
      "igmp-listen": ["show igmp config", /239\.77\.1\.1 .* 203\.0\.113\.77/],
      "igmp-proxy-device": ["show igmp config", "interface: loop8 mode: HOST proxy device: 4711"],
      "igmp-proxy-downstream": ["show igmp config", "interface: loop9 mode: ROUTER proxy device: 4711"],
    },
  },
];
