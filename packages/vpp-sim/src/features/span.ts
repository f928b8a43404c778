import { SpanState, SwInterfaceSpanDump, SwInterfaceSpanEnableDisable } from "vpp-binapi-ts/api";
import { answer, answerDump, type Feature } from "../handler.js";
import { NONE, Retval } from "../retval.js";
import { recordsOf } from "../state/records.js";

/** VPP keeps them when an interface is deleted. */
const mirrors = recordsOf<SwInterfaceSpanEnableDisable>("span");

/** Copies of packets (vnet/span). VPP does not look whether the interfaces exist. */
export const span: Feature = {
  name: "span",
  handlers: [
    answer(SwInterfaceSpanEnableDisable, (vpp, asked) => {
      const { swIfIndexFrom, swIfIndexTo, state, isL2 } = asked;
      const isOn = state !== SpanState.SPAN_STATE_API_DISABLED;
      const hasNone = swIfIndexFrom === NONE || (isOn && swIfIndexTo === NONE);
      if (hasNone || swIfIndexFrom === swIfIndexTo) return { retval: Retval.INVALID_INTERFACE };
      const key = `${swIfIndexFrom} ${swIfIndexTo} ${isL2}`;
      if (isOn) mirrors(vpp).set(key, asked);
      else mirrors(vpp).delete(key);
      return { retval: Retval.OK };
    }),
    answerDump(SwInterfaceSpanDump, function* (vpp, { isL2 }) {
      const shown = [...mirrors(vpp).values()].filter((mirror) => mirror.isL2 === isL2);
      yield* shown.sort((one, other) => one.swIfIndexFrom - other.swIfIndexFrom || one.swIfIndexTo - other.swIfIndexTo);
    }),
  ],
};
