/** Address translation. */

import * as a from "../configurations.js";
import type { Witness } from "./witness.js";

const ports = (number: number) => ({ "start-port-number": number });
const mapping = (index: number, inside: string, outside: string, more: a.Member = {}): a.Member => ({
  index,
  "internal-src-address": inside,
  "external-src-address": outside,
  ...more,
});
const tcp = (inside: number, outside: number): a.Member => ({
  "transport-protocol": 6,
  "internal-src-port": ports(inside),
  "external-src-port": ports(outside),
});
const bothSides = {
  "sweetcomb-nat:interface": [
    { interface: "loop7", inside: true },
    { interface: "loop8", outside: true },
  ],
};
const pool = (prefix: string) => [{ "pool-id": 1, "external-ip-pool": prefix }];

function translated(instance: a.Member) {
  return {
    ...a.vrfs(a.vrf("red", 4711), a.vrf("blue", 4712)),
    ...a.interfaces(
      a.loopback("loop7", a.addresses("10.0.0.254/24", "2001:db8:1::1/64")),
      a.loopback("loop8", a.addresses("192.0.2.254/24", "2001:db8:2::1/64")),
    ),
    "ietf-nat:nat": { instances: { instance: [{ id: 1, ...instance }] } },
  };
}

export const natWitnesses: readonly Witness[] = [
  {
    configuration: a.interfaces(
      a.loopback("loop7", {
        "sweetcomb-pnat:policy-nat": {
          input: {
            translation: [
              {
                name: "dns",
                match: { "destination-address": "192.0.2.77", protocol: "udp", "destination-port": 77 },
                rewrite: { "destination-address": "198.51.100.77" },
              },
            ],
          },
          output: {
            translation: [
              {
                name: "back",
                match: { "source-address": "198.51.100.77" },
                rewrite: { "source-address": "192.0.2.77" },
              },
            ],
          },
        },
      }),
    ),
    shown: {
      "policy-nat-input": ["show pnat translations", "match: {*:*,UDP,192.0.2.77:77} rewrite: {*:*,198.51.100.77:*}"],
      "policy-nat-output": ["show pnat interfaces", /output mask: SA/],
    },
  },
  {
    configuration: translated({
      type: "ietf-nat:napt44",
      "sweetcomb-nat:nat44": {
        sessions: 5000,
        forwarding: true,
        "mss-clamping": 1377,
        "ipfix-logging": { "domain-id": 7 },
        "session-limit": [{ vrf: "red", limit: 1077 }],
        "vrf-route": [{ vrf: "red", "to-vrf": ["blue"] }],
      },
      policy: [
        {
          id: 1,
          "external-ip-address-pool": pool("192.0.2.72/30"),
          timers: { "udp-timeout": 177, "tcp-idle-timeout": 3677 },
        },
      ],
      "nat-pass-through": [{ id: 1, prefix: "10.0.0.77/32", port: 179, "sweetcomb-nat:protocol": 6 }],
      "mapping-table": {
        "mapping-entry": [
          mapping(1, "10.0.0.7/32", "192.0.2.73/32", tcp(8080, 7780)),
          {
            index: 2,
            "transport-protocol": 6,
            "external-src-address": "192.0.2.74/32",
            "external-src-port": ports(80),
            "sweetcomb-nat:local": [
              { address: "10.0.0.8", port: 8080, probability: 7 },
              { address: "10.0.0.9", port: 8080, probability: 3 },
            ],
          },
        ],
      },
      ...bothSides,
      "sweetcomb-nat:interface-pass-through": [{ id: 1, interface: "loop8", port: 4789, protocol: 17 }],
    }),
    shown: {
      "nat44-ed-instance": ["show nat44 summary", "max translations per thread: 5000 fib 0"],
      "nat44-ed-settings": ["show nat mss-clamping", "mss-clamping 1377"],
      "nat44-session-limit": ["show nat44 summary", "max translations per thread: 1077 fib"],
      "nat44-vrf-route": ["show nat44 vrf tables", "table 4711: [0] vrf-id 4712"],
      "nat44-ed-policy": [
        "show nat44 addresses",
        "192.0.2.72 tenant VRF independent",
        "192.0.2.75 tenant VRF independent",
      ],
      "nat44-static-mapping": ["show nat44 static mappings", "TCP local 10.0.0.7:8080 external 192.0.2.73:7780 vrf 0"],
      "nat44-load-balanced-mapping": [
        "show nat44 static mappings",
        "TCP external 192.0.2.74:80 local 10.0.0.8:8080 vrf 0 probability 7 local 10.0.0.9:8080 vrf 0 probability 3",
      ],
      "nat44-identity-mapping": ["show nat44 static mappings", "identity mapping TCP 10.0.0.77:179 vrf 0"],
      "nat44-interface-identity-mapping": ["show nat44 static mappings", "identity mapping UDP 192.0.2.254:4789 vrf 0"],
      "nat-interface": ["show nat44 interfaces", "loop7 in", "loop8 out"],
    },
    lasting: { "nat44-ed-settings": "VPP forgets them when the NAT is enabled again" },
  },
  {
    configuration: translated({
      type: "ietf-nat:napt44",
      "sweetcomb-nat:nat44": {
        processing: "endpoint-independent",
        sessions: 4077,
        forwarding: true,
        "mss-clamping": 1378,
        "ipfix-logging": {},
        "endpoint-independent": {
          users: 100,
          "sessions-per-user": 50,
          "high-availability": { listener: { address: "10.0.0.254", port: 5077, "path-mtu": 1277 } },
        },
      },
      policy: [
        {
          id: 1,
          "external-ip-address-pool": pool("192.0.2.76/30"),
          "port-set-restrict": { "start-port-number": 2077, "end-port-number": 3077 },
        },
      ],
      "mapping-table": { "mapping-entry": [mapping(1, "10.0.0.7/32", "192.0.2.77/32", tcp(8080, 7781))] },
      ...bothSides,
    }),
    shown: {
      "nat44-ei-instance": ["show nat44 ei hash tables", "Hash table 'in2out'", "translation buckets: 2048"],
      "nat44-ei-settings": ["show nat44 ei mss-clamping", "mss-clamping 1378"],
      "nat44-ei-high-availability": ["show nat44 ei ha", "LISTENER: 10.0.0.254:5077 path-mtu 1277"],
      "nat44-ei-policy": ["show nat44 ei addr-port-assignment-alg", "port-range start-port 2077 end-port 3077"],
    },
    lasting: { "nat44-ei-settings": "VPP forgets them when the NAT is enabled again" },
  },
  {
    configuration: translated({
      type: "ietf-nat:nat64",
      policy: [
        {
          id: 1,
          "nat64-prefixes": [{ "nat64-prefix": "2001:db8:64::/96" }],
          "external-ip-address-pool": pool("192.0.2.80/30"),
        },
      ],
      "mapping-table": { "mapping-entry": [mapping(1, "2001:db8:1::77/128", "192.0.2.80/32", tcp(80, 7782))] },
      ...bothSides,
    }),
    shown: {
      "nat64-instance": ["show nat64 interfaces", "loop7 in", "loop8 out"],
      "nat64-policy": ["show nat64 prefix", "2001:db8:64::/96 tenant-vrf 0"],
      "nat64-static-binding": ["show nat64 bib all", "2001:db8:1::77 80 192.0.2.80 7782 protocol tcp vrf 0 static"],
    },
  },
  {
    configuration: translated({
      type: "sweetcomb-nat:nat66",
      "mapping-table": { "mapping-entry": [mapping(1, "fd00::77/128", "2001:db8:2::77/128")] },
      ...bothSides,
    }),
    shown: {
      "nat66-instance": ["show nat66 interfaces", "loop7 in", "loop8 out"],
      "nat66-static-mapping": ["show nat66 static mappings", "local fd00::77 external 2001:db8:2::77 vrf 0"],
    },
  },
  {
    configuration: translated({
      type: "sweetcomb-nat:det44",
      "sweetcomb-nat:det44": { mapping: [{ "inside-prefix": "10.77.0.0/24", "outside-prefix": "198.51.100.8/30" }] },
      policy: [{ id: 1, timers: { "udp-timeout": 177 } }],
      ...bothSides,
    }),
    shown: {
      "det44-instance": ["show det44 interfaces", "loop7 in", "loop8 out"],
      "det44-policy": ["show det44 timeouts", "udp timeout: 177sec"],
      "det44-mapping": ["show det44 mappings", "in 10.77.0.0/24 out 198.51.100.8/30"],
    },
  },
];
