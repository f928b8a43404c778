import { QosEgressMapDelete, QosEgressMapDump, QosEgressMapUpdate } from "vpp-binapi-ts/api";
import { defineKind, defineTranslator, type TranslatorContext } from "../../src/southbound/translator.js";
import { goneIsFine } from "../vpp-answers.js";
import { qosSources, type SourceName, sourceName, sourceNames } from "./qos-source.js";

export type EgressMapKey = { readonly id: string };

interface Translation {
  readonly source: SourceName;
  readonly input: number;
  readonly output: number;
}

interface Value {
  readonly translation?: readonly Translation[];
}

export const egressMaps = defineKind<EgressMapKey>("qos-egress-map", ["id"]);

/** A map from recorded to written values: VPP has four rows of 256 octets, and replaces them as a whole. */
export const egressMap = defineTranslator<EgressMapKey, Value>({
  name: "qos-egress-map",
  kind: egressMaps,
  path: "/sweetcomb-qos:qos-egress-maps/map",
  keys: { id: "map/id" },
  leafs: ["translation"],
  when: () => true,
  messages: [QosEgressMapUpdate, QosEgressMapDelete, QosEgressMapDump],
  create: (context, { key, value }) => setMap(context, key, value),
  update: (context, { key, value }) => setMap(context, key, value),
  async delete({ vpp }, { key }) {
    await goneIsFine(vpp.call(QosEgressMapDelete, { id: Number(key.id) }));
  },
  async *dump({ vpp }) {
    for await (const { map } of vpp.dump(QosEgressMapDump)) {
      const translation = map.rows.flatMap(({ outputs }, row) => translationsOf(sourceName(row), outputs));
      yield { key: { id: String(map.id) }, value: translation.length === 0 ? {} : { translation } };
    }
  },
  // What is not listed becomes 0, and the order says nothing.
  matches: (configured, dumped) => rowsOf(configured).every((row, index) => row.equals(rowsOf(dumped)[index]!)),
});

async function setMap({ vpp }: TranslatorContext, key: EgressMapKey, value: Value): Promise<void> {
  const rows = rowsOf(value).map((outputs) => ({ outputs }));
  await vpp.call(QosEgressMapUpdate, { map: { id: Number(key.id), rows } });
}

function rowsOf({ translation = [] }: Value): readonly Buffer[] {
  const rows = sourceNames.map(() => Buffer.alloc(256));
  for (const { source, input, output } of translation) rows[qosSources[source]]![input] = output;
  return rows;
}

function translationsOf(source: SourceName, outputs: Uint8Array): Translation[] {
  return [...outputs].flatMap((output, input) => (output === 0 ? [] : [{ source, input, output }]));
}
