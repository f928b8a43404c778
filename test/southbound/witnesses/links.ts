/** Bonds, LLDP, interfaces to virtual machines. */

import * as a from "../configurations.js";
import type { Witness } from "./witness.js";

export const linkWitnesses: readonly Witness[] = [
  {
    configuration: a.interfaces(
      {
        name: "BondEthernet7",
        type: "iana-if-type:ieee8023adLag",
        "sweetcomb-bond:bond": { mode: "lacp", "load-balance": "l34" },
      },
      a.loopback("loop7", { "sweetcomb-bond:bond-member": { bond: "BondEthernet7", passive: true } }),
    ),
    shown: {
      bond: ["show bond details", "BondEthernet7 mode: lacp load balance: l34", "number of members: 1"],
      "bond-member": ["show bond details", "number of members: 1 loop7"],
    },
  },
  {
    configuration: {
      "sweetcomb-cdp:cdp": { enabled: true },
      "sweetcomb-lldp:lldp": { "system-name": "router seven", "transmit-interval": 7, "transmit-hold": 3 },
      ...a.interfaces(
        a.loopback("loop7", { "sweetcomb-lldp:lldp": { enabled: true, "port-description": "to the west" } }),
      ),
    },
    shown: {
      cdp: ["show cdp", "Our Port Peer System Peer Port Last Heard"],
      lldp: [
        "show lldp detail",
        "Configured system name: router seven Configured tx-hold: 3 Configured tx-interval: 7",
      ],
      "interface-lldp": ["show lldp detail", "Local Interface name: loop7 Local Port Description: to the west"],
    },
    lacking: /its two numberings differ/,
  },
  {
    configuration: a.interfaces({
      name: "vm seven",
      type: "sweetcomb-virtio:vhost-user",
      "sweetcomb-virtio:vhost-user": { socket: "/tmp/sweetcomb-witness.sock", role: "server", gso: true, instance: 7 },
    }),
    shown: {
      "vhost-user": [
        "show vhost-user",
        "Interface: VirtualEthernet0/0/7",
        "GSO enable",
        "socket filename /tmp/sweetcomb-witness.sock type server",
      ],
    },
  },
];
