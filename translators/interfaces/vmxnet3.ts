import { SwVmxnet3InterfaceDump, Vmxnet3Create, Vmxnet3Delete } from "vpp-binapi-ts/api";
import { NO_INTERFACE } from "./interface.js";
import { defineInterfaceKind, type TypedValue } from "./interface-kind.js";
import { formatPciAddress, packPciAddress, parsePciAddress, unpackPciAddress } from "./pci-address.js";

interface Value extends TypedValue {
  readonly "sweetcomb-devices:vmxnet3": Vmxnet3;
}

interface Vmxnet3 {
  readonly address: string;
  readonly "rx-queues"?: number;
  readonly "tx-queues"?: number;
  readonly "rx-ring-size"?: number;
  readonly "tx-ring-size"?: number;
  readonly bind?: (typeof bindings)[number];
  readonly gso?: boolean;
  readonly "event-log"?: boolean;
}

/** By VPP's number. */
const bindings = ["no", "if-down", "always"] as const;

/** A VMware card that VPP drives itself. VPP refuses one that is not there, or that Linux holds. */
export const vmxnet3 = defineInterfaceKind<Value>({
  name: "vmxnet3",
  type: "sweetcomb-devices:vmxnet3",
  leafs: ["sweetcomb-devices:vmxnet3"],
  messages: [Vmxnet3Create, Vmxnet3Delete, SwVmxnet3InterfaceDump],
  isOne: ({ details }) => details.interfaceDevType === "VMXNET3 interface",
  isKnownByValue: () => true,
  async create({ vpp }, { value }) {
    const settings = value["sweetcomb-devices:vmxnet3"];
    const { swIfIndex } = await vpp.call(Vmxnet3Create, {
      pciAddr: packPciAddress(parsePciAddress(settings.address)),
      enableElog: settings["event-log"] === true ? 1 : 0,
      rxqSize: settings["rx-ring-size"] ?? 1024,
      rxqNum: settings["rx-queues"] ?? 1,
      txqSize: settings["tx-ring-size"] ?? 1024,
      txqNum: settings["tx-queues"] ?? 1,
      bind: bindings.indexOf(settings.bind ?? "no"),
      enableGso: settings.gso ?? false,
    });
    return swIfIndex;
  },
  remove: ({ vpp }, swIfIndex) => vpp.call(Vmxnet3Delete, { swIfIndex }),
  async *dump({ vpp }) {
    for await (const shown of vpp.dump(SwVmxnet3InterfaceDump, { swIfIndex: NO_INTERFACE })) {
      const { swIfIndex, pciAddr, rxCount, rxList, txCount, txList } = shown;
      const settings: Vmxnet3 = {
        address: formatPciAddress(unpackPciAddress(pciAddr)),
        "rx-queues": rxCount,
        "tx-queues": txCount,
        "rx-ring-size": rxList[0]!.rxQsize,
        "tx-ring-size": txList[0]!.txQsize,
      };
      yield { swIfIndex, value: { "sweetcomb-devices:vmxnet3": settings } };
    }
  },
  unreadable: ["bind", "gso", "event-log"].map((leaf) => `sweetcomb-devices:vmxnet3/${leaf}`),
});
