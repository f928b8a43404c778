import { L2InterfaceEfpFilter } from "vpp-binapi-ts/api";
import { defineTranslator, type TranslatorContext } from "../../src/southbound/translator.js";
import { type InterfaceKey, interfaceKeys, interfacePath, interfaces } from "../interfaces/interface.js";
import { goneIsFine } from "../vpp-answers.js";

interface Value {
  readonly "sweetcomb-l2:l2": { readonly "efp-filter": boolean };
}

/** Whether a sub-interface drops frames with tags that it would not take in. */
export const efpFilter = defineTranslator<InterfaceKey, Value>({
  name: "efp-filter",
  path: interfacePath,
  keys: interfaceKeys,
  leafs: ["sweetcomb-l2:l2/efp-filter"],
  when: (value) => value["sweetcomb-l2:l2"]?.["efp-filter"] === true,
  messages: [L2InterfaceEfpFilter],
  partOf: ({ key }) => interfaces.at(key),
  create: (context, { key }) => setFilter(context, key, true),
  update: (context, { key }) => setFilter(context, key, true),
  delete: (context, { key }) => goneIsFine(setFilter(context, key, false)),
  dump: "unreadable",
});

async function setFilter(
  { vpp, handleOf }: TranslatorContext,
  key: InterfaceKey,
  enableDisable: boolean,
): Promise<void> {
  await vpp.call(L2InterfaceEfpFilter, { swIfIndex: handleOf(interfaces.at(key)), enableDisable });
}
