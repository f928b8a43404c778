/** Tables, routes, neighbours and what routers say. */

import * as a from "../configurations.js";
import type { Witness } from "./witness.js";

const mac = "02:00:00:00:00:77";
const loop7 = (ipv4: a.Member, ipv6: a.Member, more: a.Member = {}) =>
  a.loopback("loop7", {
    enabled: true,
    "ietf-ip:ipv4": { address: [{ ip: "192.0.2.1", "prefix-length": 24 }], ...ipv4 },
    "ietf-ip:ipv6": { address: [{ ip: "2001:db8::1", "prefix-length": 64 }], ...ipv6 },
    ...more,
  });

export const routingWitnesses: readonly Witness[] = [
  {
    configuration: {
      ...a.vrfs(a.vrf("red", 7711)),
      ...a.interfaces(
        loop7(
          {
            neighbor: [{ ip: "192.0.2.7", "link-layer-address": mac }],
            "sweetcomb-neighbors:proxy-arp": true,
          },
          {
            neighbor: [{ ip: "2001:db8::7", "link-layer-address": mac }],
            "ietf-ipv6-unicast-routing:ipv6-router-advertisements": {
              "send-advertisements": true,
              "max-rtr-adv-interval": 100,
              "min-rtr-adv-interval": 50,
              "managed-flag": true,
              "prefix-list": {
                prefix: [{ "prefix-spec": "2001:db8:7::/64", "valid-lifetime": 5000, "preferred-lifetime": 4000 }],
              },
            },
          },
        ),
        {
          name: "memif0/7",
          type: "sweetcomb-interfaces:memif",
          enabled: true,
          "sweetcomb-interfaces:memif": { id: 7 },
          "ietf-ip:ipv6": { "sweetcomb-neighbors:nd-proxy": { mirror: true, host: [{ address: "2001:db8:8::77" }] } },
        },
      ),
      "sweetcomb-neighbors:proxy-arp": { range: [{ vrf: "red", low: "198.51.100.7", high: "198.51.100.77" }] },
      "sweetcomb-neighbors:neighbor-tables": {
        ipv4: { "max-number": 777, "max-age": 600, recycle: true },
        ipv6: { "max-number": 778, "max-age": 601, recycle: true },
        events: true,
      },
      ...a.routing(
        a.staticRoutes("main", {
          "198.51.100.0/24": a.nextHopList("1 via loop7 192.0.2.7", "3 via loop7 192.0.2.8"),
          "2001:db8:9::/48": { "outgoing-interface": "loop7", "next-hop-address": "2001:db8::7" },
        }),
      ),
    },
    shown: {
      "ipv4-table": ["show ip table", "table_id:7711 red"],
      "ipv6-table": ["show ip6 table", "table_id:7711 red"],
      "ipv4-static-route": [
        "show ip fib 198.51.100.0/24",
        "weight=1 pref=0 attached-nexthop: oper-flags:resolved, 192.0.2.7 loop7",
        /weight=3 pref=0 attached-nexthop: oper-flags:resolved, 192\.0\.2\.8 loop7/,
        "buckets:4",
      ],
      "ipv6-static-route": ["show ip6 fib 2001:db8:9::/48", "2001:db8:9::/48 fib:0", "2001:db8::7 loop7"],
      "interface-ipv4-neighbor": ["show ip4 neighbors", "192.0.2.7 S 02:00:00:00:00:77 loop7"],
      "interface-ipv6-neighbor": ["show ip6 neighbors", "2001:db8::7 S 02:00:00:00:00:77 loop7"],
      "ipv4-neighbor-table": ["show ip neighbor-config", "limit:777, age:600, recycle:1"],
      "ipv6-neighbor-table": ["show ip neighbor-config", "limit:778, age:601, recycle:1"],
      "neighbor-events": ["show ip neighbor-watcher", "[DELETED (4294967295), 0.0.0.0] [pid:"],
      "proxy-arp-range": ["show arp proxy", "198.51.100.7 - 198.51.100.77"],
      "interface-proxy-arp": ["show interface features loop7", "arp-proxy"],
      "interface-nd-proxy-host": ["show ip6 fib 2001:db8:8::77/128", "IPv6-proxy-nd", "2001:db8:8::77 memif0/7"],
      "interface-nd-proxy-mirror": [
        "show interface features memif0/7",
        "ip6-multicast-nd-proxy",
        "ip6-unicast-nd-proxy",
      ],
      "interface-router-advertisements": [
        "show ip6 interface loop7",
        "sent every 100.0 seconds (min interval is 50.0)",
        "advertisements live for 300 seconds",
        "Hosts use stateless autoconfig",
      ],
      "interface-advertised-prefix": ["show ip6 interface loop7", "prefix 2001:db8:7::, length 64"],
    },
  },
];
