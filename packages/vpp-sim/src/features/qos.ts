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

/** What was said, and how often: as often it has to be taken back. */
interface Counted<Said extends OnInterface> extends OnInterface {
  readonly source: number;
  readonly said: Said;
  times: number;
}

interface Mark extends OnInterface {
  readonly outputSource: number;
  /** Of its map. */
  readonly place: number;
}

type QosRecord = OnInterface & { readonly inputSource: number };
type QosStore = QosRecord & { readonly value: number };

const goesWithInterface = (record: OnInterface, swIfIndex: number) => record.swIfIndex === swIfIndex;
/** VPP keeps maps at places that are given again, and marks know the place of theirs. */
const maps = recordsOf<{ readonly id: number; readonly rows: readonly object[]; readonly place: number }>("qos-maps");
const freedPlaces = recordsOf<{ readonly place: number }>("qos-freed-places");
const records = recordsOf<Counted<QosRecord>>("qos-records", goesWithInterface);
const stores = recordsOf<Counted<QosStore>>("qos-stores", goesWithInterface);
const marks = recordsOf<Counted<Mark>>("qos-marks", goesWithInterface);

const HIGHEST_SOURCE = 3;
const SOURCE_IP = 3;

/** Quality of service: what is recorded of packets, and what they are marked with (vnet/qos). */
export const qos: Feature = {
  name: "qos",
  handlers: [
    answer(QosEgressMapUpdate, (vpp, { map }) => {
      const place = maps(vpp).get(String(map.id))?.place ?? freePlace(vpp);
      maps(vpp).set(String(map.id), { ...map, place });
      return { retval: Retval.OK };
    }),
    answer(QosEgressMapDelete, (vpp, { id }) => {
      const gone = maps(vpp).get(String(id));
      if (gone !== undefined) freedPlaces(vpp).set(String(gone.place), gone);
      maps(vpp).delete(String(id));
      return { retval: Retval.OK };
    }),
    answerDump(QosEgressMapDump, function* (vpp) {
      for (const { place: _, ...map } of maps(vpp).values()) yield { map };
    }),
    answer(QosRecordEnableDisable, (vpp, { enable, record }) => ({
      retval: refusal(vpp, record, record.inputSource) ?? count(records(vpp), record, record.inputSource, enable),
    })),
    answerDump(QosRecordDump, function* (vpp) {
      for (const record of shown(records(vpp))) yield { record };
    }),
    answer(QosStoreEnableDisable, (vpp, { enable, store }) => ({
      retval: refusal(vpp, store, store.inputSource) ?? keepStore(vpp, store, enable),
    })),
    answerDump(QosStoreDump, function* (vpp) {
      for (const store of shown(stores(vpp))) yield { store };
    }),
    answer(QosMarkEnableDisable, (vpp, { enable, mark }) => ({
      retval: refusal(vpp, mark, mark.outputSource) ?? keepMark(vpp, mark, enable),
    })),
    // VPP shows all of them, whatever interface is asked for, each with the map that is at the place of its own now.
    answerDump(QosMarkDump, function* (vpp) {
      for (const { place, ...mark } of shown(marks(vpp))) {
        const mapId = [...maps(vpp).values()].find((map) => map.place === place)?.id ?? NONE;
        yield { mark: { ...mark, mapId } };
      }
    }),
  ] satisfies readonly Handler[],
};

function refusal(vpp: Vpp, { swIfIndex }: OnInterface, source: number): number | undefined {
  if (vpp.interfaces.get(swIfIndex) === undefined) return Retval.INVALID_SW_IF_INDEX;
  return source > HIGHEST_SOURCE ? Retval.INVALID_VALUE : undefined;
}

function keepStore(vpp: Vpp, store: QosStore, enable: boolean): number {
  if (enable && store.inputSource !== SOURCE_IP) return Retval.UNIMPLEMENTED;
  return count(stores(vpp), store, store.inputSource, enable);
}

/** Marks are not counted: the last one stands. */
function keepMark(
  vpp: Vpp,
  { swIfIndex, outputSource, mapId }: OnInterface & { readonly outputSource: number; readonly mapId: number },
  enable: boolean,
): number {
  const place = maps(vpp).get(String(mapId))?.place;
  const said = { swIfIndex, outputSource, place: place ?? NONE };
  if (!enable) return count(marks(vpp), said, outputSource, false);
  const key = keyOf(swIfIndex, outputSource);
  if (place !== undefined) marks(vpp).set(key, { swIfIndex, source: outputSource, said, times: 1 });
  // VPP remembers the interface of a mark that it refuses.
  else if (!marks(vpp).has(key)) marks(vpp).set(key, { swIfIndex, source: outputSource, said, times: 0 });
  return place === undefined ? Retval.NO_SUCH_TABLE : Retval.OK;
}

/** The one that was freed last is given first. */
function freePlace(vpp: Vpp): number {
  const place = [...freedPlaces(vpp).values()].at(-1)?.place ?? maps(vpp).size;
  freedPlaces(vpp).delete(String(place));
  return place;
}

/** VPP keeps what was said first, counts how often it was, and remembers an interface of which nothing is said any more. */
function count<Said extends OnInterface>(
  kept: Map<string, Counted<Said>>,
  said: Said,
  source: number,
  enable: boolean,
): number {
  const { swIfIndex } = said;
  const found = kept.get(keyOf(swIfIndex, source));
  if (enable) {
    if (found !== undefined && found.times > 0) found.times++;
    else kept.set(keyOf(swIfIndex, source), { swIfIndex, source, said, times: 1 });
    return Retval.OK;
  }
  if (found !== undefined && found.times > 0) {
    found.times--;
    return Retval.OK;
  }
  const isCovered = [...kept.values()].some((other) => other.source === source && other.swIfIndex >= swIfIndex);
  return isCovered ? Retval.VALUE_EXIST : Retval.NO_MATCHING_INTERFACE;
}

function shown<Said extends OnInterface>(kept: ReadonlyMap<string, Counted<Said>>): Said[] {
  const inForce = [...kept.values()].filter(({ times }) => times > 0);
  inForce.sort((one, other) => one.source - other.source || one.swIfIndex - other.swIfIndex);
  return inForce.map(({ said }) => said);
}

function keyOf(swIfIndex: number, source: number): string {
  return `${swIfIndex} ${source}`;
}
