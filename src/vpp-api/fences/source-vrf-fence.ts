/** What VPP 26.06 must have, or must not, where an interface chooses VRFs by the source of packets (plugin svs). */

import type { VppCaller } from "vpp-binapi-ts";
import { AddressFamily, FeatureIsEnabled } from "vpp-binapi-ts/api";
import type { VppFields } from "./fence-checks.js";
import { unlessRefused } from "./unless-refused.js";

/**
 * VPP counts how often it is on, and forgets the table when it is switched off once: the next packet is looked up in a table that is
 * not there. Of svs_enable_disable.
 */
export async function needsNoSourceVrf(fields: VppFields, vpp: VppCaller): Promise<string | undefined> {
  const { isEnable, af, swIfIndex = 0 } = fields;
  if (isEnable !== true) return undefined;
  const isIp6 = af === AddressFamily.ADDRESS_IP6;
  const feature = { arcName: isIp6 ? "ip6-unicast" : "ip4-unicast", featureName: isIp6 ? "svs-ip6" : "svs-ip4" };
  const answer = await unlessRefused(vpp.call(FeatureIsEnabled, { ...feature, swIfIndex: Number(swIfIndex) }));
  return answer?.isEnabled === true
    ? `interface ${swIfIndex} has a table of source VRFs, which has to go first`
    : undefined;
}
