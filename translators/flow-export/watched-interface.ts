import {
  FlowprobeDirection,
  FlowprobeInterfaceAddDel,
  FlowprobeInterfaceDump,
  FlowprobeWhich,
} from "vpp-binapi-ts/api";
import { defineTranslator, type Entry, type TranslatorContext } from "../../src/southbound/translator.js";
import { type InterfaceKey, interfaceKeys, interfacePath, interfaces, NO_INTERFACE } from "../interfaces/interface.js";
import { goneIsFine } from "../vpp-answers.js";
import { flowProbes } from "./flow-probe.js";

interface Value {
  readonly "sweetcomb-flow-export:flow-probe": { readonly variant: Variant; readonly direction?: Direction };
}

type Variant = keyof typeof variants;
type Direction = keyof typeof directions;

const variants = {
  ipv4: FlowprobeWhich.FLOWPROBE_WHICH_IP4,
  ipv6: FlowprobeWhich.FLOWPROBE_WHICH_IP6,
  l2: FlowprobeWhich.FLOWPROBE_WHICH_L2,
} as const;

const directions = {
  received: FlowprobeDirection.FLOWPROBE_DIRECTION_RX,
  sent: FlowprobeDirection.FLOWPROBE_DIRECTION_TX,
  both: FlowprobeDirection.FLOWPROBE_DIRECTION_BOTH,
} as const;

/** An interface whose flows are told. VPP keeps this by index when the interface is deleted. */
export const watchedInterface = defineTranslator<InterfaceKey, Value>({
  name: "flow-probe-interface",
  path: interfacePath,
  keys: interfaceKeys,
  leafs: ["sweetcomb-flow-export:flow-probe"],
  messages: [FlowprobeInterfaceAddDel, FlowprobeInterfaceDump],
  dependsOn: ({ key }) => [interfaces.at(key), flowProbes.at({})],
  create: (context, entry) => watch(context, entry, true),
  update: "recreate",
  delete: (context, entry) => goneIsFine(watch(context, entry, false)),
  reads: [interfaces],
  async *dump({ vpp, keyOf }) {
    for await (const details of vpp.dump(FlowprobeInterfaceDump, { swIfIndex: NO_INTERFACE })) {
      const name = keyOf(interfaces, details.swIfIndex)?.name;
      const variant = (Object.keys(variants) as Variant[]).find((each) => variants[each] === details.which);
      const direction = (Object.keys(directions) as Direction[]).find((each) => directions[each] === details.direction);
      if (name === undefined || variant === undefined || direction === undefined) continue;
      yield { key: { name }, value: { "sweetcomb-flow-export:flow-probe": { variant, direction } } };
    }
  },
});

async function watch(
  { vpp, handleOf }: TranslatorContext,
  { key, value }: Entry<InterfaceKey, Value>,
  isAdd: boolean,
): Promise<void> {
  const { variant, direction = "sent" } = value["sweetcomb-flow-export:flow-probe"];
  await vpp.call(FlowprobeInterfaceAddDel, {
    isAdd,
    which: variants[variant],
    direction: directions[direction],
    swIfIndex: handleOf(interfaces.at(key)),
  });
}
