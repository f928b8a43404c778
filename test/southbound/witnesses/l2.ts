/** Bridge domains and cross-connects. */

import * as a from "../configurations.js";
import type { Witness } from "./witness.js";

const vlan = (name: string, id: number, l2: a.Member): a.Member => ({
  name,
  type: "iana-if-type:l2vlan",
  "sweetcomb-sub-interfaces:sub-interface": { parent: "loop7", "outer-vlan-id": id },
  "sweetcomb-l2:l2": l2,
});

export const l2Witnesses: readonly Witness[] = [
  {
    configuration: {
      "sweetcomb-l2:bridge-domains": {
        "bridge-domain": [
          {
            name: "tenant-a",
            id: 4711,
            "arp-termination": true,
            "mac-age": 5,
            "learn-limit": 777,
            "mac-entry": [{ "mac-address": "02:00:00:00:01:77", interface: "loop8" }],
            "arp-entry": [{ "ip-address": "192.0.2.77", "mac-address": "02:00:00:00:00:77" }],
          },
        ],
      },
      ...a.interfaces(
        a.loopback("loop7"),
        a.loopback("loop8", { "sweetcomb-l2:l2": { bridge: { domain: "tenant-a", "split-horizon-group": 3 } } }),
        a.loopback("loop9", { "sweetcomb-l2:l2": { "cross-connect": "loop7.9" } }),
        a.loopback("loop10", { "sweetcomb-l2:l2": { patch: "loop9" } }),
        vlan("loop7.7", 7, {
          bridge: { domain: "tenant-a" },
          "vlan-tag-rewrite": { operation: "pop-1" },
          "efp-filter": true,
        }),
        vlan("loop7.9", 9, { "cross-connect": "loop8" }),
        vlan("loop7.11", 11, {
          bridge: { domain: "tenant-a" },
          "pbb-tag-rewrite": {
            side: "customer",
            "destination-mac-address": "02:00:00:00:0b:77",
            "source-mac-address": "02:00:00:00:0b:78",
            "service-id": 77,
          },
        }),
      ),
      "sweetcomb-l2:l2-events": { "mac-addresses": true, "mac-scan-delay": 77, hosts: true },
    },
    shown: {
      "bridge-domain": [
        "show bridge-domain 4711 detail",
        /4711 \d+ \d+ 5 on on flood on on off \d+ 777 /,
        "BD-Tag: sc:tenant-a",
      ],
      "bridge-port": ["show bridge-domain 4711 int", /loop8 \d+ \d+ 3 - - none/],
      "bridge-arp-entry": ["show bridge-domain 4711 arp", "192.0.2.77 => 02:00:00:00:00:77"],
      "bridge-mac-entry": ["show l2fib all", /02:00:00:00:01:77 .* \* - - loop8/],
      "cross-connect": ["show mode loop9", "l2 xconnect loop9 loop7.9"],
      "l2-patch": ["show l2patch", "loop10 -> loop9"],
      "vlan-tag-rewrite": ["show interface vtr loop7.7", "loop7.7: VTR pop-1"],
      "pbb-tag-rewrite": ["show interface features loop7.11", "VTR (l2-input-vtr)"],
      "efp-filter": ["show interface features loop7.7", "EFP_FILTER (l2-efp-filter)"],
      "mac-scan-delay": ["show l2fib", /Delay: 7\.7\de-1sec/],
      "mac-address-events": ["show l2fib", /L2MAC events client PID: \d+/],
    },
  },
];
