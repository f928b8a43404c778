/** What is looked at before VPP hears of a request. */

import type { VppCaller } from "vpp-binapi-ts";
import type { VppFields } from "./fence-checks.js";

/** Why a request is refused; undefined lets it through. `fields` are the codec's, with VPP's defaults; absent ones are zero. */
export type Fence = (fields: VppFields, vpp: VppCaller) => Promise<string | undefined>;

export function refuseWhen(isBad: (fields: VppFields) => boolean, reason: string): Fence {
  return async (fields) => (isBad(fields) ? reason : undefined);
}

export function oneAfterTheOther(...several: readonly Fence[]): Fence {
  return async (fields, vpp) => {
    for (const fence of several) {
      const reason = await fence(fields, vpp);
      if (reason !== undefined) return reason;
    }
    return undefined;
  };
}
