import { type SwInterfaceTapV2Details, SwInterfaceTapV2Dump, TapCreateV3, TapDeleteV2 } from "vpp-binapi-ts/api";
import { formatMac, macBytes } from "../ip/addresses.js";
import { numberIn, withChosenNumber } from "./chosen-number.js";
import { NO_INTERFACE } from "./interface.js";
import { defineInterfaceKind, type TypedValue } from "./interface-kind.js";
import { tagOf } from "./tag.js";

interface Value extends TypedValue {
  readonly "sweetcomb-interfaces:tap"?: Tap;
}

interface Tap {
  readonly id?: number;
  readonly "host-interface-name"?: string;
  readonly "host-namespace"?: string;
  readonly "host-bridge"?: string;
  readonly "host-mac-address"?: string;
  readonly "host-mtu"?: number;
  readonly "rx-ring-size"?: number;
  readonly "tx-ring-size"?: number;
  readonly "rx-queues"?: number;
  readonly "tx-queues"?: number;
}

/** Above those that people ask for. */
const chosenIds = { first: 512, count: 512, taken: "INVALID_INTERFACE" };

/** A Linux tap device. Its Linux side is set at creation only, so every change makes it anew. */
export const tap = defineInterfaceKind<Value>({
  name: "tap",
  type: "sweetcomb-interfaces:tap",
  hasMac: true,
  leafs: ["sweetcomb-interfaces:tap"],
  messages: [TapCreateV3, TapDeleteV2, SwInterfaceTapV2Dump],
  // A tap has the device type of a virtio device on the PCI bus, which is hardware.
  isOne: ({ details }) => details.interfaceDevType === "virtio" && /^(tap|tun)\d/.test(details.interfaceName),
  async create({ vpp }, { key, value }) {
    const tap = value["sweetcomb-interfaces:tap"] ?? {};
    const mac = value["sweetcomb-interfaces:mac-address"];
    const fields = {
      useRandomMac: mac === undefined,
      macAddress: macOf(mac),
      numRxQueues: tap["rx-queues"] ?? 1,
      numTxQueues: tap["tx-queues"] ?? 1,
      rxRingSz: tap["rx-ring-size"] ?? 256,
      txRingSz: tap["tx-ring-size"] ?? 256,
      hostMtuSet: tap["host-mtu"] !== undefined,
      hostMtuSize: tap["host-mtu"],
      hostMacAddrSet: tap["host-mac-address"] !== undefined,
      hostMacAddr: macOf(tap["host-mac-address"]),
      hostNamespaceSet: tap["host-namespace"] !== undefined,
      hostNamespace: tap["host-namespace"],
      hostIfNameSet: tap["host-interface-name"] !== undefined,
      hostIfName: tap["host-interface-name"],
      hostBridgeSet: tap["host-bridge"] !== undefined,
      hostBridge: tap["host-bridge"],
      tag: tagOf(key.name),
    };
    const create = (id: number) => vpp.call(TapCreateV3, { id, ...fields });
    const asked = tap.id ?? numberIn(key.name, "tap");
    const { swIfIndex } = await (asked === undefined ? withChosenNumber(key.name, chosenIds, create) : create(asked));
    return swIfIndex;
  },
  tagsItself: true,
  remove: ({ vpp }, swIfIndex) => vpp.call(TapDeleteV2, { swIfIndex }),
  async *dump({ vpp }) {
    for await (const details of vpp.dump(SwInterfaceTapV2Dump, { swIfIndex: NO_INTERFACE })) {
      yield { swIfIndex: details.swIfIndex, value: { "sweetcomb-interfaces:tap": tapFrom(details) } };
    }
  },
  unreadable: ["sweetcomb-interfaces:tap/rx-queues", "sweetcomb-interfaces:tap/tx-queues"],
  chosenByVpp: [
    "sweetcomb-interfaces:tap/id",
    "sweetcomb-interfaces:tap/host-interface-name",
    "sweetcomb-interfaces:tap/host-mac-address",
    "sweetcomb-interfaces:tap/host-mtu",
  ],
});

function tapFrom(details: SwInterfaceTapV2Details): Tap {
  const { hostIfName, hostNamespace, hostBridge, hostMtuSize } = details;
  return {
    id: details.id,
    "rx-ring-size": details.rxRingSz,
    "tx-ring-size": details.txRingSz,
    "host-mac-address": formatMac(details.hostMacAddr),
    ...(hostIfName !== "" && { "host-interface-name": hostIfName }),
    ...(hostNamespace !== "" && { "host-namespace": hostNamespace }),
    ...(hostBridge !== "" && { "host-bridge": hostBridge }),
    ...(hostMtuSize !== 0 && { "host-mtu": hostMtuSize }),
  };
}

function macOf(text: string | undefined): Uint8Array | undefined {
  return text === undefined ? undefined : macBytes(text);
}
