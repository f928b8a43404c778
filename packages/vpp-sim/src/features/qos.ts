import {
  QosEgressMapDelete,
  QosEgressMapDump,
  QosEgressMapUpdate,
  QosMarkDump,
  QosMarkEnableDisable,
  QosRecordDump,
  QosRecordEnableDisable,
  QosStoreDump,
  QosStoreEnableDisable,
} from "vpp-binapi-ts/api";
import { answer, answerDump, type Feature, type Handler } from "../handler.js";
import { NONE, Retval } from "../retval.js";
import { recordsOf } from "../state/records.js";
import type { Vpp } from "../state/vpp.js";

interface OnInterface {
  readonly swIfIndex: number;
}

const goesWithInterface = (record: OnInterface, swIfIndex: number) => record.swIfIndex === swIfIndex;
const maps = recordsOf<{ readonly id: number; readonly rows: readonly object[] }>("qos-maps");
const records = recordsOf<OnInterface & { readonly inputSource: number }>("qos-records", goesWithInterface);
const stores = recordsOf<OnInterface & { readonly inputSource: number; readonly value: number }>(
  "qos-stores",
  goesWithInterface,
);
const marks = recordsOf<OnInterface & { readonly outputSource: number; readonly mapId: number }>(
  "qos-marks",
  goesWithInterface,
);

/** Quality of service: what is recorded of packets, and what they are marked with (vnet/qos). */
export const qos: Feature = {
  name: "qos",
  handlers: [
    answer(QosEgressMapUpdate, (vpp, { map }) => {
      maps(vpp).set(String(map.id), map);
      return { retval: Retval.OK };
    }),
    answer(QosEgressMapDelete, (vpp, { id }) => {
      maps(vpp).delete(String(id));
      return { retval: Retval.OK };
    }),
    answerDump(QosEgressMapDump, function* (vpp) {
      for (const map of maps(vpp).values()) yield { map };
    }),
    answer(QosRecordEnableDisable, (vpp, { enable, record }) => ({
      retval: keep(vpp, records(vpp), record, record.inputSource, enable),
    })),
    answerDump(QosRecordDump, function* (vpp) {
      for (const record of records(vpp).values()) yield { record };
    }),
    answer(QosStoreEnableDisable, (vpp, { enable, store }) => ({
      retval: keep(vpp, stores(vpp), store, store.inputSource, enable),
    })),
    answerDump(QosStoreDump, function* (vpp) {
      for (const store of stores(vpp).values()) yield { store };
    }),
    answer(QosMarkEnableDisable, (vpp, { enable, mark }) => ({
      retval:
        enable && !maps(vpp).has(String(mark.mapId))
          ? Retval.NO_SUCH_TABLE
          : keep(vpp, marks(vpp), mark, mark.outputSource, enable),
    })),
    answerDump(QosMarkDump, function* (vpp, { swIfIndex }) {
      for (const mark of marks(vpp).values()) if (swIfIndex === NONE || swIfIndex === mark.swIfIndex) yield { mark };
    }),
  ] satisfies readonly Handler[],
};

function keep<Record extends OnInterface>(
  vpp: Vpp,
  kept: Map<string, Record>,
  record: Record,
  source: number,
  enable: boolean,
): number {
  if (vpp.interfaces.get(record.swIfIndex) === undefined) return Retval.INVALID_SW_IF_INDEX;
  const key = `${record.swIfIndex} ${source}`;
  if (!enable) return kept.delete(key) ? Retval.OK : Retval.NO_SUCH_ENTRY;
  kept.set(key, record);
  return Retval.OK;
}
