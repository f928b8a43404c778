import { MplsInterfaceDump, SwInterfaceSetMplsEnable } from "vpp-binapi-ts/api";
import { defineTranslator, type TranslatorContext } from "../../src/southbound/translator.js";
import { type InterfaceKey, interfaceKeys, interfacePath, interfaces, NO_INTERFACE } from "../interfaces/interface.js";
import { goneIsFine } from "../vpp-answers.js";
import { mplsTables } from "./table.js";

interface Value {
  readonly "sweetcomb-mpls:mpls"?: boolean;
}

/** Label switching of an interface: it looks labels up in table 0, and VPP refuses it without. */
export const interfaceMpls = defineTranslator<InterfaceKey, Value>({
  name: "interface-mpls",
  path: interfacePath,
  keys: interfaceKeys,
  leafs: ["sweetcomb-mpls:mpls"],
  when: (value) => value["sweetcomb-mpls:mpls"] === true,
  messages: [SwInterfaceSetMplsEnable, MplsInterfaceDump],
  dependsOn: ({ key }) => [interfaces.at(key), mplsTables.at({ tableId: "0" })],
  create: (context, { key }) => enable(context, key, true),
  update: "recreate",
  delete: (context, { key }) => goneIsFine(enable(context, key, false)),
  reads: [interfaces],
  async *dump({ vpp, keyOf }) {
    for await (const { swIfIndex } of vpp.dump(MplsInterfaceDump, { swIfIndex: NO_INTERFACE })) {
      const key = keyOf(interfaces, swIfIndex);
      if (key !== undefined) yield { key, value: { "sweetcomb-mpls:mpls": true } };
    }
  },
});

async function enable({ vpp, handleOf }: TranslatorContext, key: InterfaceKey, isOn: boolean): Promise<void> {
  await vpp.call(SwInterfaceSetMplsEnable, { swIfIndex: handleOf(interfaces.at(key)), enable: isOn });
}
