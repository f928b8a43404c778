/** What VPP must have for a request not to end it. Each asks VPP, and says what is missing. */

import { VppApiError, type VppCaller } from "vpp-binapi-ts";
import {
  BridgeDomainDump,
  ClassifyTableInfo,
  CnatGetSnatAddresses,
  IpTableDump,
  LbVipDump,
  PnatInterfacesGet,
  SessionSdlAddDelV2,
  SwInterfaceGetTable,
} from "vpp-binapi-ts/api";
import type { VppFields } from "./fence-checks.js";
import { NO_TABLE } from "./numbers.js";
import { unlessRefused } from "./unless-refused.js";

type Missing = Promise<string | undefined>;

/** VPP answers -30 as long as no addresses were set. */
export async function needsCnatAddresses(_fields: VppFields, vpp: VppCaller): Missing {
  const addresses = await unlessRefused(vpp.call(CnatGetSnatAddresses));
  return addresses === undefined ? "no addresses for source NAT have been set" : undefined;
}

/** Tables are made with the first interface. */
export async function needsPnatInterface(_fields: VppFields, vpp: VppCaller): Missing {
  for await (const _interface of vpp.dump(PnatInterfacesGet)) return undefined;
  return "no interface has PNAT";
}

/**
 * Each dump of the host stack's filters reads the memory of all tables as if they were of its own kind. A request that adds no source is
 * taken when the tables are those of source deny lists, and changes nothing.
 */
export function needsFilter(wanted: "rules" | "source deny lists") {
  return async (_fields: VppFields, vpp: VppCaller): Missing => {
    const found = (await hasSourceDenyLists(vpp)) ? "source deny lists" : "rules";
    return found === wanted ? undefined : `the host stack has no ${wanted}`;
  };
}

async function hasSourceDenyLists(vpp: VppCaller): Promise<boolean> {
  try {
    await vpp.call(SessionSdlAddDelV2, { isAdd: true });
    return true;
  } catch (failure) {
    if (failure instanceof VppApiError && failure.codeName === "FEATURE_DISABLED") return false;
    throw failure;
  }
}

export async function needsBridgePort({ swIfIndex = 0 }: VppFields, vpp: VppCaller): Missing {
  for await (const { swIfDetails } of vpp.dump(BridgeDomainDump)) {
    if (swIfDetails.some((port) => port.swIfIndex === swIfIndex)) return undefined;
  }
  return `interface ${swIfIndex} is in no bridge domain`;
}

const SESSIONS_IN_BUCKET = 2;

/** Sessions that fall into one bucket take memory in pages that double; more of them than this on average fill the table. */
export async function needsRoomInTable({ isAdd, tableIndex = 0 }: VppFields, vpp: VppCaller): Missing {
  if (isAdd !== true) return undefined;
  const table = await unlessRefused(vpp.call(ClassifyTableInfo, { tableId: Number(tableIndex) }));
  if (table === undefined || table.activeSessions < SESSIONS_IN_BUCKET * table.nbuckets) return undefined;
  return `table ${tableIndex} has ${table.activeSessions} sessions for ${table.nbuckets} buckets`;
}

/** End.T and End.DT6 look up in an IPv6 table, End.DT4 in an IPv4 table; VPP has its number in the field of the interface. */
const IP6_LOOKUPS: readonly unknown[] = [3, 8];
const IP4_LOOKUP = 9;

export async function needsTableOfLocalSid({ isDel, behavior, swIfIndex }: VppFields, vpp: VppCaller): Missing {
  const isIp6 = IP6_LOOKUPS.includes(behavior);
  if (isDel === true || !(isIp6 || behavior === IP4_LOOKUP)) return undefined;
  return missingTable(vpp, swIfIndex, isIp6);
}

const STEERS_LAYER_2 = 2;

export async function needsTableOfSteering(fields: VppFields, vpp: VppCaller): Missing {
  const { isDel, tableId, prefix, trafficType } = fields;
  if (isDel === true || trafficType === STEERS_LAYER_2) return undefined;
  const { address } = (prefix ?? {}) as VppFields;
  return missingTable(vpp, tableId, (address as VppFields | undefined)?.af === 1);
}

/** VPP takes an IPv6 prefix for one of IPv4 when its first 96 bits are zero, and 4294967295 for table 0. */
export async function needsTableOfLabelSteering({ isDel, tableId = 0, prefix }: VppFields, vpp: VppCaller): Missing {
  if (isDel === true) return undefined;
  const { af, un } = ((prefix as VppFields | undefined)?.address ?? {}) as VppFields;
  const bytes = (un as VppFields | undefined)?.ip6 as Uint8Array | undefined;
  const isIp6 = af === 1 && bytes?.subarray(0, 12).some((octet) => octet !== 0) === true;
  if (af === 1 && !isIp6) return "VPP would take the prefix for one of IPv4";
  return missingTable(vpp, tableId === NO_TABLE ? 0 : tableId, isIp6);
}

async function missingTable(vpp: VppCaller, tableId: unknown, isIp6: boolean): Missing {
  for await (const { table } of vpp.dump(IpTableDump)) {
    if (table.tableId === (tableId ?? 0) && table.isIp6 === isIp6) return undefined;
  }
  return `there is no ${isIp6 ? "IPv6" : "IPv4"} table ${tableId ?? 0}`;
}

/** VPP takes the number of the interface's table for its index. */
export async function needsDefaultVrf({ swIfIndex = 0, pfx }: VppFields, vpp: VppCaller): Missing {
  const isIpv6 = ((pfx as VppFields | undefined)?.address as VppFields | undefined)?.af === 1;
  const table = await unlessRefused(vpp.call(SwInterfaceGetTable, { swIfIndex: Number(swIfIndex), isIpv6 }));
  return table === undefined || table.vrfId === 0 ? undefined : `interface ${swIfIndex} is in table ${table.vrfId}`;
}

/** VPP's own numbers of the kinds that translate, which it sends in the place of the encapsulation: nat4 and nat6. */
const TRANSLATING_VIPS: readonly number[] = [5, 6];

/** VPP has one return mapping for a server, whatever virtual addresses it is behind, and ends when it is collected twice. */
export async function needsUntranslatedVip({ port: wanted = 0 }: VppFields, vpp: VppCaller): Missing {
  for await (const { vip, encap } of vpp.dump(LbVipDump)) {
    if (TRANSLATING_VIPS.includes(encap) && vip.port === wanted) {
      return `a virtual address with port ${wanted} translates; /sweetcomb-lb:load-balancer does it`;
    }
  }
  return undefined;
}
