import { QosRecordDump, QosRecordEnableDisable } from "vpp-binapi-ts/api";
import { defineTranslator, type TranslatorContext } from "../../src/southbound/translator.js";
import { interfaceKeys, interfacePath, interfaces } from "../interfaces/interface.js";
import { goneIsFine } from "../vpp-answers.js";
import { qosSources, type SourceName, sourceName } from "./qos-source.js";

type Key = { readonly name: string; readonly source: string };

/** The recording of the quality that packets ask for when they come in. */
export const qosRecord = defineTranslator<Key, Readonly<Record<string, never>>>({
  name: "qos-record",
  path: `${interfacePath}/sweetcomb-qos:qos/record`,
  keys: { ...interfaceKeys, source: "record/source" },
  leafs: [],
  when: () => true,
  messages: [QosRecordEnableDisable, QosRecordDump],
  dependsOn: ({ key: { name } }) => [interfaces.at({ name })],
  create: (context, { key }) => setRecord(context, key, true),
  update: "recreate",
  delete: (context, { key }) => goneIsFine(setRecord(context, key, false)),
  reads: [interfaces],
  async *dump({ vpp, keyOf }) {
    for await (const { record } of vpp.dump(QosRecordDump)) {
      const name = keyOf(interfaces, record.swIfIndex)?.name;
      if (name !== undefined) yield { key: { name, source: sourceName(record.inputSource) }, value: {} };
    }
  },
});

async function setRecord({ vpp, handleOf }: TranslatorContext, { name, source }: Key, enable: boolean): Promise<void> {
  const swIfIndex = handleOf(interfaces.at({ name }));
  const inputSource = qosSources[source as SourceName];
  await vpp.call(QosRecordEnableDisable, { enable, record: { swIfIndex, inputSource } });
}
