import { FlowprobeGetParams, FlowprobeRecordFlags, FlowprobeSetParams } from "vpp-binapi-ts/api";
import { defineKind, defineTranslator, type TranslatorContext } from "../../src/southbound/translator.js";

interface Value {
  readonly record: readonly Layer[];
  /** Seconds. */
  readonly "active-timer"?: number;
  /** Seconds. */
  readonly "passive-timer"?: number;
}

type Layer = keyof typeof layers;

const layers = {
  l2: FlowprobeRecordFlags.FLOWPROBE_RECORD_FLAG_L2,
  l3: FlowprobeRecordFlags.FLOWPROBE_RECORD_FLAG_L3,
  l4: FlowprobeRecordFlags.FLOWPROBE_RECORD_FLAG_L4,
} as const;

export const flowProbes = defineKind<Record<never, string>>("flow-probe", []);

/** What is recorded of flows. VPP does not change it while an interface is watched, so they depend on it. */
export const flowProbe = defineTranslator<Record<never, string>, Value>({
  name: flowProbes.name,
  kind: flowProbes,
  path: "/sweetcomb-flow-export:flow-export/flow-probe",
  keys: {},
  leafs: ["record", "active-timer", "passive-timer"],
  messages: [FlowprobeSetParams, FlowprobeGetParams],
  create: (context, { value }) => setParams(context, value),
  update: "recreate",
  delete: (context) => setParams(context, { record: [] }),
  async *dump({ vpp }) {
    const { recordFlags, activeTimer, passiveTimer } = await vpp.call(FlowprobeGetParams);
    const record = (Object.keys(layers) as Layer[]).filter((layer) => (recordFlags & layers[layer]) !== 0);
    if (record.length > 0) {
      yield { key: {}, value: { record, "active-timer": activeTimer, "passive-timer": passiveTimer } };
    }
  },
  matches: (configured, dumped) =>
    flagsOf(configured) === flagsOf(dumped) &&
    configured["active-timer"] === dumped["active-timer"] &&
    configured["passive-timer"] === dumped["passive-timer"],
});

async function setParams({ vpp }: TranslatorContext, value: Value): Promise<void> {
  await vpp.call(FlowprobeSetParams, {
    recordFlags: flagsOf(value) as FlowprobeRecordFlags,
    activeTimer: value["active-timer"] ?? 15,
    passiveTimer: value["passive-timer"] ?? 120,
  });
}

function flagsOf({ record }: Value): number {
  return record.reduce((flags, layer) => flags | layers[layer], 0);
}
