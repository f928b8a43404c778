import { IpFlowHashConfigV2 } from "vpp-binapi-ts/api";

const bits: Readonly<Record<string, number>> = {
  "source-address": IpFlowHashConfigV2.IP_API_V2_FLOW_HASH_SRC_IP,
  "destination-address": IpFlowHashConfigV2.IP_API_V2_FLOW_HASH_DST_IP,
  "source-port": IpFlowHashConfigV2.IP_API_V2_FLOW_HASH_SRC_PORT,
  "destination-port": IpFlowHashConfigV2.IP_API_V2_FLOW_HASH_DST_PORT,
  protocol: IpFlowHashConfigV2.IP_API_V2_FLOW_HASH_PROTO,
  reverse: IpFlowHashConfigV2.IP_API_V2_FLOW_HASH_REVERSE,
  symmetric: IpFlowHashConfigV2.IP_API_V2_FLOW_HASH_SYMETRIC,
  "flow-label": IpFlowHashConfigV2.IP_API_V2_FLOW_HASH_FLOW_LABEL,
};

/** What a flow hash looks at, from YANG's bits; 0, for which VPP takes what it usually does, where there are none. */
export function flowHashBits(names = ""): number {
  return names.split(" ").reduce((sum, name) => sum | (bits[name] ?? 0), 0);
}
