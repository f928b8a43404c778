import {
  CreateLoopbackInstance,
  DeleteLoopback,
  SwInterfaceDump,
  SwInterfaceSetMacAddress,
  SwInterfaceTagAddDel,
} from "vpp-binapi-ts/api";
import { defineTranslator } from "../../src/southbound/translator.js";
import { formatMac, macBytes } from "../ip/addresses.js";
import { goneIsFine } from "../vpp-answers.js";
import { numberIn, withChosenNumber } from "./chosen-number.js";
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
  readonly "sweetcomb-interfaces:loopback"?: { readonly instance?: number };
}

const loopbackType = "iana-if-type:softwareLoopback";

/** A loopback interface. One that is called loop and a number gets that instance number, as VPP would call it. */
export const loopback = defineTranslator<InterfaceKey, Value>({
  name: "loopback",
  kind: interfaces,
  path: interfacePath,
  keys: interfaceKeys,
  leafs: ["type", "sweetcomb-interfaces:mac-address", "sweetcomb-interfaces:loopback"],
  when: ({ type }) => type === loopbackType,
  messages: [CreateLoopbackInstance, DeleteLoopback, SwInterfaceDump, SwInterfaceSetMacAddress, SwInterfaceTagAddDel],
  validate: ({ key }) => refuseName(key),
  async create(context, { key, value }) {
    const mac = value["sweetcomb-interfaces:mac-address"];
    const macAddress = mac === undefined ? undefined : macBytes(mac);
    const create = (userInstance: number) =>
      context.vpp.call(CreateLoopbackInstance, { isSpecified: true, userInstance, macAddress });
    const asked = value["sweetcomb-interfaces:loopback"]?.instance ?? numberIn(key.name, "loop");
    const { swIfIndex } = await (asked === undefined
      ? withChosenNumber(key.name, chosenInstances, create)
      : create(asked));
    return tagged(context, key, swIfIndex, () => context.vpp.call(DeleteLoopback, { swIfIndex }));
  },
  canUpdate: (before, after) =>
    after["sweetcomb-interfaces:mac-address"] !== undefined &&
    before["sweetcomb-interfaces:loopback"]?.instance === after["sweetcomb-interfaces:loopback"]?.instance,
  async update({ vpp, handleOf }, { key, value }) {
    const macAddress = macBytes(value["sweetcomb-interfaces:mac-address"]!);
    await vpp.call(SwInterfaceSetMacAddress, { swIfIndex: handleOf(interfaces.at(key)), macAddress });
  },
  async delete({ vpp, handleOf }, { key }) {
    await goneIsFine(vpp.call(DeleteLoopback, { swIfIndex: handleOf(interfaces.at(key)) }));
  },
  async *dump(context) {
    for (const listed of (await listInterfaces(context)).values()) {
      const { details, name, owned } = listed;
      if (details.interfaceDevType !== "Loopback") continue;
      const instance = numberIn(details.interfaceName, "loop");
      yield {
        key: { name },
        value: {
          type: loopbackType,
          "sweetcomb-interfaces:mac-address": formatMac(details.l2Address),
          ...(instance !== undefined && { "sweetcomb-interfaces:loopback": { instance } }),
        },
        handle: details.swIfIndex,
        state: await interfaceState(context, listed),
        owned,
      };
    }
  },
  chosenByVpp: ["sweetcomb-interfaces:mac-address", "sweetcomb-interfaces:loopback/instance"],
});

/** Above those that people ask for; VPP has 16384. */
const chosenInstances = { first: 8192, count: 8192, taken: "INVALID_REGISTRATION" };
