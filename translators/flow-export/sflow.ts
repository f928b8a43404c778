/** Sampled packets (sFlow): VPP hands them to the host, whose sFlow daemon tells collectors. */

import {
  SflowDirectionGet,
  SflowDirectionSet,
  SflowDropMonitoringGet,
  SflowDropMonitoringSet,
  SflowEnableDisable,
  SflowHeaderBytesGet,
  SflowHeaderBytesSet,
  SflowInterfaceDump,
  SflowPollingIntervalGet,
  SflowPollingIntervalSet,
  SflowSamplingRateGet,
  SflowSamplingRateSet,
} from "vpp-binapi-ts/api";
import { defineTranslator, type TranslatorContext } from "../../src/southbound/translator.js";
import { interfaceOfHardware } from "../interfaces/hardware-index.js";
import { type InterfaceKey, interfacePath, interfaces, NO_INTERFACE } from "../interfaces/interface.js";
import { goneIsFine } from "../vpp-answers.js";

interface Settings {
  readonly "sampling-rate"?: number;
  /** Seconds. */
  readonly "polling-interval"?: number;
  readonly "header-bytes"?: number;
  readonly direction?: keyof typeof directions;
  readonly "drop-monitoring"?: boolean;
}

const directions = { received: 1, sent: 2, both: 3 } as const;

/** What VPP starts with. */
const defaults = {
  "sampling-rate": 10_000,
  "polling-interval": 20,
  "header-bytes": 128,
  direction: "received",
  "drop-monitoring": false,
} as const satisfies Required<Settings>;

/** Settings that are not VPP's own. All of them change in place. */
export const sflowSettings = defineTranslator<Record<never, string>, Settings>({
  name: "sflow",
  path: "/sweetcomb-flow-export:flow-export/sflow",
  keys: {},
  leafs: Object.keys(defaults),
  when: isSpecial,
  messages: [
    SflowSamplingRateSet,
    SflowSamplingRateGet,
    SflowPollingIntervalSet,
    SflowPollingIntervalGet,
    SflowHeaderBytesSet,
    SflowHeaderBytesGet,
    SflowDirectionSet,
    SflowDirectionGet,
    SflowDropMonitoringSet,
    SflowDropMonitoringGet,
  ],
  create: (context, { value }) => set(context, { ...defaults, ...value }, defaults),
  update: (context, { value }, before) => set(context, { ...defaults, ...value }, { ...defaults, ...before }),
  delete: (context, { value }) => set(context, defaults, { ...defaults, ...value }),
  async *dump({ vpp }) {
    const { samplingN } = await vpp.call(SflowSamplingRateGet);
    const { pollingS } = await vpp.call(SflowPollingIntervalGet);
    const { headerB } = await vpp.call(SflowHeaderBytesGet);
    const { samplingD } = await vpp.call(SflowDirectionGet);
    const { dropM } = await vpp.call(SflowDropMonitoringGet);
    const value: Settings = {
      "sampling-rate": samplingN,
      "polling-interval": pollingS,
      "header-bytes": headerB,
      direction: samplingD === directions.both ? "both" : samplingD === directions.sent ? "sent" : "received",
      "drop-monitoring": dropM !== 0,
    };
    if (isSpecial(value)) yield { key: {}, value };
  },
});

function isSpecial(value: Settings): boolean {
  const names = Object.keys(defaults) as (keyof Settings)[];
  return names.some((name) => (value[name] ?? defaults[name]) !== defaults[name]);
}

/** Sends what differs; when VPP refuses one, those before it go back. */
async function set(context: TranslatorContext, after: Required<Settings>, before: Required<Settings>): Promise<void> {
  try {
    await setDifferent(context, after, before);
  } catch (refusal) {
    await setDifferent(context, before, after);
    throw refusal;
  }
}

async function setDifferent({ vpp }: TranslatorContext, to: Required<Settings>, from: Required<Settings>) {
  const differs = (name: keyof Settings) => to[name] !== from[name];
  if (differs("sampling-rate")) await vpp.call(SflowSamplingRateSet, { samplingN: to["sampling-rate"] });
  if (differs("polling-interval")) await vpp.call(SflowPollingIntervalSet, { pollingS: to["polling-interval"] });
  if (differs("header-bytes")) await vpp.call(SflowHeaderBytesSet, { headerB: to["header-bytes"] });
  if (differs("direction")) await vpp.call(SflowDirectionSet, { samplingD: directions[to.direction] });
  if (differs("drop-monitoring")) await vpp.call(SflowDropMonitoringSet, { dropM: to["drop-monitoring"] ? 1 : 0 });
}

const MEMBER = "sweetcomb-flow-export:sflow";

/** An interface whose packets are sampled. VPP asks for a sw_if_index under the name of a hardware index, and tells the latter. */
export const sampledInterface = defineTranslator<InterfaceKey, { readonly [MEMBER]?: boolean }>({
  name: "sflow-interface",
  path: interfacePath,
  keys: { name: "interface/name" },
  leafs: [MEMBER],
  when: (value) => value[MEMBER] === true,
  messages: [SflowEnableDisable, SflowInterfaceDump],
  dependsOn: ({ key }) => [interfaces.at(key)],
  create: (context, { key }) => sample(context, key, true),
  update: "recreate",
  delete: (context, { key }) => goneIsFine(sample(context, key, false), "VALUE_EXIST"),
  reads: [interfaces],
  async *dump(context) {
    for await (const { hwIfIndex } of context.vpp.dump(SflowInterfaceDump, { hwIfIndex: NO_INTERFACE })) {
      const name = await interfaceOfHardware(context, hwIfIndex);
      if (name !== undefined) yield { key: { name }, value: { [MEMBER]: true } };
    }
  },
});

async function sample({ vpp, handleOf }: TranslatorContext, key: InterfaceKey, enableDisable: boolean): Promise<void> {
  await vpp.call(SflowEnableDisable, { enableDisable, hwIfIndex: handleOf(interfaces.at(key)) });
}
