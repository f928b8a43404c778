import { IpsecItfCreate, IpsecItfDelete, IpsecItfDump, TunnelMode } from "vpp-binapi-ts/api";
import { NO_INTERFACE } from "../interfaces/interface.js";
import { defineInterfaceKind, type TypedValue } from "../interfaces/interface-kind.js";
import { ownNumbers } from "../interfaces/own-numbers.js";

interface Value extends TypedValue {
  readonly "sweetcomb-ipsec:ipsec"?: {
    readonly instance?: number;
    readonly mode?: "point-to-point" | "multipoint";
  };
}

/** VPP's device type of IPsec interfaces. */
export const ipsecDeviceType = "IPSEC Tunnel";

const instances = ownNumbers<Value>({
  word: "ipsec",
  leaf: "sweetcomb-ipsec:ipsec/instance",
  numberOf: (value) => value["sweetcomb-ipsec:ipsec"]?.instance,
  // Above those that people ask for; VPP has 16384.
  chosen: { first: 8192, count: 8192, taken: "INVALID_REGISTRATION" },
});

/** An IPsec interface. One that is called ipsec and a number gets that instance number. */
export const ipsecInterface = defineInterfaceKind<Value>({
  name: "ipsec-interface",
  type: "sweetcomb-ipsec:ipsec-interface",
  leafs: ["sweetcomb-ipsec:ipsec"],
  messages: [IpsecItfCreate, IpsecItfDelete, IpsecItfDump],
  isOne: ({ details }) => details.interfaceDevType === ipsecDeviceType,
  claims: instances.claims,
  isKnownByValue: instances.isKnownByValue,
  async create({ vpp }, entry) {
    const { mode = "point-to-point" } = entry.value["sweetcomb-ipsec:ipsec"] ?? {};
    const create = (userInstance: number) =>
      vpp.call(IpsecItfCreate, { itf: { userInstance, mode: modes[mode], swIfIndex: NO_INTERFACE } });
    return (await instances.make(entry, create)).swIfIndex;
  },
  remove: ({ vpp }, swIfIndex) => vpp.call(IpsecItfDelete, { swIfIndex }),
  async *dump({ vpp }) {
    for await (const { itf } of vpp.dump(IpsecItfDump, { swIfIndex: NO_INTERFACE })) {
      const mode = itf.mode === TunnelMode.TUNNEL_API_MODE_MP ? "multipoint" : "point-to-point";
      yield { swIfIndex: itf.swIfIndex, value: { "sweetcomb-ipsec:ipsec": { instance: itf.userInstance, mode } } };
    }
  },
  chosenByVpp: ["sweetcomb-ipsec:ipsec/instance"],
});

const modes = {
  "point-to-point": TunnelMode.TUNNEL_API_MODE_P2P,
  multipoint: TunnelMode.TUNNEL_API_MODE_MP,
};
