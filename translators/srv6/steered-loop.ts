/**
 * Packets that are steered into a policy one of whose segments ends here, and which are looked up again where they are steered. No hop is counted on
 * the way: VPP 26.06 sends the first packet round until it ends.
 */

import type { ConfiguredObjects, Refusal } from "../../src/southbound/translator.js";
import { familyOf } from "../ip/addresses.js";
import { defaultVrf } from "../routing/ip-table.js";
import { refusePolicyLoop } from "../routing/tunnel-loops.js";
import { localSids, policies, type SteeredPrefixKey, steeredPrefixes } from "./kinds.js";

interface Policy {
  readonly "segment-list"?: readonly { readonly segment?: readonly string[] }[];
}

interface LocalSid {
  readonly behavior: string;
  readonly "lookup-vrf"?: string;
}

/** The family of the packets that a local segment unwraps and looks up. */
const UNWRAPPED: Readonly<Record<string, "ipv4" | "ipv6">> = { "end-dt4": "ipv4", "end-dt6": "ipv6" };

/** By what the policies are found that have a segment. */
export function segmentMarks(value: Policy): readonly string[] {
  return segmentsOf(value).map(segmentMark);
}

/** The refusal of a prefix that is steered so. */
export function refuseSteeredLoop(
  key: SteeredPrefixKey,
  bindingSid: string,
  objects: ConfiguredObjects,
): Refusal | undefined {
  const policy = objects.configured<Policy>(policies.at({ bindingSid }));
  for (const sid of segmentsOf(policy ?? {})) {
    const local = objects.configured<LocalSid>(localSids.at({ sid }));
    if (local !== undefined && looksUp(local, key)) return roundAndRound("policy", key, sid);
  }
  return undefined;
}

/** The refusal of a local segment that sends packets back to where they are steered into a policy with it. */
export function refuseSidOfLoop(sid: string, local: LocalSid, objects: ConfiguredObjects): Refusal | undefined {
  for (const policy of objects.marked(segmentMark(sid), policies)) {
    const refusal = refusePolicyLoop(policy.key.bindingSid, "", objects);
    if (refusal !== undefined) return refusal;
    if (UNWRAPPED[local.behavior] === undefined) continue;
    for (const { key } of objects.dependents(policies.at(policy.key), steeredPrefixes)) {
      if (looksUp(local, key)) return roundAndRound("lookup-vrf", key, sid);
    }
  }
  return undefined;
}

function looksUp({ behavior, "lookup-vrf": vrf = defaultVrf }: LocalSid, steered: SteeredPrefixKey): boolean {
  return UNWRAPPED[behavior] === familyOf(steered.prefix) && vrf === steered.vrf;
}

function segmentsOf(value: Policy): readonly string[] {
  return (value["segment-list"] ?? []).flatMap(({ segment = [] }) => segment);
}

function segmentMark(sid: string): string {
  return `segment ${sid}`;
}

function roundAndRound(leaf: string, { vrf, prefix }: SteeredPrefixKey, sid: string): Refusal {
  const message = `What is steered to ${prefix} would be unwrapped at ${sid} and looked up in VRF ${vrf} again: VPP 26.06 would send the first packet round until it ends`;
  return { leaf, tag: "operation-not-supported", message };
}
