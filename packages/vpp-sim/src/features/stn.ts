import { StnAddDelRule, StnRulesDump } from "vpp-binapi-ts/api";
import { answer, answerDump, type Feature } from "../handler.js";
import { Retval } from "../retval.js";
import { recordsOf } from "../state/records.js";
import { addressFromWire } from "../values.js";

/** VPP keeps them by index when the interface is deleted. */
const rules = recordsOf<StnAddDelRule>("stn-rules");

/** Addresses that VPP shares with its host (plugin stn). VPP does not ask whether the interface is there. */
export const stn: Feature = {
  name: "stn",
  handlers: [
    answer(StnAddDelRule, (vpp, asked) => {
      const key = addressFromWire(asked.ipAddress).join(".");
      if (asked.isAdd) rules(vpp).set(key, asked);
      else if (!rules(vpp).delete(key)) return { retval: Retval.NO_SUCH_ENTRY };
      return { retval: Retval.OK };
    }),
    answerDump(StnRulesDump, function* (vpp) {
      for (const { ipAddress, swIfIndex } of rules(vpp).values()) yield { ipAddress, swIfIndex };
    }),
  ],
};
