/**
 * Policies of SRv6 whose first segment is in a steered prefix, or one that follows local SIDs. VPP 26.06 wraps what it sends there once more in each round,
 * until it has written over the memory before the packet. Ways by way of several policies are not told from others: such a segment is in no steered prefix
 * without a longer route.
 */

import type { VppCaller } from "vpp-binapi-ts";
import {
  CliInband,
  type Prefix,
  SrLocalsidsDump,
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
  /** The first segments, and each that follows one that ends here. */
  readonly segments: readonly Uint8Array[];
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
  const [others, local, steered] = await Promise.all([policiesOf(vpp), localSidsOf(vpp), steeredOf(vpp)]);
  const known = others.find((policy) => isSame(policy.bsid, bsid));
  const changed = known ?? { bsid, table: Number(fibTable), isEncap: isEncap === true };
  const segments = segmentsLookedUp(list, local);
  const binding = segments.find((each) => [changed, ...others].some((policy) => isSame(policy.bsid, each)));
  if (binding !== undefined) return `the segment ${formatIp6(binding)} leads into a policy`;
  return backInto([{ ...changed, segments }], steered, vpp);
}

/** Of sr_localsid_add_del and sr_localsid_add_del_v2: what follows the local SID in a policy is looked up here. Costs the same. */
export async function needsNextSegmentElsewhere({ isDel, localsid }: VppFields, vpp: VppCaller): Missing {
  if (isDel === true || localsid === undefined) return undefined;
  const [policies, steered] = await Promise.all([policiesOf(vpp, formatIp6(localsid as Uint8Array)), steeredOf(vpp)]);
  return backInto(policies, steered, vpp);
}

/** Of ip_route_add_del and ip_route_add_del_v2: a route goes that keeps a segment out of a steered prefix. Costs the same. */
export async function needsNoSegmentOnRoute({ isAdd, route }: VppFields, vpp: VppCaller): Missing {
  const { prefix, tableId = 0 } = (route ?? {}) as VppFields;
  if (isAdd === true || prefix === undefined || !vpp.supports(SrPoliciesV2Dump)) return undefined;
  const gone = { table: Number(tableId), prefix: prefix as Prefix };
  const [policies, steered] = await Promise.all([policiesOf(vpp), steeredOf(vpp)]);
  const inside = policies.map((policy) => ({
    ...policy,
    segments: policy.segments.filter((segment) => isHeldBy(gone.prefix, segment)),
  }));
  const around = steered.filter((each) => prefixHolds(each.prefix, gone.prefix));
  return backInto(inside, around, vpp, gone);
}

async function backInto(
  policies: readonly Sends[],
  steered: readonly Steered[],
  vpp: VppCaller,
  without?: Steered,
): Missing {
  for (const { bsid, table, isEncap, segments } of policies) {
    for (const segment of segments) {
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

/** @param added a local SID that is to be made */
async function policiesOf(vpp: VppCaller, added?: string): Promise<readonly Sends[]> {
  const shown: SrPoliciesV2Details[] = [];
  const local = localSidsOf(vpp);
  for await (const policy of vpp.dump(SrPoliciesV2Dump)) shown.push(policy);
  const here = new Set([...(await local), ...(added === undefined ? [] : [added])]);
  return shown.map(({ bsid, fibTable, isEncap, sidLists }) => {
    const segments = sidLists.flatMap(({ numSids, sids }) => segmentsLookedUp(sids.slice(0, numSids), here));
    return { bsid, table: fibTable, isEncap, segments };
  });
}

/** The first of a list, and each that follows one that ends here. */
function segmentsLookedUp(list: readonly Uint8Array[], local: ReadonlySet<string>): readonly Uint8Array[] {
  const passedOn = list.findIndex((sid) => !local.has(formatIp6(sid)));
  return passedOn === -1 ? list : list.slice(0, passedOn + 1);
}

async function localSidsOf(vpp: VppCaller): Promise<ReadonlySet<string>> {
  const found = new Set<string>();
  for await (const { addr } of vpp.dump(SrLocalsidsDump)) found.add(formatIp6(addr));
  return found;
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
