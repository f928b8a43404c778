/**
 * What takes IPv6 from an interface that has a running virtual router of IPv6. VPP 26.06 looks for the link-local address of its next
 * message without asking whether there is one (vrrp_adv_l3_build).
 */

import type { VppCaller } from "vpp-binapi-ts";
import { AddressFamily, VrrpVrDump, VrrpVrFlags, VrrpVrState } from "vpp-binapi-ts/api";
import type { VppFields } from "./fence-checks.js";

type Missing = Promise<string | undefined>;

/** Of sw_interface_ip6_enable_disable. */
export async function needsNoRouter({ swIfIndex = 0, enable }: VppFields, vpp: VppCaller): Missing {
  return enable === true ? undefined : routerOn(Number(swIfIndex), vpp);
}

/** Of sw_interface_add_del_address. Any address of IPv6 may be the last one. */
export async function needsNoRouterOfAddress(
  { swIfIndex = 0, isAdd, delAll, prefix }: VppFields,
  vpp: VppCaller,
): Missing {
  const { af } = ((prefix as VppFields | undefined)?.address ?? {}) as VppFields;
  const takesIpv6 = isAdd !== true && (delAll === true || af === AddressFamily.ADDRESS_IP6);
  return takesIpv6 ? routerOn(Number(swIfIndex), vpp) : undefined;
}

async function routerOn(swIfIndex: number, vpp: VppCaller): Missing {
  if (!vpp.supports(VrrpVrDump)) return undefined;
  // Asked for interface 0, VPP tells of all.
  for await (const { config, runtime } of vpp.dump(VrrpVrDump, { swIfIndex })) {
    const isIpv6 = (config.flags & VrrpVrFlags.VRRP_API_VR_IPV6) !== 0;
    const runs = runtime.state !== VrrpVrState.VRRP_API_VR_STATE_INIT;
    if (isIpv6 && runs && config.swIfIndex === swIfIndex) {
      return `virtual router ${config.vrId} of IPv6 runs on interface ${swIfIndex}, and sends from its link-local address`;
    }
  }
  return undefined;
}
