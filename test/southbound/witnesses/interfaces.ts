/** Interfaces and what all kinds of them have. */

import * as a from "../configurations.js";
import type { Witness } from "./witness.js";

const mac = "02:00:00:00:aa:01";
const vlan = (name: string, settings: a.Member, more: a.Member = {}): a.Member => ({
  name,
  type: "iana-if-type:l2vlan",
  "sweetcomb-sub-interfaces:sub-interface": { parent: "loop7", ...settings },
  ...more,
});

export const interfaceWitnesses: readonly Witness[] = [
  {
    configuration: {
      "sweetcomb-interfaces:memif-sockets": { socket: [{ id: 7, filename: "@sweetcomb-witness" }] },
      ...a.vrfs(a.vrf("red", 4711)),
      ...a.interfaces(
        a.loopback("loop7", {
          enabled: true,
          description: "to the west",
          ...a.addresses("192.0.2.1/24", "2001:db8:77::1/64"),
          "sweetcomb-routing:vrf": "red",
          "sweetcomb-interfaces:mac-address": mac,
          "sweetcomb-interfaces:packet-mtu": 1500,
          "sweetcomb-interfaces:gso": true,
          "sweetcomb-interfaces:detailed-statistics": true,
          "sweetcomb-interfaces:mirror": [{ to: "loop8", layer: "device", direction: "received" }],
        }),
        a.loopback("loop8", {
          "sweetcomb-interfaces:secondary-mac-address": ["02:00:00:00:aa:77"],
          "ietf-ip:ipv6": { "sweetcomb-interfaces:link-local-address": "fe80::77" },
        }),
        a.loopback("loop9", {
          "sweetcomb-routing:vrf": "red",
          "sweetcomb-interfaces:unnumbered-to": "loop7",
        }),
        vlan("loop7.100", { "outer-vlan-id": 100, "inner-vlan-id": 200 }),
        {
          name: "memif7/1",
          type: "sweetcomb-interfaces:memif",
          "sweetcomb-interfaces:memif": { socket: 7, id: 1, role: "slave" },
        },
      ),
    },
    shown: {
      loopback: ["show hardware-interfaces loop7", `Ethernet address ${mac}`],
      "interface-enabled": ["show interface loop7", /loop7 \d+ up /],
      "interface-description": ["show interface tag loop7", "sc:loop7;to the west"],
      "interface-mtu": ["show interface loop7", "1500/0/0/0"],
      "interface-secondary-macs": ["show interface secondary-mac-address loop8", "02:00:00:00:aa:77"],
      "interface-gso": ["show interface features loop7", "gso-ip4", "gso-l2-ip6"],
      "interface-detailed-statistics": ["show interface features loop7", "stats-collect-tx", "stats-collect-rx"],
      "interface-mirror": ["show interface span", "loop7 loop8 ( rx) ( none)"],
      "interface-ipv4-vrf": ["show interface addr loop7", "192.0.2.1/24 ip4 table-id 4711"],
      "interface-ipv6-vrf": ["show interface addr loop7", "2001:db8:77::1/64 ip6 table-id 4711"],
      "interface-ipv4-address": ["show interface addr loop7", "192.0.2.1/24"],
      "interface-ipv6-address": ["show interface addr loop7", "2001:db8:77::1/64"],
      "interface-ipv6-enabled": ["show ip6 interface loop8", "Link-local address(es): fe80::77"],
      "interface-unnumbered": ["show interface addr loop9", "unnumbered, use loop7"],
      "sub-interface": ["show interface loop7.100", /loop7\.100 \d+ up/],
      "memif-socket": ["show memif", /7 \w+ abstract:sweetcomb-witness/],
      memif: ["show memif", "interface memif7/1 socket-id 7 id 1 mode ethernet flags admin-up slave"],
    },
  },
];

/** Where numbers of interfaces have drifted apart VPP cannot make it. */
export const p2pEthernetWitness: Witness = {
  configuration: a.interfaces(a.loopback("loop7"), {
    name: "subscriber",
    type: "sweetcomb-sub-interfaces:p2p-ethernet",
    "sweetcomb-sub-interfaces:p2p-ethernet": { parent: "loop7", "remote-mac": "02:00:00:00:00:77" },
  }),
  shown: { "p2p-ethernet": ["show interface features loop7", "p2p-ethernet-input"] },
  lacking: /two numberings/,
};
