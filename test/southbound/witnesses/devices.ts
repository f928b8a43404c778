/** Interfaces that are there before Sweetcomb is, and those on Linux devices. */

import * as a from "../configurations.js";
import type { DeviceWitness, Witness } from "./witness.js";

const mac = "02:00:00:00:bb:77";

export const generatorWitness: Witness = {
  made: ["create packet-generator interface pg77"],
  configuration: {
    ...a.interfaces({
      name: "pg77",
      type: "iana-if-type:ethernetCsmacd",
      enabled: true,
      "sweetcomb-interfaces:mac-address": mac,
    }),
    // Through an interface that stays (see scenarios/punt.ts).
    "sweetcomb-punt:punt": { address: [{ ip: "192.0.2.177", "outgoing-interface": "pg77" }] },
  },
  shown: {
    hardware: ["show interface pg77", /pg77 \d+ up/],
    "hardware-mac-address": ["show hardware-interfaces pg77", `Ethernet address ${mac}`],
    "punt-address": ["show stn rules", "address: 192.0.2.177 iface: pg77"],
  },
  lasting: { "hardware-mac-address": "VPP does not know the address that the hardware had at first" },
};

export const tapWitness: Witness = {
  configuration: a.interfaces({
    name: "tap7",
    type: "sweetcomb-interfaces:tap",
    "sweetcomb-interfaces:tap": { "host-interface-name": "sweetcomb-tap7" },
  }),
  shown: { tap: ["show tap tap7", "Interface: tap7 (ifindex", "sweetcomb-tap7"] },
  lacking: /tap_create/,
};

export const hostInterfaceWitness: DeviceWitness = (device) => {
  const name = `host-${device}`;
  return {
    configuration: a.interfaces({
      name,
      type: "sweetcomb-interfaces:host-interface",
      enabled: true,
      "sweetcomb-interfaces:mac-address": mac,
      "sweetcomb-interfaces:rx-queue": [{ id: 0, mode: "interrupt", thread: 0 }],
      "sweetcomb-interfaces:tx-queue": [{ id: 0, thread: [0] }],
    }),
    shown: {
      "host-interface": [
        `show hardware-interfaces ${name}`,
        `Ethernet address ${mac}`,
        "Linux PACKET socket interface",
      ],
      "interface-rx-queue": ["show interface rx-placement", `${name} queue 0 (interrupt)`],
      "interface-tx-queue": [`show hardware-interfaces ${name}`, /TX Queues: .* 0 no 0 /],
    },
  };
};

export const rxModeWitness: DeviceWitness = (device) => ({
  configuration: a.interfaces({
    name: `host-${device}`,
    type: "sweetcomb-interfaces:host-interface",
    enabled: true,
    "sweetcomb-interfaces:rx-mode": "interrupt",
  }),
  shown: { "interface-rx-mode": ["show interface rx-placement", `host-${device} queue 0 (interrupt)`] },
});

/** Where VPP has the plugin: the build of the VPP that most have is without. */
export const afXdpWitness: DeviceWitness = (device) => ({
  configuration: a.interfaces({
    name: "uplink",
    type: "sweetcomb-devices:af-xdp",
    enabled: true,
    "sweetcomb-interfaces:mac-address": mac,
    "sweetcomb-devices:af-xdp": { device, mode: "copy" },
    ...a.addresses("192.0.2.1/24"),
  }),
  shown: {
    "af-xdp": [`show hardware-interfaces ${device}/0`, `Ethernet address ${mac}`, `netdev ${device}`],
  },
  lacking: /af_xdp_create/,
});
