/** A VPP that is connected but silent: busy, stopped by a debugger, or out of processor time. */

import { setTimeout as delay } from "node:timers/promises";
import { ControlPing } from "vpp-binapi-ts/api";
import type { VppLink } from "./link.js";

/** Resolves to true when the connected VPP answers, and to false when it is away; asks every `pauseMs` until then. */
export async function answersAgain(link: VppLink, pauseMs: number): Promise<boolean> {
  for (;;) {
    await delay(pauseMs, undefined, { ref: false });
    if (link.connected === undefined) return false;
    try {
      await link.connected.vpp.call(ControlPing);
      return true;
    } catch {
      // Still silent, or gone: the next round tells.
    }
  }
}
