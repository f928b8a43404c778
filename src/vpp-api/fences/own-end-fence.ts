/**
 * Tunnels to an address that VPP has itself. When a packet from such a tunnel arrives at the address, VPP 26.06 takes the number of the tunnel's
 * interface for the place of a table, and ends where it has not so many.
 */

import type { VppCaller } from "vpp-binapi-ts";
import {
  type Address,
  AddressFamily,
  CliInband,
  GeneveTunnelDump,
  GreTunnelV2Dump,
  GtpuTunnelDump,
  IpipTunnelDump,
  SwInterfaceGetTable,
  VxlanGpeTunnelV2Dump,
  VxlanTunnelV2Dump,
} from "vpp-binapi-ts/api";
import { formatAddress, formatIp6, ip6Bytes } from "../../../translators/ip/addresses.js";
import type { VppFields } from "./fence-checks.js";
import { geneveTunnels, gtpuTunnels, type TunnelTo, vxlanGpeTunnels, vxlanTunnels } from "./group-fences.js";
import { ALL } from "./numbers.js";
import { unlessRefused } from "./unless-refused.js";

type Missing = Promise<string | undefined>;

/** Of requests that make a tunnel, by whatever names they have for its remote address and for the table of that. Costs all addresses. */
export async function needsRemoteElsewhere(fields: VppFields, vpp: VppCaller): Missing {
  const { isAdd, dstAddress, remoteAddress, remote, tunnel, encapVrfId } = fields;
  const { dst, outerTableId, tableId } = (tunnel ?? {}) as VppFields;
  const to = (dstAddress ?? remoteAddress ?? remote ?? dst) as Address | undefined;
  if (isAdd === false || to === undefined) return undefined;
  const { reply } = await vpp.call(CliInband, { cmd: "show interface address" });
  const table = String(encapVrfId ?? outerTableId ?? tableId ?? 0);
  const isOwn = shownAddresses(reply).some((own) => own.ip === formatAddress(to) && own.table === table);
  return isOwn ? `VPP has ${formatAddress(to)} itself` : undefined;
}

/** Lines are "  L3 192.0.2.1/24 ip4 table-id 7 fib-idx 1", without a table where that is 0. */
function shownAddresses(shown: string): readonly { readonly ip: string; readonly table: string }[] {
  return [...shown.matchAll(/^ +L3 ([^/\s]+)\/\d+(?: ip[46] table-id (\d+))?/gm)].map(([, ip, table = "0"]) => ({
    ip: ip!.includes(":") ? formatIp6(ip6Bytes(ip!)) : ip!,
    table,
  }));
}

/** Of sw_interface_add_del_address. Costs all tunnels. */
export async function needsNoTunnelTo({ isAdd, swIfIndex = 0, prefix }: VppFields, vpp: VppCaller): Missing {
  const own = (prefix as VppFields | undefined)?.address as Address | undefined;
  if (isAdd !== true || own === undefined) return undefined;
  const ip = formatAddress(own);
  return tunnelTo(Number(swIfIndex), own.af === AddressFamily.ADDRESS_IP6, vpp, (remote) => remote === ip);
}

/** Of ip6_add_del_address_using_prefix. A group gives the address its first bytes, and another group later, so that the last eight count. */
export async function needsNoTunnelToDelegated(fields: VppFields, vpp: VppCaller): Missing {
  const { isAdd, swIfIndex = 0, prefixGroup = "", addressWithPrefix } = fields;
  const own = (addressWithPrefix as VppFields | undefined)?.address as Uint8Array | undefined;
  if (isAdd !== true || own === undefined) return undefined;
  const compared = prefixGroup === "" ? own : own.subarray(8);
  return tunnelTo(Number(swIfIndex), true, vpp, (remote) =>
    Buffer.from(ip6Bytes(remote)).subarray(-compared.length).equals(compared),
  );
}

/** Why an interface cannot have an address of a family: a tunnel in its table leads to it. */
async function tunnelTo(
  swIfIndex: number,
  isIpv6: boolean,
  vpp: VppCaller,
  isOwn: (remote: string) => boolean,
): Missing {
  const table = await unlessRefused(vpp.call(SwInterfaceGetTable, { swIfIndex, isIpv6 }));
  for (const [message, tunnels] of KINDS) {
    if (!vpp.supports(message)) continue;
    for await (const { remote, table: other } of tunnels(vpp)) {
      const ip = formatAddress(remote);
      const isOfFamily = (remote.af === AddressFamily.ADDRESS_IP6) === isIpv6;
      if (isOfFamily && other === table?.vrfId && isOwn(ip)) return `a tunnel leads to ${ip}`;
    }
  }
  return undefined;
}

async function* greTunnels(vpp: VppCaller): AsyncGenerator<TunnelTo> {
  for await (const { tunnel } of vpp.dump(GreTunnelV2Dump, { swIfIndex: ALL })) {
    yield { remote: tunnel.dst, table: tunnel.outerTableId };
  }
}

async function* ipipTunnels(vpp: VppCaller): AsyncGenerator<TunnelTo> {
  for await (const { tunnel } of vpp.dump(IpipTunnelDump, { swIfIndex: ALL })) {
    yield { remote: tunnel.dst, table: tunnel.tableId };
  }
}

/** With the message that a VPP without the plugin lacks. */
const KINDS = [
  [VxlanTunnelV2Dump, vxlanTunnels],
  [VxlanGpeTunnelV2Dump, vxlanGpeTunnels],
  [GeneveTunnelDump, geneveTunnels],
  [GtpuTunnelDump, gtpuTunnels],
  [GreTunnelV2Dump, greTunnels],
  [IpipTunnelDump, ipipTunnels],
] as const;
