/** Objects that VPP 26.06 must have, or must not, for a request not to end it. Each asks VPP, and says what is missing. */

import type { VppCaller } from "vpp-binapi-ts";
import {
  ClassifyTableInfo,
  CliInband,
  MapDomainDump,
  Nat44EiConfigFlags,
  Nat44EiShowRunningConfig,
  Nat64PoolAddrDump,
  PolicerDumpV2,
  SwInterfaceIp6GetLinkLocalAddress,
} from "vpp-binapi-ts/api";
import { askFreeHeap, shareOfHeap } from "../../vpp-limits/free-heap.js";
import { bytesForNat64Pool } from "../../vpp-limits/nat64-pool-room.js";
import type { VppFields } from "./fence-checks.js";
import { ALL } from "./numbers.js";
import { addressesIn } from "./size-checks.js";
import { unlessRefused } from "./unless-refused.js";

type Missing = Promise<string | undefined>;

/** Rules are counted in 16 bits, which 16 bits of PSID have no end in. */
export async function needsMapDomain({ domainIndex = 0 }: VppFields, vpp: VppCaller): Missing {
  for await (const domain of vpp.dump(MapDomainDump)) {
    if (domain.domainIndex !== domainIndex) continue;
    return domain.psidLength < 16 ? undefined : `MAP domain ${domainIndex} has 16 bits of PSID`;
  }
  return `there is no MAP domain ${domainIndex}`;
}

/** A second next hop would be followed beside the first one, which nobody could take away any more. VPP tells of them with its domains. */
export async function needsNoNextHopOfMap(fields: VppFields, vpp: VppCaller): Missing {
  if (fields.isAdd !== true) return undefined;
  const shown = await unlessRefused(vpp.call(CliInband, { cmd: "show map stats" }));
  const told = /IP6 next-hop: (.+), IP4 next-hop: (.+)/.exec(shown?.reply ?? "");
  if (told === null) return "there is no MAP domain, without which VPP does not tell its next hops";
  const [, ip6, ip4] = told;
  const isSecond = (address: unknown, there: string | undefined) =>
    there !== "un-set" && (address as Uint8Array | undefined)?.some((octet) => octet !== 0) === true;
  return isSecond(fields.ip4NhAddress, ip4) || isSecond(fields.ip6NhAddress, ip6)
    ? "there is a next hop already, which has to go first"
    : undefined;
}

const LINK_LOCAL = Uint8Array.of(0xfe, 0x80);

/** VPP compares what is taken away with the link-local address, where there is none, too. */
export async function needsLinkLocalToTakeAway(fields: VppFields, vpp: VppCaller): Missing {
  const { address } = (fields.prefix ?? {}) as VppFields;
  const { af, un } = (address ?? {}) as VppFields;
  const begin = ((un as VppFields | undefined)?.ip6 as Uint8Array | undefined)?.subarray(0, 2);
  const isLinkLocal = af === 1 && begin !== undefined && Buffer.compare(begin, LINK_LOCAL) === 0;
  return fields.isAdd !== true && fields.delAll !== true && isLinkLocal ? needsLinkLocal(fields, vpp) : undefined;
}

/** A message of DHCPv6 goes out from the link-local address, and VPP looks at it where there is none. */
export async function needsLinkLocal({ swIfIndex = 0, stop }: VppFields, vpp: VppCaller): Missing {
  if (stop === true) return undefined;
  const own = await unlessRefused(vpp.call(SwInterfaceIp6GetLinkLocalAddress, { swIfIndex: Number(swIfIndex) }));
  return own === undefined ? `interface ${swIfIndex} has no IPv6` : undefined;
}

/** As the models have it: what a range takes is taken at once. */
const NAT64_ADDRESSES = 256;

export async function needsRoomInPool(fields: VppFields, vpp: VppCaller): Missing {
  const wanted = addressesIn(fields);
  if (wanted < 1) return "the last address is below the first";
  if (fields.isAdd !== true) return wanted > NAT64_ADDRESSES ? "the range is too large" : undefined;
  let there = 0;
  for await (const _address of vpp.dump(Nat64PoolAddrDump)) there++;
  const all = wanted + there;
  if (all > NAT64_ADDRESSES) return `there would be more than ${NAT64_ADDRESSES} addresses`;
  const hasRoom = bytesForNat64Pool(all) <= (await askFreeHeap(vpp)) * shareOfHeap;
  return hasRoom ? undefined : `VPP's heap has no room for ${all} addresses`;
}

/**
 * Nothing says whether the plugin is on, except that it has room for sessions then. VPP has no tables of them for mappings without
 * connection tracking.
 */
export async function needsSessionsOfNat(_fields: VppFields, vpp: VppCaller): Missing {
  const { sessions, flags } = await vpp.call(Nat44EiShowRunningConfig);
  if (sessions === 0) return "nat44-ei is not enabled";
  const has = (flag: number) => (flags & flag) !== 0;
  const isStatic = has(Nat44EiConfigFlags.NAT44_EI_STATIC_MAPPING_ONLY);
  return isStatic && !has(Nat44EiConfigFlags.NAT44_EI_CONNECTION_TRACKING)
    ? "nat44-ei has no sessions: it has static mappings only"
    : undefined;
}

export async function needsBierImposition({ biIndex = 0 }: VppFields, vpp: VppCaller): Missing {
  return (await hasBierImposition(vpp, Number(biIndex))) ? undefined : `there is no BIER imposition ${biIndex}`;
}

/** No message tells their numbers. */
export async function hasBierImposition(vpp: VppCaller, index: number): Promise<boolean> {
  const { reply } = await vpp.call(CliInband, { cmd: `show bier imp ${index}` });
  return reply.includes(`bier-imp:[${index}]`);
}

/** A policy that sends to all lists has a way that VPP takes for another when routes that resolve by its label are all that is left. */
export async function needsUnusedLabel({ bsid = 0 }: VppFields, vpp: VppCaller): Missing {
  const { reply } = await vpp.call(CliInband, { cmd: `show mpls fib table 0 ${bsid}` });
  return reply.includes("recursive-resolution") && reply.includes("multicast")
    ? `routes resolve by label ${bsid}`
    : undefined;
}

const VECTOR_BYTES = 16;

/** VPP reads as many bytes as the table compares, and takes labels of a path from memory that it has not cleared. */
export async function needsTableOfRedirect(
  { tableIndex = 0, matchLen = 0, paths }: VppFields,
  vpp: VppCaller,
): Missing {
  const given = (paths ?? []) as readonly VppFields[];
  if (given.some(({ nLabels = 0, type = 0 }) => nLabels !== 0 || type !== 0)) {
    return "a path has labels, or is not one to an address";
  }
  const table = await unlessRefused(vpp.call(ClassifyTableInfo, { tableId: Number(tableIndex) }));
  if (table === undefined) return `there is no table ${tableIndex}`;
  const compared = (table.matchNVectors + table.skipNVectors) * VECTOR_BYTES;
  return matchLen === compared ? undefined : `table ${tableIndex} compares ${compared} bytes`;
}

/** VPP takes the memory behind its policers for one. */
export async function needsPolicer({ isAdd, policerIndex = 0 }: VppFields, vpp: VppCaller): Missing {
  if (isAdd !== true || policerIndex === ALL) return isAdd === true ? "it is about no policer" : undefined;
  for await (const _policer of vpp.dump(PolicerDumpV2, { policerIndex: Number(policerIndex) })) return undefined;
  return `there is no policer ${policerIndex}`;
}

/** Nodes are told by number on the command line only. */
export async function needsNode({ nodeIndex = 0 }: VppFields, vpp: VppCaller): Missing {
  const shown = await unlessRefused(vpp.call(CliInband, { cmd: `show node index ${nodeIndex}` }));
  return shown?.reply.startsWith("node ") === true ? undefined : `there is no node ${nodeIndex}`;
}
