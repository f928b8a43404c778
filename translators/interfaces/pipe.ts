import { PipeCreate, PipeDelete, PipeDump } from "vpp-binapi-ts/api";
import { numberIn, withChosenNumber } from "./chosen-number.js";
import { defineInterfaceKind, type TypedValue } from "./interface-kind.js";

interface Value extends TypedValue {
  readonly "sweetcomb-sub-interfaces:pipe"?: { readonly instance?: number };
}

/** A pair of interfaces inside VPP. The pipe itself carries no packets; its ends are configured as interfaces of their own. */
export const pipe = defineInterfaceKind<Value>({
  name: "pipe",
  type: "sweetcomb-sub-interfaces:pipe",
  leafs: ["sweetcomb-sub-interfaces:pipe"],
  messages: [PipeCreate, PipeDelete, PipeDump],
  isOne: ({ details }) => details.interfaceDevType === "Pipe" && details.supSwIfIndex === details.swIfIndex,
  async create({ vpp }, { key, value }) {
    const create = (userInstance: number) => vpp.call(PipeCreate, { isSpecified: true, userInstance });
    const asked = value["sweetcomb-sub-interfaces:pipe"]?.instance ?? numberIn(key.name, "pipe");
    const { swIfIndex } = await (asked === undefined
      ? withChosenNumber(key.name, chosenInstances, create)
      : create(asked));
    return swIfIndex;
  },
  remove: ({ vpp }, swIfIndex) => vpp.call(PipeDelete, { swIfIndex }),
  async *dump({ vpp }) {
    for await (const { swIfIndex, instance } of vpp.dump(PipeDump)) {
      yield { swIfIndex, value: { "sweetcomb-sub-interfaces:pipe": { instance } } };
    }
  },
  chosenByVpp: ["sweetcomb-sub-interfaces:pipe/instance"],
});

/** Above those that people ask for; VPP has 16384. */
const chosenInstances = { first: 8192, count: 8192, taken: "INVALID_REGISTRATION" };
