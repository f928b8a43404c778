import { AfPacketCreateV3, AfPacketDelete, AfPacketDump, AfPacketFlags, AfPacketMode } from "vpp-binapi-ts/api";
import { macBytes } from "../ip/addresses.js";
import type { InterfaceKey } from "./interface.js";
import { defineInterfaceKind, type TypedValue } from "./interface-kind.js";

interface Value extends TypedValue {
  readonly "sweetcomb-interfaces:host-interface"?: {
    readonly device?: string;
    readonly "rx-queues"?: number;
    readonly "tx-queues"?: number;
    readonly "checksum-offload"?: boolean;
  };
}

/** A Linux device that VPP reaches through AF_PACKET. VPP makes one for each device and knows it by the device's name. */
export const hostInterface = defineInterfaceKind<Value>({
  name: "host-interface",
  type: "sweetcomb-interfaces:host-interface",
  hasMac: true,
  leafs: ["sweetcomb-interfaces:host-interface"],
  messages: [AfPacketCreateV3, AfPacketDelete, AfPacketDump],
  isOne: ({ details }) => details.interfaceDevType === "af-packet",
  validate({ key, value }) {
    if (deviceOf(key, value).length <= 15) return undefined;
    return { leaf: "sweetcomb-interfaces:host-interface/device", message: "A Linux device name has at most 15 bytes" };
  },
  async create({ vpp }, { key, value }) {
    const settings = value["sweetcomb-interfaces:host-interface"] ?? {};
    const mac = value["sweetcomb-interfaces:mac-address"];
    const { swIfIndex } = await vpp.call(AfPacketCreateV3, {
      mode: AfPacketMode.AF_PACKET_API_MODE_ETHERNET,
      hostIfName: deviceOf(key, value),
      useRandomHwAddr: mac === undefined,
      hwAddr: mac === undefined ? undefined : macBytes(mac),
      // Without it TCP through a veth has wrong checksums: Linux leaves them to the device.
      flags: settings["checksum-offload"] === false ? undefined : AfPacketFlags.AF_PACKET_API_FLAG_CKSUM_GSO,
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
    "sweetcomb-interfaces:host-interface/rx-queues",
    "sweetcomb-interfaces:host-interface/tx-queues",
    "sweetcomb-interfaces:host-interface/checksum-offload",
  ],
  chosenByVpp: ["sweetcomb-interfaces:host-interface/device"],
});

/** VPP calls the interface host- and the device, so an interface with such a name needs no device leaf. */
function deviceOf({ name }: InterfaceKey, value: Value): string {
  return value["sweetcomb-interfaces:host-interface"]?.device ?? name.replace(/^host-/, "");
}
