/** Virtual routers of VRRP whose addresses lead back to VPP while they are the master. */

import type { VppCaller } from "vpp-binapi-ts";
import { type VrrpVrDetails, VrrpVrDump, VrrpVrFlags } from "vpp-binapi-ts/api";
import { givesBack, interfaceShown } from "./interface-fences.js";
import { ALL } from "./numbers.js";

/** Those that VPP has, whatever their state; none where it lacks the plugin. Costs a question for each router of an interface that has the address. */
export async function* routersLeadingBack(
  vpp: VppCaller,
  hasAddress: (router: VrrpVrDetails) => boolean,
): AsyncGenerator<VrrpVrDetails> {
  if (!vpp.supports(VrrpVrDump)) return;
  for await (const router of vpp.dump(VrrpVrDump, { swIfIndex: ALL })) {
    const { flags, swIfIndex } = router.config;
    if (hasAddress(router) && (await leadBack(flags, swIfIndex, vpp))) yield router;
  }
}

/** VPP puts the addresses on the interface where the router accepts, and takes back what a loopback or a pipe sends to the router's MAC address. */
export async function leadBack(flags: number, swIfIndex: number, vpp: VppCaller): Promise<boolean> {
  return (flags & VrrpVrFlags.VRRP_API_VR_ACCEPT) !== 0 || givesBack(await interfaceShown(vpp, swIfIndex));
}
