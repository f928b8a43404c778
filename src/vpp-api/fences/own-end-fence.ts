/**
 * Tunnels to an address that VPP has itself. When a packet from such a tunnel arrives at the address, VPP 26.06 takes the number of the tunnel's
 * interface for the place of a table, and ends where it has not so many.
 */

import type { VppCaller } from "vpp-binapi-ts";
import {
  type Address,
  AddressFamily,
  CliInband,
  FibPathType,
  GeneveTunnelDump,
  GpeFwdEntriesGet,
  type GpeFwdEntry,
  GpeFwdEntryPathDump,
  GpeFwdEntryVnisGet,
  GreTunnelV2Dump,
  GtpuTunnelDump,
  IpipTunnelDump,
  IpsecSaV5Dump,
  type Prefix,
  SwInterfaceGetTable,
  TeibDump,
  type VrrpVrDetails,
  VxlanGpeTunnelV2Dump,
  VxlanTunnelV2Dump,
} from "vpp-binapi-ts/api";
import { formatAddress, formatIp6, ip6Bytes } from "../../../translators/ip/addresses.js";
import { addressBytes, isIn } from "../../../translators/ip/prefix-relations.js";
import { associations } from "./associations.js";
import type { VppFields } from "./fence-checks.js";
import { geneveTunnels, gtpuTunnels, type TunnelTo, vxlanGpeTunnels, vxlanTunnels } from "./group-fences.js";
import { ALL } from "./numbers.js";
import { isOutside } from "./outside-fence.js";
import { unlessRefused } from "./unless-refused.js";
import { leadBack, routersLeadingBack } from "./virtual-addresses.js";

type Missing = Promise<string | undefined>;

/** Of requests that make a tunnel, by whatever names they have for its remote address and for the table of that. Costs all addresses. */
export async function needsRemoteElsewhere(fields: VppFields, vpp: VppCaller): Missing {
  const { isAdd, dstAddress, remoteAddress, remote, tunnel, encapVrfId } = fields;
  const { dst, outerTableId, tableId } = (tunnel ?? {}) as VppFields;
  const to = (dstAddress ?? remoteAddress ?? remote ?? dst) as Address | undefined;
  if (isAdd === false || to === undefined) return undefined;
  return isOwn({ remote: to, table: Number(encapVrfId ?? outerTableId ?? tableId ?? 0) }, vpp);
}

/** Of teib_entry_add_del. */
export async function needsPeerElsewhere({ isAdd = 0, entry }: VppFields, vpp: VppCaller): Missing {
  const { nh, nhTableId = 0 } = (entry ?? {}) as VppFields;
  return isAdd === 0 || nh === undefined ? undefined : isOwn({ remote: nh as Address, table: Number(nhTableId) }, vpp);
}

/** Of what gives LISP remote locators. They stand behind as many local ones in an entry of the data plane. */
export async function needsLocatorsElsewhere(
  { isAdd, rlocs = [], locs = [], ipAddress }: VppFields,
  vpp: VppCaller,
): Missing {
  if (isAdd === false) return undefined;
  const pairs = locs as readonly VppFields[];
  const far = [
    ...(rlocs as readonly VppFields[]).map((rloc) => rloc.ipAddress),
    ...pairs.slice(pairs.length / 2).map(({ addr }) => addr),
    ipAddress,
  ].filter((remote) => remote !== undefined);
  const found = await Promise.all(far.map((remote) => isOwn({ remote: remote as Address, table: 0 }, vpp)));
  return found.find((missing) => missing !== undefined);
}

/** What is wrong with a remote end: VPP has it. Costs all addresses. */
export async function isOwn({ remote: to, table }: TunnelTo, vpp: VppCaller): Missing {
  const ip = formatAddress(to);
  const isIpv6 = to.af === AddressFamily.ADDRESS_IP6;
  const fib = isIpv6 ? "ip6 fib" : "ip fib";
  // The table has the addresses of interfaces that are up.
  const [{ reply: addresses }, { reply: route }] = await Promise.all([
    vpp.call(CliInband, { cmd: "show interface address" }),
    vpp.call(CliInband, { cmd: `show ${fib} table ${table} ${ip}` }),
  ]);
  const hasIt = shownAddresses(addresses).some((own) => own.ip === ip && own.table === String(table));
  const isItsOwn =
    hasIt ||
    receives.test(route) ||
    (await isVirtual(ip, table, isIpv6, vpp)) ||
    (!isIpv6 && (await isOutside(to, vpp)));
  return isItsOwn ? `VPP has ${ip} itself` : undefined;
}

/** Whether VPP has an address in a table while a virtual router is the master. */
async function isVirtual(ip: string, table: number, isIpv6: boolean, vpp: VppCaller): Promise<boolean> {
  const has = ({ addrs }: VrrpVrDetails) => addrs.some((address) => formatAddress(address) === ip);
  for await (const { config } of routersLeadingBack(vpp, has)) {
    if ((await tableOf(config.swIfIndex, isIpv6, vpp)) === table) return true;
  }
  return false;
}

/** A bucket of the forwarding: "    [0] [@12]: dpo-receive: 192.0.2.1 on loop0", without an address where a route says so. */
const receives = /^ +\[\d+\] .*dpo-receive/m;

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
  return tunnelToAddress(own, Number(swIfIndex), vpp);
}

/** Of ip_route_add_del and ip_route_add_del_v2. Costs all tunnels, for a route by which VPP receives packets. */
export async function needsNoTunnelReceived({ isAdd, route }: VppFields, vpp: VppCaller): Missing {
  const { tableId = 0, prefix, paths = [] } = (route ?? {}) as VppFields;
  const isReceived = (paths as readonly VppFields[]).some(({ type }) => type === FibPathType.FIB_API_PATH_TYPE_LOCAL);
  if (isAdd !== true || !isReceived || prefix === undefined) return undefined;
  const received = prefix as Prefix;
  const isIpv6 = received.address.af === AddressFamily.ADDRESS_IP6;
  return tunnelTo(Number(tableId), isIpv6, vpp, (remote) => isIn(received, remote));
}

/** Of ip6_add_del_address_using_prefix. A group gives the address its first bytes, and another group later, so that the last eight count. */
export async function needsNoTunnelToDelegated(fields: VppFields, vpp: VppCaller): Missing {
  const { isAdd, swIfIndex = 0, prefixGroup = "", addressWithPrefix } = fields;
  const own = (addressWithPrefix as VppFields | undefined)?.address as Uint8Array | undefined;
  if (isAdd !== true || own === undefined) return undefined;
  const compared = prefixGroup === "" ? own : own.subarray(8);
  return tunnelTo(await tableOf(Number(swIfIndex), true, vpp), true, vpp, (remote) =>
    Buffer.from(addressBytes(remote)).subarray(-compared.length).equals(compared),
  );
}

/** Of vrrp_vr_update and of vrrp_vr_add_del that adds. What is sent to the addresses comes back once the router is the master. */
export async function needsNoTunnelToVirtual({ swIfIndex = 0, flags, addrs = [] }: VppFields, vpp: VppCaller): Missing {
  if (!(await leadBack(Number(flags ?? 0), Number(swIfIndex), vpp))) return undefined;
  for (const own of addrs as readonly Address[]) {
    const missing = await tunnelToAddress(own, Number(swIfIndex), vpp);
    if (missing !== undefined) return missing;
  }
  return undefined;
}

async function tunnelToAddress(own: Address, swIfIndex: number, vpp: VppCaller): Missing {
  const ip = formatAddress(own);
  const isIpv6 = own.af === AddressFamily.ADDRESS_IP6;
  return tunnelTo(await tableOf(swIfIndex, isIpv6, vpp), isIpv6, vpp, (remote) => formatAddress(remote) === ip);
}

async function tableOf(swIfIndex: number, isIpv6: boolean, vpp: VppCaller): Promise<number | undefined> {
  return (await unlessRefused(vpp.call(SwInterfaceGetTable, { swIfIndex, isIpv6 })))?.vrfId;
}

/** What is wrong with an own address: a tunnel of its family and table leads to it. */
async function tunnelTo(
  table: number | undefined,
  isIpv6: boolean,
  vpp: VppCaller,
  isOwn: (remote: Address) => boolean,
): Missing {
  return tunnelInAnyTable(isIpv6, vpp, (remote, other) => other === table && isOwn(remote));
}

/** The same for addresses that VPP may have in several tables. Costs all tunnels. */
export async function tunnelInAnyTable(
  isIpv6: boolean,
  vpp: VppCaller,
  isOwn: (remote: Address, table: number) => boolean,
): Missing {
  for (const [message, tunnels] of KINDS) {
    if (!vpp.supports(message)) continue;
    for await (const { remote, table } of tunnels(vpp)) {
      const isOfFamily = (remote.af === AddressFamily.ADDRESS_IP6) === isIpv6;
      if (isOfFamily && isOwn(remote, table)) return `a tunnel leads to ${formatAddress(remote)}`;
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

async function* multipointPeers(vpp: VppCaller): AsyncGenerator<TunnelTo> {
  for await (const { entry } of vpp.dump(TeibDump)) yield { remote: entry.nh, table: entry.nhTableId };
}

async function* lispTunnels(vpp: VppCaller): AsyncGenerator<TunnelTo> {
  const { vnis } = await vpp.call(GpeFwdEntryVnisGet);
  const replies = await Promise.all(vnis.map((vni) => vpp.call(GpeFwdEntriesGet, { vni })));
  const found = await Promise.all(replies.flatMap(({ entries }) => entries.map((entry) => lispLocators(entry, vpp))));
  yield* found.flat();
}

async function lispLocators({ fwdEntryIndex }: GpeFwdEntry, vpp: VppCaller): Promise<readonly TunnelTo[]> {
  const locators: TunnelTo[] = [];
  for await (const { rmtLoc } of vpp.dump(GpeFwdEntryPathDump, { fwdEntryIndex })) {
    locators.push({ remote: rmtLoc.addr, table: 0 });
  }
  return locators;
}

/** With the message that a VPP without the plugin lacks. */
const KINDS = [
  [VxlanTunnelV2Dump, vxlanTunnels],
  [VxlanGpeTunnelV2Dump, vxlanGpeTunnels],
  [GeneveTunnelDump, geneveTunnels],
  [GtpuTunnelDump, gtpuTunnels],
  [GreTunnelV2Dump, greTunnels],
  [IpipTunnelDump, ipipTunnels],
  [TeibDump, multipointPeers],
  [IpsecSaV5Dump, associations],
  [GpeFwdEntryVnisGet, lispTunnels],
] as const;
