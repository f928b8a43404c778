import {
  IoamDisable,
  IoamEnable,
  IoamExportIp6EnableDisable,
  PotProfileActivate,
  PotProfileAdd,
  PotProfileDel,
  PotProfileShowConfigDump,
  TraceProfileAdd,
  TraceProfileDel,
  TraceProfileShowConfig,
} from "vpp-binapi-ts/api";
import { answer, answerDump, type Feature } from "../handler.js";
import { Retval } from "../retval.js";
import { recordsOf } from "../state/records.js";
import type { Vpp } from "../state/vpp.js";

/** One record at most of each but the second, which has the number of the profile for its key. */
const traces = recordsOf<TraceProfileAdd>("ioam-trace");
const profiles = recordsOf<PotProfileAdd>("ioam-pot-profiles");
const active = recordsOf<PotProfileActivate>("ioam-pot-active");
const options = recordsOf<IoamEnable>("ioam-options");

const REFUSED = -1;
const NO_SUCH_PROFILE = -3;
const PROFILES = 2;

/** In-situ OAM (plugin ioam, and what vnet/ip has for it). */
export const ioam: Feature = {
  name: "ioam",
  handlers: [
    answer(TraceProfileAdd, (vpp, asked) => {
      const { traceType, numElts, nodeId } = asked;
      if (traceType === 0 || numElts === 0 || nodeId === 0 || traces(vpp).size > 0) return { retval: REFUSED };
      traces(vpp).set("", asked);
      return { retval: Retval.OK };
    }),
    answer(TraceProfileDel, (vpp) => {
      traces(vpp).clear();
      return { retval: Retval.OK };
    }),
    answer(TraceProfileShowConfig, (vpp) => {
      const { traceType = 0, numElts = 0, traceTsp = 0, nodeId = 0, appData = 0 } = traces(vpp).get("") ?? {};
      return { retval: Retval.OK, traceType, numElts, traceTsp, nodeId, appData };
    }),
    answer(PotProfileAdd, (vpp, asked) => {
      if (listName(vpp) !== asked.listName) forgetProfiles(vpp);
      if (asked.id >= PROFILES) return { retval: NO_SUCH_PROFILE };
      if (active(vpp).get("")?.id === asked.id) return { retval: REFUSED };
      profiles(vpp).set(String(asked.id), asked);
      return { retval: Retval.OK };
    }),
    answer(PotProfileActivate, (vpp, asked) => {
      if (listName(vpp) !== asked.listName || !profiles(vpp).has(String(asked.id))) return { retval: REFUSED };
      active(vpp).set("", asked);
      return { retval: Retval.OK };
    }),
    answer(PotProfileDel, (vpp) => {
      forgetProfiles(vpp);
      return { retval: Retval.OK };
    }),
    answerDump(PotProfileShowConfigDump, function* (vpp, { id }) {
      const asked = id === ALL ? Array.from({ length: PROFILES }, (_, each) => each) : [id];
      for (const each of asked) yield { retval: Retval.OK, id: each, ...shown(profiles(vpp).get(String(each))) };
    }),
    answer(IoamEnable, (vpp, asked) => {
      const before = options(vpp).get("");
      // Options are added to those that are on.
      options(vpp).set("", {
        ...asked,
        traceEnable: asked.traceEnable || before?.traceEnable === true,
        potEnable: asked.potEnable || before?.potEnable === true,
        seqno: asked.seqno || before?.seqno === true,
      });
      return { retval: Retval.OK };
    }),
    answer(IoamDisable, (vpp) => {
      options(vpp).clear();
      return { retval: Retval.OK };
    }),
    answer(IoamExportIp6EnableDisable, () => ({ retval: Retval.OK })),
  ],
};

const ALL = 0xff;

function listName(vpp: Vpp): string | undefined {
  return [...profiles(vpp).values()][0]?.listName;
}

function forgetProfiles(vpp: Vpp): void {
  profiles(vpp).clear();
  active(vpp).clear();
}

function shown(profile: PotProfileAdd | undefined) {
  if (profile === undefined) return {};
  const { validator, secretKey, secretShare, prime, lpc, polynomialPublic, maxBits } = profile;
  return {
    ...{ validator, secretKey: validator === 1 ? secretKey : 0n, secretShare, prime, lpc, polynomialPublic },
    bitMask: (1n << BigInt(Math.min(maxBits, 64))) - 1n,
  };
}

/** `show pot profile`, less the numbers of the profiles. */
export function showProfiles(vpp: Vpp): string {
  const name = listName(vpp);
  if (name === undefined) return "POT Profiles not configured\n";
  return `Profile list in use  : ${name}\n\nProfile index in use: ${active(vpp).get("")?.id ?? "None"}\n`;
}

/** `show ioam summary`. */
export function showIoam(vpp: Vpp): string {
  const { traceEnable = false, potEnable = false, seqno = false, analyse = false } = options(vpp).get("") ?? {};
  const line = (option: string, isOn: boolean) => `${option} - ${isOn ? "1 (Enabled)" : "0 (Disabled)"}\n`;
  return [
    line("                        TRACE OPTION", traceEnable),
    line("                        POT OPTION", potEnable),
    line("         EDGE TO EDGE - SeqNo OPTION", seqno),
    line("         iOAM Analyse OPTION", analyse),
  ].join("");
}
