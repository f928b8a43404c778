/** Security associations of IPsec as VPP has them. */

import type { VppCaller } from "vpp-binapi-ts";
import { type IpsecSadEntryV4, IpsecSadFlags, IpsecSaV5Dump } from "vpp-binapi-ts/api";
import type { TunnelTo } from "./group-fences.js";

/** Where associations lead to that packets are not received with. */
export async function* associations(vpp: VppCaller): AsyncGenerator<TunnelTo> {
  for await (const { entry } of vpp.dump(IpsecSaV5Dump, { saId: 0 })) {
    if (isInTunnel(entry) && !isInbound(entry)) yield { remote: entry.tunnel.dst, table: entry.tunnel.tableId };
  }
}

export async function association(id: number, vpp: VppCaller): Promise<IpsecSadEntryV4 | undefined> {
  for await (const { entry } of vpp.dump(IpsecSaV5Dump, { saId: id })) if (entry.sadId === id) return entry;
  return undefined;
}

export function isInbound({ flags }: IpsecSadEntryV4): boolean {
  return (flags & IpsecSadFlags.IPSEC_API_SAD_FLAG_IS_INBOUND) !== 0;
}

export function isInTunnel({ flags }: IpsecSadEntryV4): boolean {
  const either = IpsecSadFlags.IPSEC_API_SAD_FLAG_IS_TUNNEL | IpsecSadFlags.IPSEC_API_SAD_FLAG_IS_TUNNEL_V6;
  return (flags & either) !== 0;
}
