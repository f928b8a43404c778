import { GtpuAddDelForward, GtpuForwardingType, GtpuTunnelV2Dump } from "vpp-binapi-ts/api";
import type { TranslatorContext } from "../../src/southbound/translator.js";
import { NO_INTERFACE } from "../interfaces/interface.js";
import { defineInterfaceKind, type TypedValue } from "../interfaces/interface-kind.js";
import { address, familyOf, formatAddress } from "../ip/addresses.js";
import type { DecapNext } from "./decap-next.js";
import { tableIdOf, tablesRead, vrfDependsOn, vrfMember } from "./endpoints.js";
import { gtpuDecapNexts } from "./gtpu.js";

interface Value extends TypedValue {
  readonly "sweetcomb-tunnels:gtpu-forward": Forward;
}

interface Forward {
  readonly remote: string;
  readonly vrf?: string;
  readonly reason: keyof typeof reasons;
  readonly "decap-next"?: DecapNext;
}

const reasons = {
  "bad-header": GtpuForwardingType.GTPU_API_FORWARDING_BAD_HEADER,
  "unknown-teid": GtpuForwardingType.GTPU_API_FORWARDING_UNKNOWN_TEID,
  "unknown-type": GtpuForwardingType.GTPU_API_FORWARDING_UNKNOWN_TYPE,
} as const;

/**
 * Where GTP-U packets without a tunnel go. VPP has one for each reason and family, but deleting that of IPv6 makes it forget
 * that of IPv4, so the model allows one for each reason.
 */
export const gtpuForward = defineInterfaceKind<Value>({
  name: "gtpu-forward",
  type: "sweetcomb-tunnels:gtpu-forward",
  leafs: ["sweetcomb-tunnels:gtpu-forward"],
  messages: [GtpuAddDelForward, GtpuTunnelV2Dump],
  isOne: ({ details }) => details.interfaceDevType === "GTPU",
  isKnownByValue: () => true,
  isReused: true,
  dependsOn({ value }) {
    const { remote, vrf } = value["sweetcomb-tunnels:gtpu-forward"];
    return vrfDependsOn(familyOf(remote), vrf);
  },
  create: async (context, { value }) => (await addOrDelete(context, value, true)).swIfIndex,
  remove: (context, _swIfIndex, { value }) => addOrDelete(context, value, false),
  reads: tablesRead,
  async *dump(context) {
    for await (const details of context.vpp.dump(GtpuTunnelV2Dump, { swIfIndex: NO_INTERFACE })) {
      const { swIfIndex, srcAddress, encapVrfId, decapNextIndex } = details;
      const reason = reasonOf(details.forwardingType);
      if (!details.isForwarding || reason === undefined) continue;
      // VPP keeps the target as the source; its destination is an address that stands for the reason.
      const remote = formatAddress(srcAddress);
      const decapNext = gtpuDecapNexts[decapNextIndex];
      const settings = {
        remote,
        ...vrfMember(context, familyOf(remote), encapVrfId),
        reason,
        ...(decapNext !== undefined && { "decap-next": decapNext }),
      };
      yield { swIfIndex, value: { "sweetcomb-tunnels:gtpu-forward": settings } };
    }
  },
});

function addOrDelete(context: TranslatorContext, { "sweetcomb-tunnels:gtpu-forward": forward }: Value, isAdd: boolean) {
  const { remote, vrf, reason, "decap-next": decapNext = "l2-input" } = forward;
  return context.vpp.call(GtpuAddDelForward, {
    isAdd,
    dstAddress: address(remote),
    forwardingType: reasons[reason],
    encapVrfId: tableIdOf(context, familyOf(remote), vrf),
    decapNextIndex: gtpuDecapNexts.indexOf(decapNext) as 0 | 1 | 2 | 3,
  });
}

function reasonOf(type: number): Forward["reason"] | undefined {
  return (Object.keys(reasons) as Forward["reason"][]).find((reason) => reasons[reason] === type);
}
