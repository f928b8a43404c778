import {
  type SwInterfaceTapV2Details,
  SwInterfaceTapV2Dump,
  TapCreateV3,
  TapDeleteV2,
  TapFlags,
} from "vpp-binapi-ts/api";
import { formatIp4, formatIp6, formatMac, ip4Bytes, ip6Bytes, isAllZero, macBytes } from "../ip/addresses.js";
import { numberIn, withNumber } from "./chosen-number.js";
import { flagsOf, leafsOf } from "./flags.js";
import { NO_INTERFACE } from "./interface.js";
import { defineInterfaceKind, type TypedValue } from "./interface-kind.js";
import { refuseLongName } from "./linux-device.js";
import { tagOf } from "./tag.js";

interface Value extends TypedValue {
  readonly "sweetcomb-interfaces:tap"?: Tap;
}

interface Tap extends TapFlagLeafs {
  readonly id?: number;
  readonly mode?: "ethernet" | "ip";
  readonly offload?: "none" | "checksum" | "gso";
  readonly "host-ipv4-address"?: string;
  readonly "host-ipv6-address"?: string;
  readonly "host-ipv4-gateway"?: string;
  readonly "host-ipv6-gateway"?: string;
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

type TapFlagLeafs = { readonly [Leaf in keyof typeof flags]?: boolean };

/** By the leaf that asks for it. */
const flags = {
  "gro-coalesce": TapFlags.TAP_API_FLAG_GRO_COALESCE,
  "packed-ring": TapFlags.TAP_API_FLAG_PACKED,
  "in-order": TapFlags.TAP_API_FLAG_IN_ORDER,
  "consistent-queue-pairs": TapFlags.TAP_API_FLAG_CONSISTENT_QP,
  persistent: TapFlags.TAP_API_FLAG_PERSIST,
  attach: TapFlags.TAP_API_FLAG_ATTACH,
} as const;

const offloads = { none: 0, checksum: TapFlags.TAP_API_FLAG_CSUM_OFFLOAD, gso: TapFlags.TAP_API_FLAG_GSO } as const;

/** Above those that people ask for. */
const chosenIds = { first: 512, count: 512, taken: "INVALID_INTERFACE" };

/** A tap or tun device of Linux. Its Linux side is set at creation only, so every change makes it anew. */
export const tap = defineInterfaceKind<Value>({
  name: "tap",
  type: "sweetcomb-interfaces:tap",
  hasMac: true,
  leafs: ["sweetcomb-interfaces:tap"],
  messages: [TapCreateV3, TapDeleteV2, SwInterfaceTapV2Dump],
  // A tap has the device type of a virtio device on the PCI bus, which is hardware.
  isOne: ({ details }) => details.interfaceDevType === "virtio" && /^(tap|tun)\d/.test(details.interfaceName),
  claims({ key, value }) {
    const { id, mode } = value["sweetcomb-interfaces:tap"] ?? {};
    // One row of numbers for both.
    const number = id ?? numberIn(key.name, mode === "ip" ? "tun" : "tap");
    return number === undefined ? [] : [{ what: `tap ${number} of VPP`, leaf: "sweetcomb-interfaces:tap" }];
  },
  validate({ value }) {
    const name = value["sweetcomb-interfaces:tap"]?.["host-interface-name"];
    return name === undefined ? undefined : refuseLongName(name, "sweetcomb-interfaces:tap/host-interface-name");
  },
  async create({ vpp }, { key, value }) {
    const tap = value["sweetcomb-interfaces:tap"] ?? {};
    const mac = value["sweetcomb-interfaces:mac-address"];
    const asIp = tap.mode === "ip" ? TapFlags.TAP_API_FLAG_TUN : 0;
    const fields = {
      ...hostAddresses(tap),
      tapFlags: (flagsOf(tap, flags) | offloads[tap.offload ?? "none"] | asIp) as TapFlags,
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
    const asked = tap.id ?? numberIn(key.name, tap.mode === "ip" ? "tun" : "tap");
    const { swIfIndex } = await withNumber(key.name, asked, chosenIds, create);
    return swIfIndex;
  },
  tagsItself: true,
  remove: ({ vpp }, swIfIndex) => vpp.call(TapDeleteV2, { swIfIndex }),
  async *dump({ vpp }) {
    for await (const details of vpp.dump(SwInterfaceTapV2Dump, { swIfIndex: NO_INTERFACE })) {
      yield { swIfIndex: details.swIfIndex, value: { "sweetcomb-interfaces:tap": tapFrom(details) } };
    }
  },
  unreadable: ["rx-queues", "tx-queues", "host-ipv4-gateway", "host-ipv6-gateway", "attach"].map(
    (leaf) => `sweetcomb-interfaces:tap/${leaf}`,
  ),
  chosenByVpp: [
    "sweetcomb-interfaces:tap/id",
    "sweetcomb-interfaces:tap/host-interface-name",
    "sweetcomb-interfaces:tap/host-mac-address",
    "sweetcomb-interfaces:tap/host-mtu",
  ],
});

/** Addresses and gateways of the Linux side. */
function hostAddresses(tap: Tap) {
  const { "host-ipv4-address": ip4, "host-ipv6-address": ip6 } = tap;
  const { "host-ipv4-gateway": gateway4, "host-ipv6-gateway": gateway6 } = tap;
  return {
    hostIp4PrefixSet: ip4 !== undefined,
    hostIp4Prefix: ip4 === undefined ? undefined : prefixOf(ip4, ip4Bytes),
    hostIp6PrefixSet: ip6 !== undefined,
    hostIp6Prefix: ip6 === undefined ? undefined : prefixOf(ip6, ip6Bytes),
    hostIp4GwSet: gateway4 !== undefined,
    hostIp4Gw: gateway4 === undefined ? undefined : ip4Bytes(gateway4),
    hostIp6GwSet: gateway6 !== undefined,
    hostIp6Gw: gateway6 === undefined ? undefined : ip6Bytes(gateway6),
  };
}

function prefixOf(text: string, bytesOf: (address: string) => Uint8Array) {
  const [address = "", length] = text.split("/");
  return { address: bytesOf(address), len: Number(length) };
}

function offloadFrom(tapFlags: number): keyof typeof offloads {
  if ((tapFlags & offloads.gso) !== 0) return "gso";
  return (tapFlags & offloads.checksum) !== 0 ? "checksum" : "none";
}

function tapFrom(details: SwInterfaceTapV2Details): Tap {
  const { hostIfName, hostNamespace, hostBridge, hostMtuSize, hostIp4Prefix: ip4, hostIp6Prefix: ip6 } = details;
  return {
    id: details.id,
    mode: (details.tapFlags & TapFlags.TAP_API_FLAG_TUN) === 0 ? "ethernet" : "ip",
    offload: offloadFrom(details.tapFlags),
    ...leafsOf(details.tapFlags, flags),
    ...(!isAllZero(ip4.address) && { "host-ipv4-address": `${formatIp4(ip4.address)}/${ip4.len}` }),
    ...(!isAllZero(ip6.address) && { "host-ipv6-address": `${formatIp6(ip6.address)}/${ip6.len}` }),
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
