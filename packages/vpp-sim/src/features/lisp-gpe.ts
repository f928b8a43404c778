import {
  GpeAddDelFwdEntry,
  GpeAddDelNativeFwdRpath,
  GpeEnableDisable,
  GpeFwdEntriesGet,
  GpeFwdEntryPathDump,
  GpeFwdEntryVnisGet,
  GpeGetEncapMode,
  GpeNativeFwdRpathsGet,
  GpeSetEncapMode,
} from "vpp-binapi-ts/api";
import { answer, answerDump, type Feature, VppDies } from "../handler.js";
import { NONE, Retval } from "../retval.js";
import { recordsOf } from "../state/records.js";
import { eidText, isAny, LISP_DISABLED, planeOf } from "./lisp-state.js";

const GPE_ENTRIES_PRESENT = -113;

const entries = recordsOf<GpeAddDelFwdEntry & { readonly fwdEntryIndex: number }>("lisp-forwarding-entries");
const nativePaths = recordsOf<GpeAddDelNativeFwdRpath>("lisp-native-paths");

/** The data plane of LISP (plugin lisp, messages gpe_*). Entries of the control plane are not shown here. */
export const lispGpe: Feature = {
  name: "lisp-gpe",
  handlers: [
    answer(GpeEnableDisable, (vpp, { isEnable }) => {
      planeOf(vpp).hasGpe = isEnable;
      if (!isEnable) entries(vpp).clear();
      return { retval: Retval.OK };
    }),
    answer(GpeSetEncapMode, (vpp, { isVxlan }) => {
      if (entries(vpp).size > 0) return { retval: GPE_ENTRIES_PRESENT };
      planeOf(vpp).encapMode = isVxlan ? 1 : 0;
      return { retval: Retval.OK };
    }),
    answer(GpeGetEncapMode, (vpp) => ({ retval: Retval.OK, encapMode: planeOf(vpp).encapMode })),
    answer(GpeAddDelFwdEntry, (vpp, request) => {
      const { isAdd, vni, rmtEid, lclEid, locs } = request;
      if (!planeOf(vpp).hasGpe) return { retval: LISP_DISABLED, fwdEntryIndex: NONE };
      const key = `${vni} ${eidText(rmtEid)} ${eidText(lclEid)}`;
      const isThere = entries(vpp).has(key);
      if (isAdd === isThere) return { retval: Retval.INVALID_VALUE, fwdEntryIndex: 0 };
      if (!isAdd) {
        entries(vpp).delete(key);
        return { retval: Retval.OK, fwdEntryIndex: 0 };
      }
      if (isAny(rmtEid) && locs.length === 0) throw new VppDies("the default route gets an entry without locators");
      const taken = new Set([...entries(vpp).values()].map((entry) => entry.fwdEntryIndex));
      let fwdEntryIndex = 0;
      while (taken.has(fwdEntryIndex)) fwdEntryIndex++;
      entries(vpp).set(key, { ...request, fwdEntryIndex });
      return { retval: Retval.OK, fwdEntryIndex };
    }),
    answer(GpeFwdEntryVnisGet, (vpp) => ({
      retval: Retval.OK,
      vnis: [...new Set([...entries(vpp).values()].map(({ vni }) => vni))],
    })),
    answer(GpeFwdEntriesGet, (vpp, { vni: asked }) => ({
      retval: Retval.OK,
      entries: [...entries(vpp).values()]
        .filter(({ vni }) => vni === asked)
        .map(({ rmtEid: reid, lclEid: leid, ...entry }) => ({
          fwdEntryIndex: entry.fwdEntryIndex,
          dpTable: entry.dpTable,
          leid,
          reid,
          vni: entry.vni,
          action: entry.locs.length === 0 ? entry.action : 0,
        })),
    })),
    answerDump(GpeFwdEntryPathDump, function* (vpp, { fwdEntryIndex }) {
      const found = [...entries(vpp).values()].find((entry) => entry.fwdEntryIndex === fwdEntryIndex);
      const { locs = [] } = found ?? {};
      const half = locs.length / 2;
      for (const [index, lclLoc] of locs.slice(0, half).entries()) {
        yield { lclLoc, rmtLoc: { ...locs[half + index]!, weight: lclLoc.weight } };
      }
    }),
    answer(GpeAddDelNativeFwdRpath, (vpp, request) => {
      const { isAdd, tableId, nhSwIfIndex, nhAddr } = request;
      const family = nhAddr.af === 1 ? "ip6" : "ip4";
      if (vpp.fib.find(family, tableId) === undefined) return { retval: Retval.INVALID_VALUE };
      const key = JSON.stringify([tableId, nhSwIfIndex, nhAddr]);
      if (isAdd) nativePaths(vpp).set(key, request);
      else nativePaths(vpp).delete(key);
      return { retval: Retval.OK };
    }),
    answer(GpeNativeFwdRpathsGet, (vpp, { isIp4 }) => ({
      retval: Retval.OK,
      // It gives the other family than it is asked for.
      entries: [...nativePaths(vpp).values()]
        .filter(({ nhAddr }) => (nhAddr.af === 1) === isIp4)
        .map(({ tableId, nhSwIfIndex, nhAddr }) => ({ fibIndex: tableId, nhSwIfIndex, nhAddr })),
    })),
  ],
};
