import { AfPacketCreateV3, AfPacketDelete, AfPacketDump, AfPacketFlags, AfPacketMode } from "vpp-binapi-ts/api";
import { macBytes } from "../ip/addresses.js";
import { flagsOf } from "./flags.js";
import type { InterfaceKey } from "./interface.js";
import { defineInterfaceKind, type TypedValue } from "./interface-kind.js";
import { refuseLongName } from "./linux-device.js";

interface Value extends TypedValue {
  readonly "sweetcomb-interfaces:host-interface"?: {
    readonly device?: string;
    readonly "rx-queues"?: number;
    readonly "tx-queues"?: number;
    readonly mode?: "ethernet" | "ip";
    readonly "rx-frame-size"?: number;
    readonly "tx-frame-size"?: number;
    readonly "rx-frames-per-block"?: number;
    readonly "tx-frames-per-block"?: number;
    readonly "qdisc-bypass"?: boolean;
    readonly "packet-version-2"?: boolean;
    readonly "checksum-offload"?: boolean;
  };
}

/** By the leaf that asks for it. */
const flags = {
  "qdisc-bypass": AfPacketFlags.AF_PACKET_API_FLAG_QDISC_BYPASS,
  "packet-version-2": AfPacketFlags.AF_PACKET_API_FLAG_VERSION_2,
} as const;

const modes = {
  ethernet: AfPacketMode.AF_PACKET_API_MODE_ETHERNET,
  ip: AfPacketMode.AF_PACKET_API_MODE_IP,
} as const;

/** A Linux device that VPP reaches through AF_PACKET. VPP makes one for each device and knows it by the device's name. */
export const hostInterface = defineInterfaceKind<Value>({
  name: "host-interface",
  type: "sweetcomb-interfaces:host-interface",
  hasMac: true,
  leafs: ["sweetcomb-interfaces:host-interface"],
  messages: [AfPacketCreateV3, AfPacketDelete, AfPacketDump],
  isOne: ({ details }) => details.interfaceDevType === "af-packet",
  isKnownByValue: () => true,
  validate: ({ key, value }) => refuseLongName(deviceOf(key, value), "sweetcomb-interfaces:host-interface/device"),
  claims: ({ key, value }) => [
    { what: `host-interface of the device ${deviceOf(key, value)}`, leaf: "sweetcomb-interfaces:host-interface" },
  ],
  async create({ vpp }, { key, value }) {
    const settings = value["sweetcomb-interfaces:host-interface"] ?? {};
    const mac = value["sweetcomb-interfaces:mac-address"];
    const { swIfIndex } = await vpp.call(AfPacketCreateV3, {
      mode: modes[settings.mode ?? "ethernet"],
      hostIfName: deviceOf(key, value),
      useRandomHwAddr: mac === undefined,
      hwAddr: mac === undefined ? undefined : macBytes(mac),
      rxFrameSize: settings["rx-frame-size"] ?? 0,
      txFrameSize: settings["tx-frame-size"] ?? 0,
      rxFramesPerBlock: settings["rx-frames-per-block"] ?? 0,
      txFramesPerBlock: settings["tx-frames-per-block"] ?? 0,
      flags: (flagsOf(settings, flags) | checksumFlag(settings["checksum-offload"])) as AfPacketFlags,
      numRxQueues: settings["rx-queues"] ?? 1,
      numTxQueues: settings["tx-queues"] ?? 1,
    });
    return swIfIndex;
  },
  remove: ({ vpp }, _swIfIndex, { key, value }) => vpp.call(AfPacketDelete, { hostIfName: deviceOf(key, value) }),
  async *dump({ vpp }) {
    for await (const { swIfIndex, hostIfName } of vpp.dump(AfPacketDump)) {
      yield { swIfIndex, value: { "sweetcomb-interfaces:host-interface": { device: hostIfName } } };
    }
  },
  unreadable: [
    "mode",
    "rx-queues",
    "tx-queues",
    "rx-frame-size",
    "tx-frame-size",
    "rx-frames-per-block",
    "tx-frames-per-block",
    "qdisc-bypass",
    "packet-version-2",
    "checksum-offload",
  ].map((leaf) => `sweetcomb-interfaces:host-interface/${leaf}`),
  chosenByVpp: ["sweetcomb-interfaces:host-interface/device"],
});

/** VPP calls the interface host- and the device, so an interface with such a name needs no device leaf. */
function deviceOf({ name }: InterfaceKey, value: Value): string {
  return value["sweetcomb-interfaces:host-interface"]?.device ?? name.replace(/^host-/, "");
}

/** Without it TCP through a veth has wrong checksums: Linux leaves them to the device. */
function checksumFlag(isWanted = true): number {
  return isWanted ? AfPacketFlags.AF_PACKET_API_FLAG_CKSUM_GSO : 0;
}
