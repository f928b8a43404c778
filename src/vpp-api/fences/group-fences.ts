/**
 * Tunnels to groups. VPP 26.06 has what it sends to a group by once for each address, and counts its tunnels by address and table:
 * it lets go of the one with the last tunnel of any table, and ends with the next of another.
 */

import type { VppCaller } from "vpp-binapi-ts";
import {
  type Address,
  GeneveTunnelDump,
  GtpuTunnelDump,
  VxlanGpeTunnelV2Dump,
  VxlanTunnelV2Dump,
} from "vpp-binapi-ts/api";
import { missingForGroupsIn } from "../../vpp-limits/multicast-tables.js";
import type { VppFields } from "./fence-checks.js";
import { ALL, NO_INTERFACE } from "./numbers.js";

type Missing = Promise<string | undefined>;

export interface TunnelTo {
  readonly remote: Address;
  readonly table: number;
}

interface TunnelInterface extends TunnelTo {
  readonly swIfIndex: number;
}

type Tunnels = (vpp: VppCaller) => AsyncIterable<TunnelTo>;

const OF_ALL = { swIfIndex: ALL };

export async function* vxlanTunnels(vpp: VppCaller): AsyncGenerator<TunnelInterface> {
  for await (const { swIfIndex, dstAddress, encapVrfId } of vpp.dump(VxlanTunnelV2Dump, OF_ALL)) {
    yield { swIfIndex, remote: dstAddress, table: encapVrfId };
  }
}

export async function* geneveTunnels(vpp: VppCaller): AsyncGenerator<TunnelInterface> {
  for await (const { swIfIndex, dstAddress, encapVrfId } of vpp.dump(GeneveTunnelDump, OF_ALL)) {
    yield { swIfIndex, remote: dstAddress, table: encapVrfId };
  }
}

export async function* gtpuTunnels(vpp: VppCaller): AsyncGenerator<TunnelInterface> {
  for await (const { swIfIndex, dstAddress, encapVrfId } of vpp.dump(GtpuTunnelDump, OF_ALL)) {
    yield { swIfIndex, remote: dstAddress, table: encapVrfId };
  }
}

export async function* vxlanGpeTunnels(vpp: VppCaller): AsyncGenerator<TunnelInterface> {
  for await (const { swIfIndex, remote, encapVrfId } of vpp.dump(VxlanGpeTunnelV2Dump, OF_ALL))
    yield { swIfIndex, remote, table: encapVrfId };
}

/** Addresses of a request by whatever name its kind has for them. */
export function needsSafeGroup(tunnels: Tunnels) {
  return async (fields: VppFields, vpp: VppCaller): Missing => {
    const { isAdd, srcAddress, localAddress, local, dstAddress, remoteAddress, remote, encapVrfId = 0 } = fields;
    if (isAdd !== true) return undefined;
    if (isGroup((srcAddress ?? localAddress ?? local) as Address | undefined))
      return "the tunnel would come from a group";
    const to = (dstAddress ?? remoteAddress ?? remote) as Address | undefined;
    if (!isGroup(to)) return undefined;
    if (fields.mcastSwIfIndex === NO_INTERFACE) return "a tunnel to a group has no interface for it";
    for await (const { remote: other, table } of tunnels(vpp)) {
      if (table !== encapVrfId && Buffer.compare(bytesOf(other), bytesOf(to)) === 0) {
        return `a tunnel in table ${table} is to the same group`;
      }
    }
    return missingForGroupsIn(vpp, to.af === 1, Number(encapVrfId));
  };
}

function isGroup(address: Address | undefined): address is Address {
  if (address === undefined) return false;
  const [first = 0] = bytesOf(address);
  return address.af === 1 ? first === 0xff : first >> 4 === 0xe;
}

function bytesOf({ af, un }: Address): Uint8Array {
  return (af === 1 ? un.ip6 : un.ip4) ?? new Uint8Array();
}
