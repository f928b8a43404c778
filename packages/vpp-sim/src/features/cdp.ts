import { CdpEnableDisable } from "vpp-binapi-ts/api";
import { answer, type Feature } from "../handler.js";
import { Retval } from "../retval.js";
import { recordsOf } from "../state/records.js";
import type { Vpp } from "../state/vpp.js";

/** One record while it is on. */
const settings = recordsOf<CdpEnableDisable>("cdp");

/** The Cisco Discovery Protocol (plugin cdp), with nobody to be heard. */
export const cdp: Feature = {
  name: "cdp",
  handlers: [
    answer(CdpEnableDisable, (vpp, asked) => {
      if (asked.enableDisable) settings(vpp).set("", asked);
      else settings(vpp).clear();
      return { retval: Retval.OK };
    }),
  ],
};

/** `show cdp`. */
export function showCdp(vpp: Vpp): string {
  return settings(vpp).size === 0 ? "CDP is not enabled...\n" : "  Our Port  Peer System  Peer Port  Last Heard\n\n";
}
