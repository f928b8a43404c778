import {
  AfPacketCreateV3,
  AfPacketDelete,
  AfPacketDump,
  AfPacketFlags,
  AfPacketMode,
  SwInterfaceDump,
  SwInterfaceTagAddDel,
} from "vpp-binapi-ts/api";
import { defineTranslator } from "../../src/southbound/translator.js";
import { formatMac, macBytes } from "../ip/addresses.js";
import { goneIsFine } from "../vpp-answers.js";
import {
  type InterfaceKey,
  interfaceKeys,
  interfacePath,
  interfaceState,
  interfaces,
  listInterfaces,
  refuseName,
  tagged,
} from "./interface.js";

interface Value {
  readonly type: string;
  readonly "sweetcomb-interfaces:mac-address"?: string;
  readonly "sweetcomb-interfaces:host-interface"?: {
    readonly device?: string;
    readonly "rx-queues"?: number;
    readonly "tx-queues"?: number;
    readonly "checksum-offload"?: boolean;
  };
}

const hostInterfaceType = "sweetcomb-interfaces:host-interface";

/** A Linux device that VPP reaches through AF_PACKET. VPP makes one for each device and knows it by the device's name. */
export const hostInterface = defineTranslator<InterfaceKey, Value>({
  name: "host-interface",
  kind: interfaces,
  path: interfacePath,
  keys: interfaceKeys,
  leafs: ["type", "sweetcomb-interfaces:mac-address", "sweetcomb-interfaces:host-interface"],
  when: ({ type }) => type === hostInterfaceType,
  messages: [AfPacketCreateV3, AfPacketDelete, AfPacketDump, SwInterfaceDump, SwInterfaceTagAddDel],
  validate({ key, value }) {
    if (deviceOf(key, value).length > 15) {
      return {
        leaf: "sweetcomb-interfaces:host-interface/device",
        message: "A Linux device name has at most 15 bytes",
      };
    }
    return refuseName(key);
  },
  async create(context, { key, value }) {
    const settings = value["sweetcomb-interfaces:host-interface"] ?? {};
    const mac = value["sweetcomb-interfaces:mac-address"];
    const hostIfName = deviceOf(key, value);
    const { swIfIndex } = await context.vpp.call(AfPacketCreateV3, {
      mode: AfPacketMode.AF_PACKET_API_MODE_ETHERNET,
      hostIfName,
      useRandomHwAddr: mac === undefined,
      hwAddr: mac === undefined ? undefined : macBytes(mac),
      // Without it TCP through a veth has wrong checksums: Linux leaves them to the device.
      flags: settings["checksum-offload"] === false ? undefined : AfPacketFlags.AF_PACKET_API_FLAG_CKSUM_GSO,
      numRxQueues: settings["rx-queues"] ?? 1,
      numTxQueues: settings["tx-queues"] ?? 1,
    });
    return tagged(context, key, swIfIndex, () => context.vpp.call(AfPacketDelete, { hostIfName }));
  },
  update: "recreate",
  async delete({ vpp }, { key, value }) {
    await goneIsFine(vpp.call(AfPacketDelete, { hostIfName: deviceOf(key, value) }));
  },
  async *dump(context) {
    const listed = await listInterfaces(context);
    for await (const { swIfIndex, hostIfName } of context.vpp.dump(AfPacketDump)) {
      const found = listed.get(swIfIndex);
      if (found === undefined) continue;
      yield {
        key: { name: found.name },
        value: {
          type: hostInterfaceType,
          "sweetcomb-interfaces:mac-address": formatMac(found.details.l2Address),
          "sweetcomb-interfaces:host-interface": { device: hostIfName },
        },
        handle: swIfIndex,
        state: await interfaceState(context, found),
        owned: found.owned,
      };
    }
  },
  unreadable: [
    "sweetcomb-interfaces:host-interface/rx-queues",
    "sweetcomb-interfaces:host-interface/tx-queues",
    "sweetcomb-interfaces:host-interface/checksum-offload",
  ],
  chosenByVpp: ["sweetcomb-interfaces:mac-address", "sweetcomb-interfaces:host-interface/device"],
});

/** VPP calls the interface host- and the device, so an interface with such a name needs no device leaf. */
function deviceOf({ name }: InterfaceKey, value: Value): string {
  return value["sweetcomb-interfaces:host-interface"]?.device ?? name.replace(/^host-/, "");
}
