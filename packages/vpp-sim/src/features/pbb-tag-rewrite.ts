import { L2InterfacePbbTagRewrite, type SubIfFlags } from "vpp-binapi-ts/api";
import type { Handler } from "../handler.js";
import { Retval } from "../retval.js";
import type { Interface } from "../state/interface.js";
import { swapped16, swapped32 } from "./byte-order.js";
import { onInterface } from "./on-interface.js";

/** l2_interface_pbb_tag_rewrite. What takes a header off has that of the request before. */
export const pbbTagRewrite: Handler = onInterface(L2InterfacePbbTagRewrite, (_vpp, found, asked) => {
  if (asked.vtrOp === NONE) found.backboneHeader = undefined;
  else if (asked.vtrOp === PUSH) {
    const { bDmac, bSmac, bVlanid, iSid } = asked;
    found.backboneHeader = { bDmac, bSmac, bVlanid: swapped16(bVlanid), iSid: swapped32(iSid) };
  } else if (asked.vtrOp !== POP) return Retval.INVALID_VALUE;
  return Retval.OK;
});

const NONE = 0;
const PUSH = 2;
const POP = 4;

/** What sw_interface_details shows of it. */
export function backboneDetails({ backboneHeader, part }: Interface) {
  if (backboneHeader === undefined) return {};
  return { ...backboneHeader, subIfFlags: ((part?.subIfFlags ?? 0) | DOT1AH) as SubIfFlags };
}

const DOT1AH = 256;
