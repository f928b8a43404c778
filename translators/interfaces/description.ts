import { SwInterfaceDump, SwInterfaceTagAddDel } from "vpp-binapi-ts/api";
import { defineTranslator, type TranslatorContext } from "../../src/southbound/translator.js";
import { goneIsFine } from "../vpp-answers.js";
import { type InterfaceKey, interfaceKeys, interfacePath, interfaces, listInterfaces } from "./interface.js";
import { keptDescription, tagOf } from "./tag.js";

interface Value {
  readonly name: string;
  readonly description?: string;
}

/** The description of an interface. VPP keeps as much of it as fits behind the name in the interface's tag. */
export const interfaceDescription = defineTranslator<InterfaceKey, Value>({
  name: "interface-description",
  path: interfacePath,
  keys: interfaceKeys,
  leafs: ["name", "description"],
  when: ({ description }) => description !== undefined,
  messages: [SwInterfaceTagAddDel, SwInterfaceDump],
  partOf: ({ key }) => interfaces.at(key),
  create: (context, { key, value }) => setTag(context, key, value.description),
  update: (context, { key, value }) => setTag(context, key, value.description),
  delete: (context, { key }) => goneIsFine(setTag(context, key, undefined)),
  async *dump(context) {
    for (const { name, description } of (await listInterfaces(context)).values()) {
      if (description !== undefined) yield { key: { name }, value: { name, description } };
    }
  },
  matches: ({ name, description = "" }, dumped) => dumped.description === keptDescription(name, description),
});

async function setTag({ vpp, handleOf }: TranslatorContext, key: InterfaceKey, description: string | undefined) {
  const swIfIndex = handleOf(interfaces.at(key));
  await vpp.call(SwInterfaceTagAddDel, { isAdd: true, swIfIndex, tag: tagOf(key.name, description) });
}
