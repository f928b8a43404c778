import { SwInterfaceVirtioPciDump, VirtioFlags, VirtioPciCreateV2, VirtioPciDelete } from "vpp-binapi-ts/api";
import { macBytes } from "../ip/addresses.js";
import { flagsOf } from "./flags.js";
import { defineInterfaceKind, type TypedValue } from "./interface-kind.js";
import { formatPciAddress, parsePciAddress } from "./pci-address.js";

interface Value extends TypedValue {
  readonly "sweetcomb-virtio:virtio-pci": VirtioPci;
}

type VirtioPci = { readonly address: string } & { readonly [Leaf in keyof typeof flags]?: boolean };

/** By the leaf that asks for it. */
const flags = {
  gso: VirtioFlags.VIRTIO_API_FLAG_GSO,
  "checksum-offload": VirtioFlags.VIRTIO_API_FLAG_CSUM_OFFLOAD,
  "gro-coalesce": VirtioFlags.VIRTIO_API_FLAG_GRO_COALESCE,
  "packed-ring": VirtioFlags.VIRTIO_API_FLAG_PACKED,
  "in-order": VirtioFlags.VIRTIO_API_FLAG_IN_ORDER,
  buffering: VirtioFlags.VIRTIO_API_FLAG_BUFFERING,
  rss: VirtioFlags.VIRTIO_API_FLAG_RSS,
} as const;

/** A virtio device on the PCI bus. VPP refuses one that is not there, or that Linux holds. */
export const virtioPci = defineInterfaceKind<Value>({
  name: "virtio-pci",
  type: "sweetcomb-virtio:virtio-pci",
  hasMac: true,
  leafs: ["sweetcomb-virtio:virtio-pci"],
  messages: [VirtioPciCreateV2, VirtioPciDelete, SwInterfaceVirtioPciDump],
  isOne: ({ details }) => details.interfaceDevType === "virtio" && details.interfaceName.startsWith("virtio-"),
  isKnownByValue: () => true,
  async create({ vpp }, { value }) {
    const settings = value["sweetcomb-virtio:virtio-pci"];
    const mac = value["sweetcomb-interfaces:mac-address"];
    const { swIfIndex } = await vpp.call(VirtioPciCreateV2, {
      pciAddr: parsePciAddress(settings.address),
      useRandomMac: mac === undefined,
      macAddress: mac === undefined ? undefined : macBytes(mac),
      virtioFlags: flagsOf(settings, flags),
      features: 0n,
    });
    return swIfIndex;
  },
  remove: ({ vpp }, swIfIndex) => vpp.call(VirtioPciDelete, { swIfIndex }),
  async *dump({ vpp }) {
    for await (const { swIfIndex, pciAddr } of vpp.dump(SwInterfaceVirtioPciDump)) {
      yield { swIfIndex, value: { "sweetcomb-virtio:virtio-pci": { address: formatPciAddress(pciAddr) } } };
    }
  },
  unreadable: Object.keys(flags).map((leaf) => `sweetcomb-virtio:virtio-pci/${leaf}`),
});
