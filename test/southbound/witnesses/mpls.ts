/** Labels and segments. */

import * as a from "../configurations.js";
import type { Witness } from "./witness.js";

const over = { "outgoing-interface": "loop7", "next-hop-address": "192.0.2.7" };
const labels = (label: number) => ({ "mpls-label-stack": { entry: [{ id: 0, label, ttl: 64, "traffic-class": 0 }] } });
const loop7 = a.loopback("loop7", a.addresses("192.0.2.1/24", "2001:db8::1/64"));
const loop8 = a.loopback("loop8", { enabled: true });

export const mplsWitnesses: readonly Witness[] = [
  {
    configuration: {
      ...a.interfaces(
        { ...loop7, "sweetcomb-mpls:mpls": true },
        {
          name: "lsp",
          type: "sweetcomb-mpls:mpls-tunnel",
          enabled: true,
          "sweetcomb-mpls:mpls-tunnel": { "next-hop": [{ index: "0", ...over, ...labels(777) }] },
        },
      ),
      "sweetcomb-mpls:mpls": {
        table: [
          {
            "table-id": 0,
            route: [{ label: 4711, position: "bottom", "next-hop": [{ index: "0", ...over, ...labels(4712) }] }],
            binding: [{ vrf: "default", prefix: "198.51.100.0/24", label: 4713 }],
          },
          { "table-id": 77, name: "customers" },
        ],
      },
      "sweetcomb-bier:bier": {
        table: [
          {
            ...{ "sub-domain": 77, "bit-string-length": 128, set: 7, "local-label": 4777 },
            route: [{ "bit-position": 77, "next-hop": [{ address: "192.0.2.7", label: 7777 }] }],
          },
        ],
      },
    },
    shown: {
      "mpls-table": ["show mpls fib table 77", "customers, fib_index:"],
      "mpls-route": [
        "show mpls fib 4711",
        /4711:eos\/21 fib:\d/,
        "192.0.2.7 loop7",
        "labels:[[4712 pipe ttl:64 exp:0]]",
      ],
      "mpls-binding": ["show mpls fib 4713", /4713:eos\/21 fib:\d/],
      "interface-mpls": ["show mpls interface", "loop7 MPLS enabled"],
      "bier-table": ["show bier fib", "sub-domain:77 set:7 ecmp:65535 bsl:128 local-label:4777"],
      "bier-route": ["show bier fmask", "fmask: nh:192.0.2.7 bs:128", "output-label:7777"],
      "mpls-tunnel": ["show mpls tunnel", "192.0.2.7 loop7", "labels:[[777 pipe ttl:64 exp:0]]"],
    },
  },
  {
    configuration: {
      ...a.interfaces(loop7, loop8),
      "sweetcomb-srv6:srv6": {
        encapsulation: { "source-address": "2001:db8::77", "hop-limit": 33 },
        "local-sid": [
          { sid: "fc00:a::77", behavior: "end-dx4", ...over },
          { sid: "fc00:a::78", behavior: "end-x", "outgoing-interface": "loop7", "next-hop-address": "2001:db8::7" },
          { sid: "fc00:a::79", behavior: "end-ad", ...over, "incoming-interface": "loop7" },
        ],
        "mobile-local-sid": [{ prefix: "fc00:d::/48", behavior: "end-m-gtp6-e" }],
        policy: [
          {
            "binding-sid": "fc00:b::77",
            "segment-list": [{ index: 0, weight: 5, segment: ["fc00:1::1", "fc00:2::1"] }],
          },
        ],
        steering: {
          prefix: [{ vrf: "default", prefix: "198.51.100.0/24", policy: "fc00:b::77" }],
          interface: [{ interface: "loop8", policy: "fc00:b::77" }],
        },
      },
    },
    shown: {
      "srv6-encapsulation-source": ["show sr encaps source addr", "SR encaps source addr = 2001:db8::77"],
      "srv6-encapsulation-hop-limit": ["show sr encaps hop-limit", "SR encaps hop-limit = 33"],
      "srv6-dynamic-proxy": [
        "show sr localsids",
        "Address: fc00:a::79/128 Behavior: End.AD",
        "Outgoing iface: loop7 Incoming iface: loop7",
      ],
      "srv6-mobile-local-sid": ["show sr localsids", "Address: fc00:d::/48 Behavior: end.m.gtp6.e"],
      "srv6-local-sid": [
        "show sr localsids",
        "Address: fc00:a::77/128 Behavior: DX4",
        "Iface: loop7 Next hop: 192.0.2.7",
        "Address: fc00:a::78/128 Behavior: X",
        "Next hop: 2001:db8::7",
      ],
      "srv6-policy": [
        "show sr policies",
        "BSID: fc00:b::77 Behavior: Encapsulation EncapSrcIP: 2001:db8::77",
        /< fc00:1::1, fc00:2::1.*> weight: 5/,
      ],
      "srv6-steered-prefix": ["show sr steering-policies", "L3 198.51.100.0/24 fc00:b::77"],
      "srv6-steered-interface": ["show sr steering-policies", "L2 loop8 fc00:b::77"],
    },
  },
];
