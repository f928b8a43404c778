/** Tunnels of every kind. */

import * as a from "../configurations.js";
import type { Witness } from "./witness.js";

const ends = { local: "192.0.2.1", remote: "192.0.2.77" };

export const tunnelWitnesses: readonly Witness[] = [
  {
    configuration: {
      ...a.vrfs(a.vrf("red", 4711)),
      ...a.interfaces(
        a.loopback("loop7", {
          "sweetcomb-tunnels:tunnel-bypass": ["vxlan", "vxlan-gpe", "gtpu"].map((encapsulation) => ({
            encapsulation,
            "address-family": "ipv4",
          })),
        }),
        a.tunnel("vxlan", "vxlan_tunnel7", { ...ends, vni: 4242, vrf: "red", "local-port": 5000, "remote-port": 5001 }),
        a.tunnel("vxlan-gpe", "over gpe", { ...ends, vni: 4343, payload: "ip4", "decap-vrf": "red" }),
        a.tunnel("geneve", "over geneve", { ...ends, vni: 4444, "l3-mode": true }),
        a.tunnel("gtpu", "over gtpu", { ...ends, teid: 4545, tteid: 4546, "decap-next": "ip4-input" }),
        a.tunnel("gtpu-forward", "strays", { remote: "192.0.2.78", reason: "unknown-teid" }),
        a.tunnel("gre", "gre7", { ...ends, payload: "erspan", "session-id": 1001 }),
        a.tunnel(
          "gre",
          "gre8",
          { local: "192.0.2.1", mode: "multipoint" },
          {
            ...a.addresses("10.77.0.1/24"),
            "sweetcomb-tunnels:multipoint-peer": [{ peer: "10.77.0.2", "next-hop": "192.0.2.79", vrf: "red" }],
          },
        ),
        a.tunnel("ipip", "ipip7", { ...ends, dscp: 46, flags: "copy-dscp decap-copy-ecn" }),
        a.tunnel("sixrd", "provider", {
          local: "10.1.2.3",
          vrf: "red",
          "ipv6-prefix": "2001:db8::/32",
          "ipv4-prefix": "10.0.0.0/8",
        }),
        { name: "memif0/77", type: "sweetcomb-interfaces:memif", "sweetcomb-interfaces:memif": { id: 77 } },
        a.tunnel("pvti", "vectors", { ...ends, "local-port": 4000, "remote-port": 4001, vrf: "red" }),
      ),
      "sweetcomb-tunnels:pppoe": { "control-plane-interface": "memif0/77" },
    },
    shown: {
      vxlan: ["show vxlan tunnel", "instance 7 src 192.0.2.1 dst 192.0.2.77 src_port 5000 dst_port 5001 vni 4242"],
      "vxlan-gpe": [
        "show vxlan-gpe",
        "lcl 192.0.2.1 rmt 192.0.2.77 lcl_port 4790 rmt_port 4790 vni 4343",
        "decap-next-protocol ip4",
      ],
      geneve: ["show geneve tunnel", "lcl 192.0.2.1 rmt 192.0.2.77 vni 4444", "l3-mode 1"],
      gtpu: ["show gtpu tunnel", "src 192.0.2.1 dst 192.0.2.77 teid 4545 tteid 4546", "decap-next-ip4"],
      "gtpu-forward": ["show gtpu tunnel", "192.0.2.78", "forwarding unknown-teid"],
      gre: [
        "show gre tunnel",
        "instance 7 src 192.0.2.1 dst 192.0.2.77",
        "payload ERSPAN point-to-point session 1001",
        /instance 8 .* payload L3 multi-point/,
      ],
      "multipoint-peer": ["show teib", "gre8:10.77.0.2 via [4711]:192.0.2.79/32"],
      ipip: [
        "show ipip tunnel",
        "instance 7 src 192.0.2.1 dst 192.0.2.77",
        "flags [encap-copy-dscp decap-copy-ecn ] dscp EF",
      ],
      sixrd: ["show ipip tunnel", "6rd src 10.1.2.3 ip6-pfx 2001:db8::/32 table-ID 4711"],
      // VPP also prints those that are gone, then under no name of theirs.
      pvti: [
        "show pvti interface",
        /pvti\d+ local:192\.0\.2\.1:4000 remote:192\.0\.2\.77:4001 underlay_mtu:1500 underlay_fib_idx:[1-9]/,
      ],
      "vxlan-bypass": ["show interface features loop7", "ip4-vxlan-bypass"],
      "vxlan-gpe-bypass": ["show interface features loop7", "ip4-vxlan-gpe-bypass"],
      "gtpu-bypass": ["show interface features loop7", "ip4-gtpu-bypass"],
      "pppoe-control-plane": ["show interface features memif0/77", "pppoe-input"],
    },
  },
];
