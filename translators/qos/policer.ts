import {
  PolicerAdd,
  PolicerBindV2,
  type PolicerConfig,
  PolicerDel,
  type PolicerDetails,
  PolicerDumpV2,
  PolicerUpdate,
  type Sse2QosAction,
  Sse2QosActionType,
  Sse2QosPolicerType,
  Sse2QosRateType,
  Sse2QosRoundType,
} from "vpp-binapi-ts/api";
import {
  defineKind,
  defineTranslator,
  NotSupportedByVpp,
  type TranslatorContext,
} from "../../src/southbound/translator.js";
import { goneIsFine } from "../vpp-answers.js";
import { readPolicerCounters } from "./policer-counters.js";

export type PolicerKey = { readonly name: string };

interface Action {
  readonly action?: keyof typeof actions;
  readonly dscp?: number;
}

interface Value {
  readonly type?: keyof typeof types;
  readonly "rate-unit"?: keyof typeof rateUnits;
  readonly "committed-rate": number;
  readonly "excess-rate"?: number;
  /** uint64, which RFC 7951 writes as text. */
  readonly "committed-burst"?: string;
  readonly "excess-burst"?: string;
  readonly rounding?: keyof typeof roundings;
  readonly "color-aware"?: boolean;
  readonly conform?: Action;
  readonly exceed?: Action;
  readonly violate?: Action;
  readonly worker?: number;
}

const types = {
  "single-rate-two-color": Sse2QosPolicerType.SSE2_QOS_POLICER_TYPE_API_1R2C,
  "single-rate-three-color": Sse2QosPolicerType.SSE2_QOS_POLICER_TYPE_API_1R3C_RFC_2697,
  "two-rate-three-color": Sse2QosPolicerType.SSE2_QOS_POLICER_TYPE_API_2R3C_RFC_2698,
  "two-rate-three-color-4115": Sse2QosPolicerType.SSE2_QOS_POLICER_TYPE_API_2R3C_RFC_4115,
  "two-rate-three-color-mef": Sse2QosPolicerType.SSE2_QOS_POLICER_TYPE_API_2R3C_RFC_MEF5CF1,
} as const;

const rateUnits = {
  kbps: Sse2QosRateType.SSE2_QOS_RATE_API_KBPS,
  pps: Sse2QosRateType.SSE2_QOS_RATE_API_PPS,
} as const;

const roundings = {
  closest: Sse2QosRoundType.SSE2_QOS_ROUND_API_TO_CLOSEST,
  up: Sse2QosRoundType.SSE2_QOS_ROUND_API_TO_UP,
  down: Sse2QosRoundType.SSE2_QOS_ROUND_API_TO_DOWN,
} as const;

const actions = {
  drop: Sse2QosActionType.SSE2_QOS_ACTION_API_DROP,
  transmit: Sse2QosActionType.SSE2_QOS_ACTION_API_TRANSMIT,
  "mark-and-transmit": Sse2QosActionType.SSE2_QOS_ACTION_API_MARK_AND_TRANSMIT,
} as const;

/** Policers by name. The handle is VPP's index of it. */
export const policers = defineKind<PolicerKey>("policer", ["name"]);

/** A policer. All of it changes in place, which sets its buckets back. */
export const policer = defineTranslator<PolicerKey, Value>({
  name: "policer",
  kind: policers,
  path: "/sweetcomb-qos:policers/policer",
  keys: { name: "policer/name" },
  leafs: [
    "type",
    "rate-unit",
    "committed-rate",
    "excess-rate",
    "committed-burst",
    "excess-burst",
    "rounding",
    "color-aware",
    "conform",
    "exceed",
    "violate",
    "worker",
  ],
  messages: [PolicerAdd, PolicerUpdate, PolicerDel, PolicerDumpV2],
  async create(context, { key, value }) {
    const { policerIndex } = await context.vpp.call(PolicerAdd, { name: key.name, infos: configOf(value) });
    try {
      await bind(context, policerIndex, value);
    } catch (refusal) {
      await context.vpp.call(PolicerDel, { policerIndex });
      throw refusal;
    }
    return policerIndex;
  },
  async update(context, { key, value }) {
    const policerIndex = context.handleOf(policers.at(key));
    await context.vpp.call(PolicerUpdate, { policerIndex, infos: configOf(value) });
    // An update forgets the thread.
    await bind(context, policerIndex, value);
  },
  async delete({ vpp, handleOf }, { key }) {
    await goneIsFine(vpp.call(PolicerDel, { policerIndex: handleOf(policers.at(key)) }));
  },
  async *dump(context) {
    const { vpp } = context;
    const countersOf = await readPolicerCounters(context);
    const byIndex = new Map<string, number>();
    const all: PolicerDetails[] = [];
    for await (const details of vpp.dump(PolicerDumpV2, { policerIndex: ALL_POLICERS })) all.push(details);
    for (const [name, index] of await indexesOf(vpp, all)) byIndex.set(name, index);
    for (const details of all) {
      const handle = byIndex.get(details.name);
      yield { key: { name: details.name }, value: settingsOf(details), handle, state: countersOf(handle) };
    }
  },
  unreadable: ["worker"],
});

const ALL_POLICERS = 0xffff_ffff;

/** VPP's dump of all policers leaves their indexes out: each is asked for by index until all names have been seen. */
async function indexesOf(
  vpp: TranslatorContext["vpp"],
  all: readonly PolicerDetails[],
): Promise<ReadonlyMap<string, number>> {
  const indexes = new Map<string, number>();
  for (let first = 0; indexes.size < all.length && first < MOST_POLICERS; first += ASKED_AT_ONCE) {
    const asked = Array.from({ length: ASKED_AT_ONCE }, async (_, offset) => {
      for await (const { name } of vpp.dump(PolicerDumpV2, { policerIndex: first + offset })) {
        indexes.set(name, first + offset);
      }
    });
    await Promise.all(asked);
  }
  return indexes;
}

const ASKED_AT_ONCE = 64;
const MOST_POLICERS = 1 << 20;

async function bind({ vpp }: TranslatorContext, policerIndex: number, { worker }: Value): Promise<void> {
  if (worker === undefined) return;
  await vpp.call(PolicerBindV2, { policerIndex, workerIndex: worker, bindEnable: true });
}

/** Throws NotSupportedByVpp for a type that VPP 26.06 has a name for and no way to make. */
function configOf(value: Value): PolicerConfig {
  if (value.type === "two-rate-three-color-mef") {
    throw new NotSupportedByVpp("type", "This VPP knows policers of MEF by name only, and makes none");
  }
  return {
    cir: value["committed-rate"],
    eir: value["excess-rate"] ?? 0,
    cb: BigInt(value["committed-burst"] ?? 0),
    eb: BigInt(value["excess-burst"] ?? 0),
    rateType: rateUnits[value["rate-unit"] ?? "kbps"],
    roundType: roundings[value.rounding ?? "closest"],
    type: types[value.type ?? "single-rate-two-color"],
    colorAware: value["color-aware"] ?? false,
    conformAction: actionOf(value.conform, "transmit"),
    exceedAction: actionOf(value.exceed, "drop"),
    violateAction: actionOf(value.violate, "drop"),
  };
}

function actionOf({ action, dscp = 0 }: Action = {}, otherwise: keyof typeof actions): Sse2QosAction {
  return { type: actions[action ?? otherwise], dscp };
}

function settingsOf(details: PolicerDetails): Value {
  return {
    type: nameIn(types, details.type),
    "rate-unit": nameIn(rateUnits, details.rateType),
    "committed-rate": details.cir,
    "excess-rate": details.eir,
    "committed-burst": String(details.cb),
    "excess-burst": String(details.eb),
    rounding: nameIn(roundings, details.roundType),
    "color-aware": details.colorAware,
    conform: shownAction(details.conformAction),
    exceed: shownAction(details.exceedAction),
    violate: shownAction(details.violateAction),
  };
}

function shownAction({ type, dscp }: Sse2QosAction): Action {
  const action = nameIn(actions, type);
  return action === "mark-and-transmit" ? { action, dscp } : { action };
}

function nameIn<Name extends string>(numbers: Readonly<Record<Name, number>>, wanted: number): Name {
  const names = Object.keys(numbers) as Name[];
  return names.find((name) => numbers[name] === wanted) ?? names[0]!;
}
