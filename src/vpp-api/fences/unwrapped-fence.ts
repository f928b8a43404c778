/**
 * Policies of SRv6 that lead back to each other by local SIDs that unwrap. VPP 26.06 counts no hop on the way, and sends the first packet round until
 * it ends.
 */

import type { VppCaller } from "vpp-binapi-ts";
import {
  type Prefix,
  SrBehavior,
  SrLocalsidsDump,
  SrPoliciesV2Dump,
  SrSteer,
  SrSteeringPolDump,
} from "vpp-binapi-ts/api";
import { formatIp6 } from "../../../translators/ip/addresses.js";
import { prefixesMeet } from "../../../translators/ip/prefix-relations.js";
import type { VppFields } from "./fence-checks.js";

type Missing = Promise<string | undefined>;

/** What packets go by. Segments and policies are told by their addresses as text. */
interface Ways {
  readonly segments: readonly (readonly [policy: string, sid: string])[];
  readonly steered: readonly Steered[];
  readonly unwrapping: readonly (readonly [sid: string, lookup: Lookup])[];
}

interface Lookup {
  readonly trafficType: unknown;
  readonly table: number;
}

interface Steered extends Lookup {
  readonly policy: string;
  readonly prefix: Prefix;
}

const NO_WAYS: Ways = { segments: [], steered: [], unwrapping: [] };

/** Of sr_localsid_add_del and sr_localsid_add_del_v2. Costs all policies, local SIDs and steered prefixes. */
export async function needsNoWayBackFromSid(fields: VppFields, vpp: VppCaller): Missing {
  const { isDel, localsid, behavior, swIfIndex = 0 } = fields;
  const unwrapping = isDel === true || localsid === undefined ? [] : unwrapped(localsid, behavior, swIfIndex);
  return unwrapping.length === 0 ? undefined : wayBack({ ...NO_WAYS, unwrapping }, vpp);
}

/** Of sr_steering_add_del. Costs the same. */
export async function needsNoWayBackFromSteering(fields: VppFields, vpp: VppCaller): Missing {
  const { isDel, bsidAddr, trafficType = 0, tableId = 0, prefix } = fields;
  if (isDel === true || bsidAddr === undefined || prefix === undefined) return undefined;
  const added = { policy: textOf(bsidAddr), trafficType, table: Number(tableId), prefix: prefix as Prefix };
  return wayBack({ ...NO_WAYS, steered: [added] }, vpp);
}

/** Of sr_policy_add, sr_policy_mod and their second versions. Costs the same. */
export async function needsNoWayBackFromPolicy({ bsidAddr, sids }: VppFields, vpp: VppCaller): Missing {
  const { numSids = 0, sids: list = [] } = (sids ?? {}) as { readonly numSids?: number; readonly sids?: Uint8Array[] };
  if (bsidAddr === undefined || numSids === 0) return undefined;
  const segments = list.slice(0, numSids).map((sid) => [textOf(bsidAddr), formatIp6(sid)] as const);
  return wayBack({ ...NO_WAYS, segments }, vpp);
}

async function wayBack(added: Ways, vpp: VppCaller): Missing {
  const there = await waysOf(vpp);
  const ways = {
    segments: [...there.segments, ...added.segments],
    steered: [...there.steered, ...added.steered],
    unwrapping: [...there.unwrapping, ...added.unwrapping],
  };
  for (const policy of new Set(ways.segments.map(([each]) => each))) {
    if (leadsTo(policy, policy, ways, new Set())) {
      return `what is steered into policy ${policy} would be unwrapped at a local SID and steered into it again`;
    }
  }
  return undefined;
}

function leadsTo(goal: string, policy: string, ways: Ways, visited: Set<string>): boolean {
  for (const next of policiesBehind(policy, ways)) {
    if (next === goal) return true;
    if (visited.has(next)) continue;
    visited.add(next);
    if (leadsTo(goal, next, ways, visited)) return true;
  }
  return false;
}

function policiesBehind(policy: string, { segments, steered, unwrapping }: Ways): readonly string[] {
  const sids = new Set(segments.filter(([each]) => each === policy).map(([, sid]) => sid));
  const lookups = unwrapping.filter(([sid]) => sids.has(sid)).map(([, lookup]) => lookup);
  const packets = steered.filter((each) => each.policy === policy);
  return lookups.flatMap(({ trafficType, table }) => {
    const into = steered.filter((each) => each.trafficType === trafficType && each.table === table);
    const here = packets.filter((each) => each.trafficType === trafficType);
    return into
      .filter((each) => here.some(({ prefix }) => prefixesMeet(prefix, each.prefix)))
      .map((each) => each.policy);
  });
}

async function waysOf(vpp: VppCaller): Promise<Ways> {
  const segments: (readonly [string, string])[] = [];
  const steered: Steered[] = [];
  const unwrapping: (readonly [string, Lookup])[] = [];
  for await (const { bsid, sidLists } of vpp.dump(SrPoliciesV2Dump)) {
    const sids = sidLists.flatMap((list) => list.sids.slice(0, list.numSids));
    segments.push(...sids.map((sid) => [formatIp6(bsid), formatIp6(sid)] as const));
  }
  for await (const { bsid, trafficType, fibTable, prefix } of vpp.dump(SrSteeringPolDump)) {
    steered.push({ policy: formatIp6(bsid), trafficType, table: fibTable, prefix });
  }
  for await (const { addr, behavior, xconnectIfaceOrVrfTable } of vpp.dump(SrLocalsidsDump)) {
    unwrapping.push(...unwrapped(addr, behavior, xconnectIfaceOrVrfTable));
  }
  return { segments, steered, unwrapping };
}

/** VPP has the number of the table in the field of the interface. */
function unwrapped(sid: unknown, behavior: unknown, table: unknown): Ways["unwrapping"] {
  const trafficType = TRAFFIC.get(behavior);
  return trafficType === undefined ? [] : [[textOf(sid), { trafficType, table: Number(table) }]];
}

/** What a behaviour unwraps. */
const TRAFFIC: ReadonlyMap<unknown, SrSteer> = new Map([
  [SrBehavior.SR_BEHAVIOR_API_DT6, SrSteer.SR_STEER_API_IPV6],
  [SrBehavior.SR_BEHAVIOR_API_DT4, SrSteer.SR_STEER_API_IPV4],
]);

function textOf(address: unknown): string {
  return formatIp6(address as Uint8Array);
}
