/** Packets that are sent with an association of IPsec whose tunnel leads to VPP itself end it, as own-end-fence.ts has it for other tunnels. */

import type { VppCaller } from "vpp-binapi-ts";
import { type Address, IpsecSpdAction } from "vpp-binapi-ts/api";
import { association, isInbound, isInTunnel } from "./associations.js";
import type { VppFields } from "./fence-checks.js";
import { isOwn } from "./own-end-fence.js";

type Missing = Promise<string | undefined>;

/** Of ipsec_tunnel_protect_update. VPP takes an association for one of packets that it receives when that is told so, and sends with it all the same. */
export async function needsProtectionElsewhere({ tunnel }: VppFields, vpp: VppCaller): Missing {
  return sendsElsewhere(((tunnel ?? {}) as VppFields).saOut, vpp);
}

/** Of ipsec_spd_entry_add_del and ipsec_spd_entry_add_del_v2. */
export async function needsPolicyElsewhere({ isAdd, entry }: VppFields, vpp: VppCaller): Missing {
  const { isOutbound, policy, saId } = (entry ?? {}) as VppFields;
  const sends = isAdd === true && isOutbound === true && policy === IpsecSpdAction.IPSEC_API_SPD_ACTION_PROTECT;
  return sends ? sendsElsewhere(saId, vpp) : undefined;
}

/** Of ipsec_sad_entry_update, which moves the ends of a tunnel. */
export async function needsMoveElsewhere({ sadId = 0, isTun, tunnel }: VppFields, vpp: VppCaller): Missing {
  const { dst, tableId = 0 } = (tunnel ?? {}) as VppFields;
  if (isTun !== true || dst === undefined) return undefined;
  const entry = await association(Number(sadId), vpp);
  if (entry === undefined || isInbound(entry)) return undefined;
  return isOwn({ remote: dst as Address, table: Number(tableId) }, vpp);
}

async function sendsElsewhere(id: unknown, vpp: VppCaller): Missing {
  const entry = await association(Number(id ?? 0), vpp);
  if (entry === undefined) return undefined;
  if (isInbound(entry)) return `association ${id} is for packets that are received`;
  return isInTunnel(entry) ? isOwn({ remote: entry.tunnel.dst, table: entry.tunnel.tableId }, vpp) : undefined;
}
