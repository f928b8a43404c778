/** Access control lists and what goes by them. */

import { accept, ace, attached, drop, ethernet, ipv4, list, withAttachments } from "../acl-configuration.js";
import * as a from "../configurations.js";
import type { Witness } from "./witness.js";

const lists = [
  list(
    "web",
    ipv4,
    ace("https", "sweetcomb-acl:accept-and-reflect", {
      ipv4: { "source-ipv4-network": "198.51.100.0/24", "destination-ipv4-network": "192.0.2.1/32" },
      tcp: { "destination-port": { operator: "eq", port: 443 } },
    }),
    ace("rest", drop),
  ),
  list("guard", ethernet, ace("known", accept, { eth: { "source-mac-address": "02:00:00:00:00:77" } })),
];
const over = { "outgoing-interface": "loop7", "next-hop-address": "192.0.2.7" };

export const accessListWitnesses: readonly Witness[] = [
  {
    configuration: {
      ...a.interfaces(
        a.loopback("loop7", a.addresses("192.0.2.1/24")),
        a.loopback("loop8", {
          "sweetcomb-abf:abf-policy": [{ policy: 77, "address-family": "ipv4", priority: 7 }],
        }),
        a.loopback("loop9", {
          "sweetcomb-l3xc:l3-cross-connect": [{ "address-family": "ipv4", "next-hop": [{ index: "0", ...over }] }],
        }),
      ),
      ...withAttachments(
        lists,
        [attached("loop7", ["guard", "web"], ["web"], { "sweetcomb-acl:ethertypes": { ingress: [2054, 34525] } })],
        {
          "sweetcomb-acl:settings": {
            "reclassify-sessions": true,
            "session-timeouts": { "udp-idle": 33, "tcp-idle": 3600, "tcp-transient": 10 },
          },
        },
      ),
      "sweetcomb-abf:abf": { policy: [{ id: 77, acl: "web", "next-hop": [{ index: "0", ...over }] }] },
    },
    shown: {
      acl: [
        "show acl-plugin acl",
        "count 2 tag {sc:web} 0: ipv4 permit+reflect src 198.51.100.0/24 dst 192.0.2.1/32 proto 6 sport 0-65535 dport 443 1: ipv4 deny src 0.0.0.0/0 dst 0.0.0.0/0",
      ],
      "macip-acl": [
        "show acl-plugin macip acl",
        "tag {sc:guard}",
        "rule 0: ipv4 action 1 ip 0.0.0.0/0 mac 02:00:00:00:00:77 mask ff:ff:ff:ff:ff:ff",
      ],
      "acl-attachment": [
        "show acl-plugin interface acl",
        /input acl\(s\): \d+ acl-index \d+ count 2 tag \{sc:web\}/,
        /output acl\(s\): \d+ acl-index \d+ count 2 tag \{sc:web\}/,
      ],
      "acl-ethertypes": ["show acl-plugin interface", "input etype whitelist: 0806, 86dd"],
      "acl-settings": ["show acl-plugin sessions", "Reclassify sessions: 1"],
      "abf-policy": ["show abf policy", "policy:77 acl:", "192.0.2.7 loop7"],
      "abf-attachment": ["show abf attach loop8", "ipv4: abf-interface-attach: policy:77 priority:7"],
      "l3-cross-connect": ["show l3xc", /l3xc:\[\d+\]: loop9 .* 192\.0\.2\.7 loop7/],
    },
  },
];
