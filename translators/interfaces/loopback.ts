import {
  CreateLoopbackInstance,
  DeleteLoopback,
  IfType,
  type SwInterfaceDetails,
  SwInterfaceSetMacAddress,
} from "vpp-binapi-ts/api";
import { macBytes } from "../ip/addresses.js";
import { numberIn } from "./chosen-number.js";
import { interfaces } from "./interface.js";
import { defineInterfaceKind, type TypedValue } from "./interface-kind.js";
import { ownNumbers } from "./own-numbers.js";

interface Value extends TypedValue {
  readonly "sweetcomb-interfaces:loopback"?: { readonly instance?: number };
}

const member = "sweetcomb-interfaces:loopback";

const instances = ownNumbers<Value>({
  word: "loop",
  leaf: `${member}/instance`,
  numberOf: (value) => value[member]?.instance,
  // Above those that people ask for; VPP has 16384.
  chosen: { first: 8192, count: 8192, taken: "INVALID_REGISTRATION" },
});

/** A loopback interface. One that is called loop and a number gets that instance number, as VPP would call it. */
export const loopback = defineInterfaceKind<Value>({
  name: "loopback",
  type: "iana-if-type:softwareLoopback",
  hasMac: true,
  leafs: [member],
  messages: [CreateLoopbackInstance, DeleteLoopback, SwInterfaceSetMacAddress],
  isOne: ({ details }) => isLoopback(details),
  claims: instances.claims,
  isKnownByValue: instances.isKnownByValue,
  async create({ vpp }, entry) {
    const mac = entry.value["sweetcomb-interfaces:mac-address"];
    const macAddress = mac === undefined ? undefined : macBytes(mac);
    const create = (userInstance: number) =>
      vpp.call(CreateLoopbackInstance, { isSpecified: true, userInstance, macAddress });
    return (await instances.make(entry, create)).swIfIndex;
  },
  remove: ({ vpp }, swIfIndex) => vpp.call(DeleteLoopback, { swIfIndex }),
  canUpdate: (before, after) =>
    after["sweetcomb-interfaces:mac-address"] !== undefined && before[member]?.instance === after[member]?.instance,
  async update({ vpp, handleOf }, { key, value }) {
    const macAddress = macBytes(value["sweetcomb-interfaces:mac-address"]!);
    await vpp.call(SwInterfaceSetMacAddress, { swIfIndex: handleOf(interfaces.at(key)), macAddress });
  },
  async *dump(_context, listed) {
    for (const { details } of listed.values()) {
      if (!isLoopback(details)) continue;
      const instance = numberIn(details.interfaceName, "loop");
      const value = instance === undefined ? {} : { [member]: { instance } };
      yield { swIfIndex: details.swIfIndex, value };
    }
  },
  chosenByVpp: [`${member}/instance`],
});

/** Whether VPP shows a loopback. The sub-interfaces of one have its device type. */
export function isLoopback({ interfaceDevType, type }: SwInterfaceDetails): boolean {
  return interfaceDevType === "Loopback" && type === IfType.IF_API_TYPE_HARDWARE;
}
