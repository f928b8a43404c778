/** The load balancer and connection tracking NAT. */

import { cnat, port, service } from "../cnat-configuration.js";
import * as a from "../configurations.js";
import type { Witness } from "./witness.js";

export const loadBalancerWitnesses: readonly Witness[] = [
  {
    configuration: {
      ...a.interfaces(a.loopback("loop7", a.addresses("192.0.2.1/24"))),
      ...a.loadBalancer({
        global: { "ipv4-source-address": "192.0.2.77", "flow-timeout": 67 },
        vip: [
          a.vip("203.0.113.0/24", "any", 0, { encapsulation: "gre4" }, "192.0.2.11"),
          a.vip("203.0.115.7/32", "udp", 53, { encapsulation: "nat4", "target-port": 53 }, "192.0.2.13"),
        ],
        "nat-interface": [{ interface: "loop7", "address-family": "ipv4" }],
      }),
    },
    shown: {
      "lb-global": ["show lb", "ip4-src-address: 192.0.2.77"],
      "lb-vip": [
        "show lb vips verbose",
        /ip4-gre4 \[\d+\] 203\.0\.113\.0\/24 new_size:1024/,
        /ip4-nat4 \[\d+\] 203\.0\.115\.7\/32 new_size:1024 protocol:17 port:53 .* target_port:53/,
      ],
      "lb-application-server": [
        "show lb vips verbose",
        /192\.0\.2\.11 1024 buckets 0 flows dpo:\d+ used/,
        /192\.0\.2\.13 1024 buckets 0 flows dpo:\d+ used/,
      ],
      "lb-nat-interface": ["show interface features loop7", "lb-nat4-in2out"],
    },
  },
  {
    configuration: {
      ...a.interfaces(a.loopback("loop7", a.addresses("192.0.2.1/24", "2001:db8::1/64"))),
      ...cnat({
        "virtual-address": [
          service(
            "203.0.113.77",
            port("tcp", 80, { "load-balancing": "maglev" }, "192.0.2.11:8077", "192.0.2.12:8078"),
          ),
        ],
        "source-nat": {
          "ipv4-address": "198.51.100.207",
          "ipv6-address": "2001:db8::207",
          policy: "kubernetes",
          "exclude-prefix": [{ prefix: "10.77.0.0/16" }],
          interface: [
            { name: "loop7", role: "include-ipv4" },
            { name: "loop7", role: "pod" },
          ],
        },
        interface: [{ name: "loop7" }],
      }),
    },
    shown: {
      "cnat-virtual-address": ["show cnat client", /cnat-client:\[203\.0\.113\.77\] tr:1 .* exclusive/],
      "cnat-translation": [
        "show cnat translation",
        "203.0.113.77;80 TCP lb:maglev",
        "->192.0.2.11;8077",
        "->192.0.2.12;8078",
      ],
      "cnat-source-nat": ["show cnat snat-policy", "ip4: 198.51.100.207;0 ip6: 2001:db8::207;0"],
      "cnat-exclude-prefix": ["show cnat snat-policy", "10.77.0.0/16 dst"],
      "cnat-source-nat-interface": [
        "show cnat snat-policy",
        // Behind a part of local0, which keeps the policy.
        /Included v4 interfaces:[^:]* loop7/,
        "k8s pod interfaces: loop7",
      ],
      "cnat-interface": ["show interface features loop7", "cnat-output-ip6", "cnat-input-ip4"],
    },
  },
];
