/** LISP. */

import * as a from "../configurations.js";
import type { Witness } from "./witness.js";

const underlay = {
  ...a.interfaces(a.loopback("loop7", { enabled: true, ...a.addresses("192.0.2.1/24", "2001:db8::1/64") })),
  ...a.vrfs(a.vrf("lisp-red", 4710), a.vrf("lisp-blue", 4711)),
  "sweetcomb-l2:bridge-domains": { "bridge-domain": [{ name: "lisp-bd", id: 4712 }] },
};
const rloc = [{ address: "192.0.2.77", priority: 1, weight: 1 }];
const mappings = {
  "locator-set": [{ name: "here", locator: [{ interface: "loop7", priority: 7, weight: 57 }] }],
  "eid-table": [
    { vni: 7, vrf: "lisp-red" },
    { vni: 8, vrf: "lisp-blue", "bridge-domain": "lisp-bd" },
  ],
  "local-mapping": [
    { vni: 7, eid: "10.71.0.0/16", "locator-set": "here" },
    { vni: 8, eid: "02:00:00:00:00:71", "locator-set": "here" },
  ],
  "remote-mapping": [
    { vni: 7, eid: "10.72.0.0/16", rloc },
    { vni: 8, eid: "02:00:00:00:00:72", rloc },
  ],
};

export const lispWitnesses: readonly Witness[] = [
  {
    configuration: {
      ...underlay,
      "sweetcomb-lisp:lisp": {
        enabled: true,
        "rloc-probing": true,
        transport: "binary-api",
        "map-register": { ttl: 77, "fallback-threshold": 9 },
        "map-server": [{ address: "192.0.2.76" }],
        "itr-locator-set": "here",
        "nsh-locator-set": "here",
        "proxy-etr": "2001:db8::77",
        ...mappings,
        adjacency: [{ vni: 7, "remote-eid": "10.72.0.0/16", "local-eid": "10.71.0.0/16" }],
      },
    },
    shown: {
      lisp: ["show one status", "feature: enabled gpe: enabled"],
      "lisp-rloc-probing": ["show one rloc state", "enabled"],
      "lisp-map-register-ttl": ["show one map-register ttl", "map-register TTL: 77"],
      "lisp-map-register-fallback-threshold": [
        "show one map-register fallback-threshold",
        "map register fallback threshold value: 9",
      ],
      "lisp-map-server": ["show one map-servers", "192.0.2.76"],
      "lisp-locator-set": ["show one locator-set", /here \d+ 7 57/],
      "lisp-itr-locator-set": ["show one map-request itr-rlocs", "here"],
      "lisp-proxy-etr": ["show one petr", "enable 2001:db8::77"],
      "lisp-eid-table-vrf": ["show one eid-table map l3", "7 4710", "8 4711"],
      "lisp-eid-table-bridge-domain": ["show one eid-table map l2", "8 4712"],
      "lisp-local-mapping": [
        "show one eid-table local",
        "[7] 10.71.0.0/16 local(here) loop7",
        "[8] 02:00:00:00:00:71 local(here) loop7",
      ],
      "lisp-remote-mapping": [
        "show one eid-table remote",
        "[7] 10.72.0.0/16 remote 192.0.2.77",
        "[8] 02:00:00:00:00:72 remote 192.0.2.77",
      ],
      "lisp-adjacency": ["show gpe entry", "VNI:7 VRF:4710 EID: 0.0.0.0/0 -> 10.72.0.0/16", "remote-RLOC: 192.0.2.77"],
    },
  },
  {
    configuration: {
      ...underlay,
      "sweetcomb-lisp:lisp": {
        enabled: true,
        role: "proxy-ingress",
        "proxy-egress": true,
        ...mappings,
        "pitr-locator-set": "here",
      },
    },
    shown: { "lisp-pitr-locator-set": ["show one pitr", "enable here"] },
  },
  {
    configuration: {
      ...underlay,
      "sweetcomb-lisp:lisp": {
        enabled: true,
        "eid-table": mappings["eid-table"],
        "layer-2-neighbor": [
          { "bridge-domain": "lisp-bd", "ip-address": "10.0.0.77", "mac-address": "02:00:00:00:00:77" },
        ],
        "native-next-hop": [{ vrf: "default", address: "192.0.2.73", interface: "loop7" }],
        "forwarding-entry": [
          {
            vni: 7,
            "remote-eid": "10.73.0.0/16",
            "local-eid": "0.0.0.0/0",
            vrf: "lisp-red",
            "locator-pair": [{ local: "192.0.2.1", remote: "192.0.2.78", weight: 3 }],
          },
        ],
      },
    },
    shown: {
      "lisp-layer-2-neighbor": ["show one l2 arp entries", "Table: 4712 10.0.0.77 -> 02:00:00:00:00:77"],
      "lisp-native-next-hop": ["show gpe native-forward", "nh: 192.0.2.73"],
      "lisp-forwarding-entry": [
        "show gpe entry",
        "VNI:7 VRF:4710 EID: 0.0.0.0/0 -> 10.73.0.0/16",
        "weight:3",
        "remote-RLOC: 192.0.2.78",
      ],
    },
  },
];
