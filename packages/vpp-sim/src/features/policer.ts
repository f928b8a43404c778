import {
  PolicerAdd,
  PolicerAddDel,
  PolicerBindV2,
  type PolicerConfig,
  PolicerDel,
  PolicerDump,
  PolicerDumpV2,
  PolicerInput,
  PolicerInputV2,
  PolicerOutputV2,
  PolicerReset,
  PolicerUpdate,
} from "vpp-binapi-ts/api";
import { answer, answerDump, type Feature } from "../handler.js";
import { NONE, Retval } from "../retval.js";
import { recordsOf } from "../state/records.js";
import type { Vpp } from "../state/vpp.js";
import { fitting, NAME_SIZE } from "../values.js";

interface Policer {
  readonly policerIndex: number;
  readonly name: string;
  readonly config: PolicerConfig;
}

const policers = recordsOf<Policer>("policers");

/** Policers (plugin policer). Packets never come, so the buckets stay full. */
export const policer: Feature = {
  name: "policer",
  handlers: [
    answer(PolicerAdd, (vpp, { name, infos }) => add(vpp, name, infos)),
    // The older call, which names what it deletes.
    answer(PolicerAddDel, (vpp, { isAdd, name, ...config }) => {
      if (isAdd) return add(vpp, name, config);
      const found = [...policers(vpp).values()].find((policer) => policer.name === name);
      if (found === undefined) return { retval: Retval.NO_SUCH_ENTRY, policerIndex: NONE };
      policers(vpp).delete(String(found.policerIndex));
      return { retval: Retval.OK, policerIndex: NONE };
    }),
    answer(PolicerUpdate, (vpp, { policerIndex, infos }) => {
      const found = policers(vpp).get(String(policerIndex));
      if (found === undefined) return { retval: Retval.NO_SUCH_ENTRY };
      if (isBad(infos)) return { retval: Retval.INVALID_VALUE };
      policers(vpp).set(String(policerIndex), { ...found, config: infos });
      return { retval: Retval.OK };
    }),
    answer(PolicerDel, (vpp, { policerIndex }) => ({
      retval: policers(vpp).delete(String(policerIndex)) ? Retval.OK : Retval.NO_SUCH_ENTRY,
    })),
    answerDump(PolicerDumpV2, function* (vpp, { policerIndex }) {
      const all = [...policers(vpp).values()].sort((one, other) => one.policerIndex - other.policerIndex);
      for (const { policerIndex: index, name, config } of all) {
        const isAsked = policerIndex === NONE || policerIndex === index;
        if (isAsked) yield { name, ...config, singleRate: isSingleRate(config) };
      }
    }),
    // The older dump, which can ask for one by name.
    answerDump(PolicerDump, function* (vpp, { matchNameValid, matchName }) {
      const all = [...policers(vpp).values()].sort((one, other) => one.policerIndex - other.policerIndex);
      for (const { name, config } of all) {
        if (!matchNameValid || matchName === name) yield { name, ...config, singleRate: isSingleRate(config) };
      }
    }),
    answer(PolicerReset, (vpp, { policerIndex }) => ({
      retval: policers(vpp).has(String(policerIndex)) ? Retval.OK : Retval.NO_SUCH_ENTRY,
    })),
    // The simulated VPP has no workers.
    answer(PolicerBindV2, (vpp, { policerIndex }) => ({
      retval: policers(vpp).has(String(policerIndex)) ? Retval.INVALID_WORKER : Retval.NO_SUCH_ENTRY,
    })),
    answer(PolicerInput, (vpp, { name, swIfIndex }) => {
      const policerIndex = [...policers(vpp).values()].find((policer) => policer.name === name)?.policerIndex;
      if (policerIndex === undefined) return { retval: Retval.NO_SUCH_ENTRY };
      return { retval: attach(vpp, { policerIndex, swIfIndex }) };
    }),
    answer(PolicerInputV2, (vpp, asked) => ({ retval: attach(vpp, asked) })),
    answer(PolicerOutputV2, (vpp, asked) => ({ retval: attach(vpp, asked) })),
  ],
};

function add(vpp: Vpp, asked: string, config: PolicerConfig): { retval: number; policerIndex: number } {
  const name = fitting(asked, NAME_SIZE);
  const refused = isTaken(vpp, name) ? Retval.VALUE_EXIST : isBad(config) ? Retval.INVALID_VALUE : undefined;
  if (refused !== undefined) return { retval: refused, policerIndex: NONE };
  const policerIndex = lowestFree(vpp);
  policers(vpp).set(String(policerIndex), { policerIndex, name, config });
  return { retval: Retval.OK, policerIndex };
}

/** VPP does not remember for a dump where a policer was put. */
function attach(vpp: Vpp, { policerIndex, swIfIndex }: { policerIndex: number; swIfIndex: number }): number {
  if (vpp.interfaces.get(swIfIndex) === undefined) return Retval.INVALID_SW_IF_INDEX;
  return policers(vpp).has(String(policerIndex)) ? Retval.OK : Retval.NO_SUCH_ENTRY;
}

/** VPP has a name for type 4 (MEF) too, and refuses it. */
const HIGHEST_TYPE = 3;
const HIGHEST_RATE_TYPE = 1;

/** VPP counts in kilobits and bytes. Nothing but zeros is a policer that lets nothing through, of any type. */
function isBad(config: PolicerConfig): boolean {
  const { type, rateType } = config;
  if (rateType > HIGHEST_RATE_TYPE) return true;
  const { cir, eir, cb, eb } = rateType === RATE_PACKETS ? inBytes(config) : config;
  if (cir === 0 && cb === 0n && eb === 0n) return false;
  if (type > HIGHEST_TYPE || cir === 0) return true;
  if (!isSingleRate(config)) return eir < cir || cb === 0n || eb === 0n;
  return eir !== 0 || (cb === 0n && eb === 0n) || (type === TYPE_1R2C && eb !== 0n);
}

const TYPE_1R2C: number = 0;
const RATE_PACKETS = 1;
/** VPP takes each packet for one of so many bytes. */
const PACKET_SIZE = 256;

/** What is said in packets a second and milliseconds. */
function inBytes({ cir, eir, cb, eb }: PolicerConfig) {
  const kilobits = (packets: number) => Math.round((packets * PACKET_SIZE * 8) / 1000);
  const bytes = (ms: bigint, rate: number) => BigInt(Math.round((Number(ms) * rate) / 8));
  return { cir: kilobits(cir), eir: kilobits(eir), cb: bytes(cb, kilobits(cir)), eb: bytes(eb, kilobits(eir)) };
}

/** Types 1R2C and 1R3C (RFC 2697). */
function isSingleRate({ type }: PolicerConfig): boolean {
  return type <= 1;
}

function isTaken(vpp: Vpp, name: string): boolean {
  return [...policers(vpp).values()].some((policer) => policer.name === name);
}

function lowestFree(vpp: Vpp): number {
  let index = 0;
  while (policers(vpp).has(String(index))) index++;
  return index;
}
