/** How packets are treated, what is put before them and taken off: reassembly, hashes, MTUs, UDP, Dual-Stack Lite, L2TPv3, SR-MPLS. */

import * as a from "../configurations.js";
import type { Witness } from "./witness.js";

export const ipSettingWitnesses: readonly Witness[] = [
  {
    configuration: {
      "sweetcomb-ip:ip": {
        reassembly: [
          {
            "address-family": "ipv4",
            kind: "full",
            timeout: 277,
            "maximum-packets": 1077,
            "maximum-fragments": 7,
            "expiry-interval": 77,
          },
        ],
        "flow-hash": [{ "address-family": "ipv6", vrf: "default", fields: "source-address symmetric" }],
        "container-proxy": [{ prefix: "192.0.2.78/32", interface: "loop7" }],
        "path-mtu": [{ vrf: "default", address: "198.51.100.77", mtu: 1377 }],
      },
      ...a.interfaces(
        a.loopback("loop7", {
          enabled: true,
          ...a.addresses("192.0.2.1/24"),
          "sweetcomb-ip:reassembly": "ipv4",
          "sweetcomb-ip:directed-broadcast": true,
          "sweetcomb-l2tpv3:l2tpv3-interception": true,
        }),
      ),
    },
    shown: {
      "reassembly-limits": ["show ip4-full-reassembly", "per worker-thread: 1077", "timeout: 277ms"],
      "flow-hash": ["show ip6 fib table 0 ::/0", "flow hash:[src symmetric ]"],
      "path-mtu": ["show ip pmtu", "198.51.100.77/32 pmtu:[cfg:1377"],
      "container-proxy": ["show ip fib 192.0.2.78/32", "192.0.2.78/32 fib:0", "proxy refs:1"],
      "interface-reassembly": ["show interface features loop7", "ip4-full-reassembly-feature"],
      "l2tpv3-interception": ["show interface features loop7", "l2tp-decap"],
      "directed-broadcast": ["show ip fib 192.0.2.255/32", "via 255.255.255.255 loop7"],
    },
  },
  {
    configuration: {
      ...a.interfaces(a.loopback("loop7", { enabled: true, ...a.addresses("192.0.2.1/24") })),
      "sweetcomb-routing:udp": {
        encapsulation: [
          {
            name: "west",
            "source-address": "192.0.2.1",
            "destination-address": "198.51.100.77",
            "source-port": 4077,
            "destination-port": 6635,
          },
        ],
        decapsulation: [{ "address-family": "ipv4", port: 6677, payload: "mpls" }],
      },
      "sweetcomb-mpls:mpls": { table: [{ "table-id": 0 }] },
      "sweetcomb-sr-mpls:sr-mpls": {
        policy: [{ "binding-sid": 1077, segment: [17, 77] }],
        steering: [{ vrf: "default", prefix: "10.77.0.0/16", policy: 1077 }],
      },
    },
    shown: {
      "udp-encapsulation": ["show udp encap", "dst:198.51.100.77] udp:[src:4077, dst:6635]"],
      "udp-decapsulation": ["show udp ports", /6677.*mpls-input/],
      "sr-mpls-policy": ["show sr mpls policies", "BSID: 1077", "< 17, 77"],
      "sr-mpls-steering": ["show sr mpls steering policies", "Prefix: 10.77.0.0/16 via:", "BSID 1077"],
    },
  },
  {
    configuration: {
      "sweetcomb-ioam:ioam": {
        trace: { data: "timestamps", nodes: 7, "node-id": 77, "application-data": 1077 },
        "proof-of-transit": {
          name: "path-77",
          profile: [
            {
              id: 1,
              prime: "000000000000004d",
              "secret-share": "0000000000000007",
              "public-polynomial": "0000000000000009",
              "lagrange-coefficient": "0000000000000011",
            },
          ],
        },
        insertion: { trace: true, "sequence-number": true },
      },
    },
    shown: {
      "ioam-trace": ["show ioam-trace profile", "Trace Type : 0x9", "Num of trace nodes : 7", "Node-id : 0x4d"],
      "ioam-proof-of-transit": ["show pot profile", "Profile list in use : path-77", "Prime number : 0x4d"],
      "ioam-insertion": ["show ioam summary", "TRACE OPTION - 1", "SeqNo OPTION - 1"],
    },
  },
  {
    configuration: {
      ...a.interfaces(a.loopback("loop7")),
      "sweetcomb-session:session-layer": {
        "rule-engine": "source-deny-list",
        namespace: [{ id: "web-77", secret: "000000000000004d", interface: "loop7" }],
        "filtered-source": [{ namespace: "default", prefix: "203.0.113.0/24" }],
      },
    },
    shown: {
      // The command is refused while the host stack is off.
      "session-layer": ["show app ns", "app_ns_sockets/default"],
      "application-namespace": ["show app ns", /77.*loop7.*web-77/],
      "source-filter": ["show session sdl", "rule: 203.0.113.0/24 action: -2"],
    },
  },
  {
    configuration: {
      "sweetcomb-session:session-layer": {
        "rule-engine": "rules",
        rule: [
          {
            namespace: "default",
            name: "web-77",
            transport: "tcp",
            "local-port": 77,
            "remote-prefix": "203.0.113.0/24",
          },
        ],
      },
    },
    shown: {
      "session-rule": ["show session rules tcp", "rule: 0.0.0.0/0 77 203.0.113.0/24 0 action: -2 tag: default/web-77"],
    },
  },
  {
    configuration: {
      "sweetcomb-dslite:dslite": {
        // As in the scenarios: VPP keeps the addresses of its pool.
        aftr: { "ipv6-address": "2001:db8:77::a", "pool-address": ["198.51.100.71", "198.51.100.72"] },
      },
    },
    shown: { "dslite-aftr": ["show ip6 fib 2001:db8:77::a/128", "2001:db8:77::a/128 fib:0", "DS-Lite: AFTR"] },
  },
  {
    configuration: { "sweetcomb-l2tpv3:l2tpv3": { "lookup-key": "session-id" } },
    shown: { "l2tpv3-lookup-key": ["show l2tpv3 verbose", "lookup on session id"] },
    lacking: /would no longer find/,
  },
  {
    configuration: a.interfaces({
      name: "to-site-77",
      type: "sweetcomb-l2tpv3:l2tpv3",
      "sweetcomb-l2tpv3:l2tpv3": {
        local: "2001:db8:77::1",
        remote: "2001:db8:77::2",
        "local-session-id": 77,
        "remote-session-id": 78,
        "local-cookie": "0123456789abcdef",
        "remote-cookie": "fedcba9876543210",
      },
    }),
    shown: {
      "l2tpv3-tunnel": [
        "show l2tpv3 verbose",
        "2001:db8:77::1 (our) 2001:db8:77::2 (client)",
        "local session-id 77 remote session-id 78",
      ],
    },
    lasting: { "l2tpv3-tunnel": "VPP cannot delete such a tunnel" },
  },
];
