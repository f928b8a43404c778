import { MactimeEnableDisable } from "vpp-binapi-ts/api";
import { defineTranslator, type TranslatorContext } from "../../src/southbound/translator.js";
import { type InterfaceKey, interfaceKeys, interfacePath, interfaces } from "../interfaces/interface.js";
import { goneIsFine } from "../vpp-answers.js";

interface Value {
  readonly "sweetcomb-mactime:device-times": boolean;
}

/** Whether the times of devices hold at an interface. */
export const deviceTimesInterface = defineTranslator<InterfaceKey, Value>({
  name: "device-times-interface",
  path: interfacePath,
  keys: interfaceKeys,
  leafs: ["sweetcomb-mactime:device-times"],
  when: (value) => value["sweetcomb-mactime:device-times"] === true,
  messages: [MactimeEnableDisable],
  dependsOn: ({ key }) => [interfaces.at(key)],
  create: (context, { key }) => look(context, key, true),
  update: "recreate",
  delete: (context, { key }) => goneIsFine(look(context, key, false)),
  dump: "unreadable",
});

async function look({ vpp, handleOf }: TranslatorContext, key: InterfaceKey, enableDisable: boolean): Promise<void> {
  await vpp.call(MactimeEnableDisable, { swIfIndex: handleOf(interfaces.at(key)), enableDisable });
}
