import { addressText } from "../state/ip.js";
import { VIP_TYPE_NAMES, type Vip } from "../state/lb.js";
import type { Vpp } from "../state/vpp.js";

/** Every VIP with its application servers, deleted ones too. */
export function showVips(vpp: Vpp): string {
  return [...vpp.lb.vips.values()].map(vipText).join("");
}

function vipText(vip: Vip): string {
  const words = [
    `[${vip.index}]`,
    VIP_TYPE_NAMES[vip.type],
    prefixOf(vip),
    vip.port === 0 ? "all ports" : `protocol ${vip.protocol} port ${vip.port}`,
    ...(vip.targetPort === 0 ? [] : [`target-port ${vip.targetPort}`]),
    ...(vip.dscp === 0 ? [] : [`dscp ${vip.dscp}`]),
    ...(vip.serviceType === 0 ? [] : ["nodeport"]),
    ...(vip.isSourceSticky ? ["src-ip-sticky"] : []),
    `new-flows ${vip.newFlowsTableLength}`,
    ...(vip.isUsed ? [] : ["removed"]),
  ];
  const servers = vip.servers.map(({ address, isUsed }) => `  ${addressText(address)}${isUsed ? "" : " removed"}\n`);
  return `${words.join(" ")}\n${servers.join("")}`;
}

function prefixOf({ address, length }: Vip): string {
  const isIp4 = length >= 96 && address.subarray(0, 12).every((byte) => byte === 0);
  return isIp4 ? `${addressText(address.slice(12))}/${length - 96}` : `${addressText(address)}/${length}`;
}
