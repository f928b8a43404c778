/**
 * Policies of SRv6 whose first segment is in a steered prefix. VPP 26.06 wraps what it sends there once more in each round, until it has written over the
 * memory before the packet. Ways by way of several policies are not told from others: a first segment is in no steered prefix without a longer route.
 */

import type { VppCaller } from "vpp-binapi-ts";
import {
  CliInband,
  type Prefix,
  type SrPoliciesV2Details,
  SrPoliciesV2Dump,
  SrSteer,
  SrSteeringPolDump,
} from "vpp-binapi-ts/api";
import { formatIp6, formatPrefix } from "../../../translators/ip/addresses.js";
import { isIn, prefixHolds } from "../../../translators/ip/prefix-relations.js";
import type { VppFields } from "./fence-checks.js";

type Missing = Promise<string | undefined>;

/** What a policy is asked about, of each of its lists. */
interface Sends {
  readonly bsid: Uint8Array;
  readonly table: number;
  readonly isEncap: boolean;
  readonly first: readonly Uint8Array[];
}

interface Steered {
  readonly table: number;
  readonly prefix: Prefix;
}

/** Of sr_steering_add_del. Costs all policies and steered prefixes. */
export async function needsSegmentsElsewhere(fields: VppFields, vpp: VppCaller): Missing {
  const { isDel, trafficType, tableId = 0, prefix } = fields;
  if (isDel === true || trafficType !== SrSteer.SR_STEER_API_IPV6 || prefix === undefined) return undefined;
  const added = { table: Number(tableId), prefix: prefix as Prefix };
  return backInto(await policiesOf(vpp), [added], vpp);
}

/** Of sr_policy_add, sr_policy_add_v2, sr_policy_mod and sr_policy_mod_v2, which add a list of segments. Costs the same. */
export async function needsFirstSegmentElsewhere(fields: VppFields, vpp: VppCaller): Missing {
  const { bsidAddr, fibTable = 0, isEncap, sids } = fields;
  const list = (sids as { readonly sids?: readonly Uint8Array[] } | undefined)?.sids ?? [];
  if (bsidAddr === undefined || list.length === 0) return undefined;
  const bsid = bsidAddr as Uint8Array;
  const others = await policiesOf(vpp);
  const known = others.find((policy) => isSame(policy.bsid, bsid));
  const changed = known ?? { bsid, table: Number(fibTable), isEncap: isEncap === true };
  const isBinding = [bsid, ...others.map((policy) => policy.bsid)].some((each) => isSame(each, list[0]!));
  if (isBinding) return `the segment ${formatIp6(list[0]!)} leads into a policy`;
  return backInto([{ ...changed, first: [list[0]!] }], await steeredOf(vpp), vpp);
}

/** Of ip_route_add_del and ip_route_add_del_v2: a route goes that keeps a segment out of a steered prefix. Costs the same. */
export async function needsNoSegmentOnRoute({ isAdd, route }: VppFields, vpp: VppCaller): Missing {
  const { prefix, tableId = 0 } = (route ?? {}) as VppFields;
  if (isAdd === true || prefix === undefined || !vpp.supports(SrPoliciesV2Dump)) return undefined;
  const gone = { table: Number(tableId), prefix: prefix as Prefix };
  const inside = (await policiesOf(vpp)).map((policy) => ({
    ...policy,
    first: policy.first.filter((segment) => isHeldBy(gone.prefix, segment)),
  }));
  const steered = (await steeredOf(vpp)).filter((each) => prefixHolds(each.prefix, gone.prefix));
  return backInto(inside, steered, vpp, gone);
}

async function backInto(
  policies: readonly Sends[],
  steered: readonly Steered[],
  vpp: VppCaller,
  without?: Steered,
): Missing {
  for (const { bsid, table, isEncap, first } of policies) {
    for (const segment of first) {
      for (const { table: from, prefix } of steered) {
        // What is inserted is looked up where the packet came in.
        if ((isEncap && from !== table) || !isHeldBy(prefix, segment)) continue;
        const length = await longestBut(without, from, segment, vpp);
        if (length <= prefix.len) {
          return `the segment ${formatIp6(segment)} of policy ${formatIp6(bsid)} is in ${formatPrefix(prefix)}, without a longer route that leads elsewhere`;
        }
      }
    }
  }
  return undefined;
}

/** The length of the longest route to a segment, -1 where it is the one that goes. */
async function longestBut(
  without: Steered | undefined,
  table: number,
  segment: Uint8Array,
  vpp: VppCaller,
): Promise<number> {
  const { reply } = await vpp.call(CliInband, { cmd: `show ip6 fib table ${table} ${formatIp6(segment)}` });
  const length = Number(/^\S+\/(\d+) fib:/m.exec(reply)?.[1] ?? -1);
  return without?.table === table && without.prefix.len === length ? -1 : length;
}

async function policiesOf(vpp: VppCaller): Promise<readonly Sends[]> {
  const found: Sends[] = [];
  for await (const { bsid, fibTable, isEncap, sidLists } of vpp.dump(SrPoliciesV2Dump)) {
    found.push({ bsid, table: fibTable, isEncap, first: firstOf(sidLists) });
  }
  return found;
}

function firstOf(lists: SrPoliciesV2Details["sidLists"]): readonly Uint8Array[] {
  return lists.flatMap(({ numSids, sids }) => sids.slice(0, Math.min(1, numSids)));
}

async function steeredOf(vpp: VppCaller): Promise<readonly Steered[]> {
  const found: Steered[] = [];
  for await (const { trafficType, fibTable, prefix } of vpp.dump(SrSteeringPolDump)) {
    if (trafficType === SrSteer.SR_STEER_API_IPV6) found.push({ table: fibTable, prefix });
  }
  return found;
}

function isHeldBy(prefix: Prefix, segment: Uint8Array): boolean {
  return prefix.address.un.ip6 !== undefined && isIn(prefix, { af: prefix.address.af, un: { ip6: segment } });
}

function isSame(one: Uint8Array, other: Uint8Array): boolean {
  return Buffer.compare(one, other) === 0;
}
