import { QosMarkDump, QosMarkEnableDisable } from "vpp-binapi-ts/api";
import { defineTranslator, type Entry, type TranslatorContext } from "../../src/southbound/translator.js";
import { interfaceKeys, interfacePath, interfaces, NO_INTERFACE } from "../interfaces/interface.js";
import { goneIsFine } from "../vpp-answers.js";
import { egressMaps } from "./egress-map.js";
import { qosSources, type SourceName, sourceName } from "./qos-source.js";

type Key = { readonly name: string; readonly source: string };

interface Value {
  readonly map: number;
}

/** The marking of packets that go out with what was recorded when they came in. */
export const qosMark = defineTranslator<Key, Value>({
  name: "qos-mark",
  path: `${interfacePath}/sweetcomb-qos:qos/mark`,
  keys: { ...interfaceKeys, source: "mark/source" },
  leafs: ["map"],
  messages: [QosMarkEnableDisable, QosMarkDump],
  dependsOn: ({ key: { name }, value }) => [interfaces.at({ name }), egressMaps.at({ id: String(value.map) })],
  create: (context, entry) => setMark(context, entry, true),
  update: "recreate",
  delete: (context, entry) => goneIsFine(setMark(context, entry, false)),
  reads: [interfaces],
  async *dump({ vpp, keyOf }) {
    for await (const { mark } of vpp.dump(QosMarkDump, { swIfIndex: NO_INTERFACE })) {
      const name = keyOf(interfaces, mark.swIfIndex)?.name;
      if (name === undefined) continue;
      yield { key: { name, source: sourceName(mark.outputSource) }, value: { map: mark.mapId } };
    }
  },
});

async function setMark(
  { vpp, handleOf }: TranslatorContext,
  { key: { name, source }, value: { map: mapId } }: Entry<Key, Value>,
  enable: boolean,
): Promise<void> {
  const mark = { swIfIndex: handleOf(interfaces.at({ name })), mapId, outputSource: qosSources[source as SourceName] };
  await vpp.call(QosMarkEnableDisable, { enable, mark });
}
