import { SrMplsPolicyAdd, SrMplsPolicyDel, SrMplsSteeringAddDel } from "vpp-binapi-ts/api";
import { answer, type Feature, VppDies } from "../handler.js";
import { Retval } from "../retval.js";
import { addressKey } from "../state/ip.js";
import { recordsOf } from "../state/records.js";
import type { Vpp } from "../state/vpp.js";
import { prefixFromWire } from "../values.js";

const policies = recordsOf<SrMplsPolicyAdd>("sr-mpls-policies");
const steerings = recordsOf<SrMplsSteeringAddDel>("sr-mpls-steerings");

/** What VPP says to a binding label that is taken. */
const TAKEN = Retval.SYSCALL_ERROR_2;

/** Segment routing with MPLS (plugin srmpls), without its entries of the tables. */
export const srMpls: Feature = {
  name: "sr-mpls",
  handlers: [
    answer(SrMplsPolicyAdd, (vpp, asked) => {
      if (asked.segments.length === 0) throw new VppDies("of a policy without segments");
      if (policies(vpp).has(String(asked.bsid))) return { retval: TAKEN };
      policies(vpp).set(String(asked.bsid), asked);
      return { retval: Retval.OK };
    }),
    answer(SrMplsPolicyDel, (vpp, { bsid }) => ({
      retval: policies(vpp).delete(String(bsid)) ? Retval.OK : Retval.UNSPECIFIED,
    })),
    answer(SrMplsSteeringAddDel, (vpp, asked) => {
      const { address, length } = prefixFromWire(asked.prefix);
      const family = address.length === 4 ? "ip4" : "ip6";
      if (vpp.fib.find(family, asked.tableId) === undefined) throw new VppDies("of a table that is not there");
      const key = `${asked.tableId} ${addressKey(address)}/${length}`;
      if (asked.isDel) return { retval: steerings(vpp).delete(key) ? Retval.OK : Retval.UNSPECIFIED };
      if (steerings(vpp).has(key) || !policies(vpp).has(String(asked.bsid))) return { retval: Retval.UNSPECIFIED };
      steerings(vpp).set(key, asked);
      return { retval: Retval.OK };
    }),
  ],
};

/** `show sr mpls policies`. */
export function showSrMplsPolicies(vpp: Vpp): string {
  const shown = Array.from(policies(vpp).values(), ({ bsid, isSpray, segments }, index) =>
    [
      `[${index}].-\tBSID: ${bsid}`,
      "\tTE disabled",
      `\tType: ${isSpray ? "Spray" : "Default"}`,
      "\tSegment Lists:",
      `  \t[${index}].- < ${segments.join(", ")} >`,
      "-----------\n",
    ].join("\n"),
  );
  return `SR MPLS policies:\n${shown.join("")}`;
}
