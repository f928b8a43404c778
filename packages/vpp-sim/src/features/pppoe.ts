import { PppoeAddDelCp, PppoeAddDelSession, PppoeSessionDump } from "vpp-binapi-ts/api";
import { answer, answerDump, type Feature } from "../handler.js";
import { NONE, Retval } from "../retval.js";
import { countFeature } from "./feature-arc.js";

/** PPPoE (plugin pppoe). No packet ever comes, so no client is known, and VPP makes sessions of known clients only. */
export const pppoe: Feature = {
  name: "pppoe",
  handlers: [
    answer(PppoeAddDelSession, (vpp, { decapVrfId }) => {
      const hasTable = vpp.fib.find("ip4", decapVrfId) !== undefined;
      return { retval: hasTable ? Retval.INVALID_SW_IF_INDEX : Retval.NO_SUCH_INNER_FIB, swIfIndex: NONE };
    }),
    answerDump(PppoeSessionDump, () => []),
    // VPP does not look whether the interface exists.
    answer(PppoeAddDelCp, (vpp, { swIfIndex, isAdd }) => {
      if (swIfIndex === 0) return { retval: Retval.UNSPECIFIED };
      countFeature(vpp, "device-input", "pppoe-input", swIfIndex, isAdd !== 0);
      return { retval: Retval.OK };
    }),
  ],
};
