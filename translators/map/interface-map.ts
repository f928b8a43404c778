import { MapIfEnableDisable } from "vpp-binapi-ts/api";
import { defineTranslator, type Entry, type TranslatorContext } from "../../src/southbound/translator.js";
import { type InterfaceKey, interfaceKeys, interfacePath, interfaces } from "../interfaces/interface.js";
import { goneIsFine } from "../vpp-answers.js";

interface Value {
  readonly "sweetcomb-map:address-port-mapping": "encapsulation" | "translation";
}

/** Mapping of what comes in by an interface. VPP does not tell where it is on, and counts how often. */
export const interfaceMap = defineTranslator<InterfaceKey, Value>({
  name: "map-interface",
  path: interfacePath,
  keys: interfaceKeys,
  leafs: ["sweetcomb-map:address-port-mapping"],
  messages: [MapIfEnableDisable],
  dependsOn: ({ key }) => [interfaces.at(key)],
  create: (context, entry) => setMapping(context, entry, true),
  update: "recreate",
  delete: (context, entry) => goneIsFine(setMapping(context, entry, false)),
  dump: "unreadable",
});

async function setMapping(
  { vpp, handleOf }: TranslatorContext,
  { key, value }: Entry<InterfaceKey, Value>,
  isEnable: boolean,
): Promise<void> {
  const isTranslation = value["sweetcomb-map:address-port-mapping"] === "translation";
  await vpp.call(MapIfEnableDisable, { swIfIndex: handleOf(interfaces.at(key)), isEnable, isTranslation });
}
