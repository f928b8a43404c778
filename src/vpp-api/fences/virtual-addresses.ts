/** Virtual routers of VRRP that accept: VPP gives their interface the virtual addresses while they are the master. */

import type { VppCaller } from "vpp-binapi-ts";
import { type VrrpVrDetails, VrrpVrDump, VrrpVrFlags } from "vpp-binapi-ts/api";
import { ALL } from "./numbers.js";

/** Those that VPP has, whatever their state; none where it lacks the plugin. */
export async function* acceptingRouters(vpp: VppCaller): AsyncGenerator<VrrpVrDetails> {
  if (!vpp.supports(VrrpVrDump)) return;
  for await (const router of vpp.dump(VrrpVrDump, { swIfIndex: ALL })) {
    if (accepts(router.config.flags)) yield router;
  }
}

export function accepts(flags: number): boolean {
  return (flags & VrrpVrFlags.VRRP_API_VR_ACCEPT) !== 0;
}
