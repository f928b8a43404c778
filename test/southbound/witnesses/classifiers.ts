/** The classifier, and mapping of addresses and ports. */

import * as a from "../configurations.js";
import type { Witness } from "./witness.js";

const zeros = "0".repeat(32);
const sources = (address: string) => `${"0".repeat(20)}${address}0000`;
const both = { "ipv4-table": "v4", "ipv6-table": "v6" };

const elsewhere = { index: "0", "outgoing-interface": "loop7", "next-hop-address": "192.0.2.7" };

const classified = (attached: a.Member, punted: a.Member = {}) => ({
  ...a.interfaces(a.loopback("loop7", { ...a.addresses("192.0.2.1/24"), "sweetcomb-classify:classify": attached })),
  "sweetcomb-classify:classify": {
    table: [
      {
        name: "v4",
        mask: zeros + sources("ffffffff"),
        buckets: 16,
        session: [{ match: zeros + sources("c0000277"), "hit-next": "drop" }],
        redirect: [{ match: zeros + sources("c0000299"), "address-family": "ipv4", "next-hop": [elsewhere] }],
      },
      { name: "v6", mask: zeros, skip: 1 },
      { name: "l2", mask: "f".repeat(32) },
    ],
    punted,
  },
});

export const classifierWitnesses: readonly Witness[] = [
  {
    configuration: classified({ received: both, sent: both, policed: both, counted: both }, both),
    shown: {
      "classify-table": [
        "show classify tables verbose",
        "nbuckets 16, skip 0 match 2 flag 0 offset 0 mask 0000000000000000000000000000000000000000000000000000ffffffff0000",
      ],
      "classify-session": [
        "show classify tables verbose",
        "next_index 0 advance 0 opaque -1 action 0 metadata 0 k: 0000000000000000000000000000000000000000000000000000c00002770000",
      ],
      "classify-redirect": [
        "show ip session redirect",
        /\[acl\] \[ip4\] table \d+ key 0{52}c00002990000/,
        "192.0.2.7 loop7",
      ],
      "classify-punted-ipv4": ["show interface features local0", "ip4-punt-acl"],
      "classify-punted-ipv6": ["show interface features local0", "ip6-punt-acl"],
      "classify-received-ipv4": ["show inacl type ip4", /\d+ \d+ loop7/],
      "classify-received-ipv6": ["show inacl type ip6", /\d+ \d+ loop7/],
      "classify-sent-ipv4": ["show outacl type ip4", /\d+ \d+ loop7/],
      "classify-sent-ipv6": ["show outacl type ip6", /\d+ \d+ loop7/],
      "classify-policed-ipv4": ["show classify policer type ip4", /\d+ \d+ loop7/],
      "classify-policed-ipv6": ["show classify policer type ip6", /\d+ \d+ loop7/],
      "classify-counted-ipv4": ["show classify flow type ip4", /\d+ \d+ loop7/],
      "classify-counted-ipv6": ["show classify flow type ip6", /\d+ \d+ loop7/],
    },
  },
  {
    configuration: classified({
      received: { "l2-table": "l2" },
      sent: { "l2-table": "l2" },
      policed: { "l2-table": "l2" },
    }),
    shown: {
      "classify-received-l2": ["show inacl type l2", /\d+ \d+ loop7/],
      "classify-sent-l2": ["show outacl type l2", /\d+ \d+ loop7/],
      "classify-policed-l2": ["show classify policer type l2", /\d+ \d+ loop7/],
    },
  },
  {
    configuration: {
      "sweetcomb-map:address-port-mapping": {
        domain: [
          {
            name: "4over6",
            "ipv4-prefix": "198.51.100.77/32",
            "ipv6-prefix": "2001:db8:8000::/48",
            "ipv6-source": "2001:db8:ffff::77/128",
            "psid-length": 4,
            rule: [{ psid: 7, "ipv6-destination": "2001:db8:8000::77" }],
          },
        ],
        parameters: { "traffic-class": 47, "tcp-mss": 1377 },
      },
      ...a.interfaces(
        a.loopback("loop7", {
          enabled: true,
          ...a.addresses("192.0.2.1/24"),
          "sweetcomb-map:address-port-mapping": "translation",
        }),
      ),
    },
    shown: {
      "map-domain": [
        "show map domain index 0",
        "tag {4over6} ip4-pfx 198.51.100.77/32",
        "ip6-src 2001:db8:ffff::77/128 ea-bits-len 0 psid-offset 6 psid-len 4",
      ],
      "map-rule": ["show map domain index 0", "rule psid: 7 ip6-dst 2001:db8:8000::77"],
      "map-parameters": ["show map stats", "MAP traffic-class: 2f", "MAP TCP MSS clamping: 1377"],
      "map-interface": ["show interface features loop7", "ip6-map-t", "ip4-map-t"],
    },
  },
];
