import { IpsecItfCreate, IpsecItfDelete, IpsecItfDump, TunnelMode } from "vpp-binapi-ts/api";
import { numberClaim, numberIn, withChosenNumber } from "../interfaces/chosen-number.js";
import { NO_INTERFACE } from "../interfaces/interface.js";
import { defineInterfaceKind, type TypedValue } from "../interfaces/interface-kind.js";

interface Value extends TypedValue {
  readonly "sweetcomb-ipsec:ipsec"?: {
    readonly instance?: number;
    readonly mode?: "point-to-point" | "multipoint";
  };
}

/** VPP's device type of IPsec interfaces. */
export const ipsecDeviceType = "IPSEC Tunnel";

/** An IPsec interface. One that is called ipsec and a number gets that instance number. */
export const ipsecInterface = defineInterfaceKind<Value>({
  name: "ipsec-interface",
  type: "sweetcomb-ipsec:ipsec-interface",
  leafs: ["sweetcomb-ipsec:ipsec"],
  messages: [IpsecItfCreate, IpsecItfDelete, IpsecItfDump],
  isOne: ({ details }) => details.interfaceDevType === ipsecDeviceType,
  claims: ({ key, value }) =>
    numberClaim(key.name, "ipsec", value["sweetcomb-ipsec:ipsec"]?.instance, "sweetcomb-ipsec:ipsec/instance"),
  async create({ vpp }, { key, value }) {
    const { instance, mode = "point-to-point" } = value["sweetcomb-ipsec:ipsec"] ?? {};
    const create = (userInstance: number) =>
      vpp.call(IpsecItfCreate, { itf: { userInstance, mode: modes[mode], swIfIndex: NO_INTERFACE } });
    const asked = instance ?? numberIn(key.name, "ipsec");
    const { swIfIndex } = await (asked === undefined
      ? withChosenNumber(key.name, chosenInstances, create)
      : create(asked));
    return swIfIndex;
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

/** Above those that people ask for; VPP has 16384. */
const chosenInstances = { first: 8192, count: 8192, taken: "INVALID_REGISTRATION" };
