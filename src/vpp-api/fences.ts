/**
 * Requests that are known to end VPP 26.06, or to make a later one end it, and what is looked at before VPP hears of them.
 * docs/vpp-api.md lists them.
 */

import type { VppCaller } from "vpp-binapi-ts";
import { IpTableDump, Nat44EiShowRunningConfig } from "vpp-binapi-ts/api";

type Fields = Readonly<Record<string, unknown>>;

const securityAssociations = [
  "ipsec_sad_entry_add",
  "ipsec_sad_entry_add_v2",
  "ipsec_sad_entry_add_del",
  "ipsec_sad_entry_add_del_v2",
  "ipsec_sad_entry_add_del_v3",
] as const;
const BAD_KEY = "VPP ends when the key of a tunnel has a length that its algorithm has not";

/** Why a request is refused; undefined lets it through. `fields` are the codec's; absent ones are zero. */
export type Fence = (fields: Fields, vpp: VppCaller) => Promise<string | undefined>;

export const fences: ReadonlyMap<string, Fence> = new Map<string, Fence>([
  ["cnat_translation_update", refuseWhen(withoutPaths, "VPP runs out of memory for a translation without paths")],
  ["cnat_set_snat_policy", always("VPP ends when no addresses were set before")],
  ["cnat_snat_policy_add_del_exclude_pfx", always("VPP ends when no addresses were set before")],
  ["gtpu_add_del_tunnel_v2", always("VPP ends when it fails; gtpu_add_del_tunnel does the same")],
  ["abf_policy_add_del", always("VPP ends when a path is added twice, or the last path of an attached policy goes")],
  ["abf_itf_attach_add_del", always("VPP ends when the policy is not there")],
  [
    "det44_add_del_map",
    refuseWhen(isBadMap, "VPP ends when the outside is larger than the inside, or the inside than a /20"),
  ],
  ["det44_plugin_enable_disable", refuseWhen(isDisabling, "VPP ends when an outside interface is still set")],
  ["graph_node_get", refuseWhen(wantsAllNodes, "VPP ends when it is to tell all nodes over a socket; name one")],
  ["nat44_ei_user_session_dump", withoutEndpointIndependentNat],
  ["nat44_ei_user_session_v2_dump", withoutEndpointIndependentNat],
  ["selog_event_type_string_dump", always("VPP ends for an event type that is not there")],
  ["sr_localsid_add_del", localSid],
  ["sr_localsid_add_del_v2", localSid],
  ["sr_policy_add", refuseWhen(withoutSegments, "VPP ends for a policy without segments")],
  ["sr_policy_add_v2", refuseWhen(withoutSegments, "VPP ends for a policy without segments")],
  ["sr_steering_add_del", steering],
  ...securityAssociations.map((name) => [name, refuseWhen(isTunnelWithBadKey, BAD_KEY)] as const),
]);

function always(reason: string): Fence {
  return async () => reason;
}

function refuseWhen(isBad: (fields: Fields) => boolean, reason: string): Fence {
  return async (fields) => (isBad(fields) ? reason : undefined);
}

function withoutPaths({ translation }: Fields): boolean {
  const paths = (translation as Fields | undefined)?.paths as readonly unknown[] | undefined;
  return paths === undefined || paths.length === 0;
}

/** Sessions of every inside host are allocated at once. */
function isBadMap({ isAdd, inPlen = 0, outPlen = 0 }: Fields): boolean {
  if (isAdd !== true) return false;
  return Number(outPlen) < Number(inPlen) || Number(inPlen) < 20;
}

function isDisabling({ enable }: Fields): boolean {
  return enable !== true;
}

/** Nobody sees by the configuration whether the plugin is on, except that it has sessions then. */
async function withoutEndpointIndependentNat(_fields: Fields, vpp: VppCaller): Promise<string | undefined> {
  const { sessions } = await vpp.call(Nat44EiShowRunningConfig);
  return sessions === 0 ? "VPP ends when nat44-ei is not enabled" : undefined;
}

const ANY_INDEX = 0xffff_ffff;

function wantsAllNodes({ index = 0, name = "" }: Fields): boolean {
  return index === ANY_INDEX && name === "";
}

function withoutSegments({ sids }: Fields): boolean {
  return Number((sids as Fields | undefined)?.numSids ?? 0) === 0;
}

/** Of `sr_behavior`; 4 and 10 are marks between them, and what follows belongs to plugins that register it. */
const KNOWN_BEHAVIORS: readonly unknown[] = [1, 2, 3, 5, 6, 7, 8, 9, 11, 12, 13];
/** End.T and End.DT6 look up in an IPv6 table, End.DT4 in an IPv4 table; VPP has its number in the field of the interface. */
const IP6_LOOKUPS: readonly unknown[] = [3, 8];
const IP4_LOOKUP = 9;

async function localSid({ isDel, behavior = 0, swIfIndex }: Fields, vpp: VppCaller): Promise<string | undefined> {
  if (isDel === true) return undefined;
  if (!KNOWN_BEHAVIORS.includes(behavior)) return `VPP ends for the behavior ${behavior}`;
  const isIp6 = IP6_LOOKUPS.includes(behavior);
  return isIp6 || behavior === IP4_LOOKUP ? missingTable(vpp, swIfIndex, isIp6) : undefined;
}

const STEERS_LAYER_2 = 2;

async function steering({ isDel, tableId, prefix, trafficType }: Fields, vpp: VppCaller): Promise<string | undefined> {
  if (isDel === true || trafficType === STEERS_LAYER_2) return undefined;
  const { address } = (prefix ?? {}) as Fields;
  return missingTable(vpp, tableId, (address as Fields | undefined)?.af === 1);
}

async function missingTable(vpp: VppCaller, tableId: unknown, isIp6: boolean): Promise<string | undefined> {
  for await (const { table } of vpp.dump(IpTableDump)) {
    if (table.tableId === (tableId ?? 0) && table.isIp6 === isIp6) return undefined;
  }
  return `VPP ends when the ${isIp6 ? "IPv6" : "IPv4"} table ${tableId ?? 0} is not there`;
}

/** Lengths in bytes that IPsec knows, by VPP's numbers of the algorithms. */
const CRYPTO_KEY_BYTES: readonly number[] = [0, 16, 24, 32, 16, 24, 32, 16, 24, 32, 8, 24, 32, 16, 24, 32];
const INTEGRITY_KEY_BYTES: readonly number[] = [0, 16, 20, 32, 32, 48, 64];
const IS_TUNNEL = 4;

function isTunnelWithBadKey({ isAdd, entry }: Fields): boolean {
  if (isAdd === false) return false;
  const { flags = 0, cryptoAlgorithm = 0, cryptoKey, integrityAlgorithm = 0, integrityKey } = (entry ?? {}) as Fields;
  if ((Number(flags) & IS_TUNNEL) === 0) return false;
  const isBad = (key: unknown, bytes: number | undefined) => Number((key as Fields | undefined)?.length ?? 0) !== bytes;
  return (
    isBad(cryptoKey, CRYPTO_KEY_BYTES[Number(cryptoAlgorithm)]) ||
    isBad(integrityKey, INTEGRITY_KEY_BYTES[Number(integrityAlgorithm)])
  );
}
