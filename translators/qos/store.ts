import { QosStoreDump, QosStoreEnableDisable } from "vpp-binapi-ts/api";
import { defineTranslator, type Entry, type TranslatorContext } from "../../src/southbound/translator.js";
import { interfaceKeys, interfacePath, interfaces } from "../interfaces/interface.js";
import { goneIsFine } from "../vpp-answers.js";
import { qosSources, type SourceName, sourceName } from "./qos-source.js";

type Key = { readonly name: string; readonly source: string };

interface Value {
  readonly value: number;
}

/** A fixed quality that packets get recorded when they come in. */
export const qosStore = defineTranslator<Key, Value>({
  name: "qos-store",
  path: `${interfacePath}/sweetcomb-qos:qos/store`,
  keys: { ...interfaceKeys, source: "store/source" },
  leafs: ["value"],
  messages: [QosStoreEnableDisable, QosStoreDump],
  dependsOn: ({ key: { name } }) => [interfaces.at({ name })],
  create: (context, entry) => setStore(context, entry, true),
  update: "recreate",
  delete: (context, entry) => goneIsFine(setStore(context, entry, false)),
  reads: [interfaces],
  async *dump({ vpp, keyOf }) {
    for await (const { store } of vpp.dump(QosStoreDump)) {
      const name = keyOf(interfaces, store.swIfIndex)?.name;
      if (name === undefined) continue;
      yield { key: { name, source: sourceName(store.inputSource) }, value: { value: store.value } };
    }
  },
});

async function setStore(
  { vpp, handleOf }: TranslatorContext,
  { key: { name, source }, value: { value } }: Entry<Key, Value>,
  enable: boolean,
): Promise<void> {
  const store = { swIfIndex: handleOf(interfaces.at({ name })), inputSource: qosSources[source as SourceName], value };
  await vpp.call(QosStoreEnableDisable, { enable, store });
}
