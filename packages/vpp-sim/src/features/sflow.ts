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
import { answer, answerDump, type Feature } from "../handler.js";
import { NONE, Retval } from "../retval.js";
import { recordsOf } from "../state/records.js";
import type { Vpp } from "../state/vpp.js";

interface Settings {
  readonly samplingN: number;
  readonly pollingS: number;
  readonly headerB: number;
  readonly samplingD: number;
  readonly dropM: number;
}

const settings = recordsOf<Settings>("sflow");
const sampled = recordsOf<{ readonly swIfIndex: number }>("sflow-interfaces");

/** Samples of packets (plugin sflow). None is taken. */
export const sflow: Feature = {
  name: "sflow",
  handlers: [
    answer(SflowSamplingRateSet, (vpp, { samplingN }) => set(vpp, { samplingN })),
    answer(SflowSamplingRateGet, (vpp) => ({ samplingN: settingsOf(vpp).samplingN })),
    answer(SflowPollingIntervalSet, (vpp, { pollingS }) => set(vpp, { pollingS })),
    answer(SflowPollingIntervalGet, (vpp) => ({ pollingS: settingsOf(vpp).pollingS })),
    answer(SflowHeaderBytesSet, (vpp, { headerB }) => set(vpp, { headerB })),
    answer(SflowHeaderBytesGet, (vpp) => ({ headerB: settingsOf(vpp).headerB })),
    answer(SflowDirectionSet, (vpp, { samplingD }) => set(vpp, { samplingD })),
    answer(SflowDirectionGet, (vpp) => ({ samplingD: settingsOf(vpp).samplingD })),
    answer(SflowDropMonitoringSet, (vpp, { dropM }) => set(vpp, { dropM })),
    answer(SflowDropMonitoringGet, (vpp) => ({ dropM: settingsOf(vpp).dropM })),
    answer(SflowEnableDisable, (vpp, { hwIfIndex: swIfIndex, enableDisable }) => {
      const found = vpp.interfaces.get(swIfIndex);
      if (found === undefined || found.part !== undefined) return { retval: Retval.INVALID_SW_IF_INDEX };
      const key = String(swIfIndex);
      if (sampled(vpp).has(key) === enableDisable) return { retval: Retval.VALUE_EXIST };
      if (enableDisable) sampled(vpp).set(key, { swIfIndex });
      else sampled(vpp).delete(key);
      return { retval: Retval.OK };
    }),
    answerDump(SflowInterfaceDump, function* (vpp, { hwIfIndex: asked }) {
      for (const { swIfIndex } of sampled(vpp).values()) {
        // The two numberings are one here.
        if (asked === NONE || asked === swIfIndex) yield { hwIfIndex: swIfIndex };
      }
    }),
  ],
};

/** What VPP starts with. */
const INITIAL: Settings = { samplingN: 10_000, pollingS: 20, headerB: 128, samplingD: 1, dropM: 0 };

function settingsOf(vpp: Vpp): Settings {
  return settings(vpp).get("") ?? INITIAL;
}

function set(vpp: Vpp, changed: Partial<Settings>) {
  settings(vpp).set("", { ...settingsOf(vpp), ...changed });
  return { retval: Retval.OK };
}
