/**
 * Packets that are steered into a policy one of whose segments ends here, and which are looked up where they are steered into it again, or into another
 * policy from where they come back. No hop is counted on the way: VPP 26.06 sends the first packet round until it ends.
 */

import type { ConfiguredObjects, Refusal } from "../../src/southbound/translator.js";
import { familyOf, prefix } from "../ip/addresses.js";
import { prefixesMeet } from "../ip/prefix-relations.js";
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

/** By what the prefixes are found that unwrapped packets may meet. */
export function steeredMark({ vrf, prefix: steered }: SteeredPrefixKey): string {
  return lookupMark(familyOf(steered), vrf);
}

/**
 * The refusal of a policy, or of what is steered into it, whose packets come back. Costs nothing where no segment ends here, else the prefixes that are
 * steered into such policies and where they look up, once for a commit.
 * @param leaf that is told
 */
export function refuseSteeredLoop(bindingSid: string, leaf: string, objects: ConfiguredObjects): Refusal | undefined {
  const isLoop = objects.once(`what is steered into ${bindingSid} comes back`, () =>
    leadsTo(bindingSid, bindingSid, objects, new Set()),
  );
  if (!isLoop) return undefined;
  const message = `What is steered into policy ${bindingSid} would be unwrapped at a segment that ends here, and steered into it again: VPP 26.06 would send the first packet round until it ends`;
  return { leaf, tag: "operation-not-supported", message };
}

/** The refusal of a local segment that sends packets back to where they are steered into a policy with it. */
export function refuseSidOfLoop(sid: string, local: LocalSid, objects: ConfiguredObjects): Refusal | undefined {
  const leaf = UNWRAPPED[local.behavior] === undefined ? "" : "lookup-vrf";
  for (const { key } of objects.marked(segmentMark(sid), policies)) {
    const refusal = refusePolicyLoop(key.bindingSid, "", objects) ?? refuseSteeredLoop(key.bindingSid, leaf, objects);
    if (refusal !== undefined) return refusal;
  }
  return undefined;
}

function leadsTo(goal: string, bindingSid: string, objects: ConfiguredObjects, visited: Set<string>): boolean {
  for (const next of policiesBehind(bindingSid, objects)) {
    if (next === goal) return true;
    if (visited.has(next)) continue;
    visited.add(next);
    if (leadsTo(goal, next, objects, visited)) return true;
  }
  return false;
}

/** Those into which packets go that this one has sent to a segment here. */
function* policiesBehind(bindingSid: string, objects: ConfiguredObjects): Iterable<string> {
  const policy = policies.at({ bindingSid });
  for (const sid of segmentsOf(objects.configured<Policy>(policy) ?? {})) {
    const local = objects.configured<LocalSid>(localSids.at({ sid }));
    const family = local && UNWRAPPED[local.behavior];
    if (family === undefined) continue;
    const mark = lookupMark(family, local?.["lookup-vrf"] ?? defaultVrf);
    for (const { key } of objects.dependents<SteeredPrefixKey, object>(policy, steeredPrefixes)) {
      if (familyOf(key.prefix) === family) yield* policiesFor(key.prefix, mark, objects);
    }
  }
}

function* policiesFor(steered: string, mark: string, objects: ConfiguredObjects): Iterable<string> {
  const packets = prefix(steered);
  for (const { key, value } of objects.marked<SteeredPrefixKey, { readonly policy: string }>(mark, steeredPrefixes)) {
    if (prefixesMeet(packets, prefix(key.prefix))) yield value.policy;
  }
}

function segmentsOf(value: Policy): readonly string[] {
  return (value["segment-list"] ?? []).flatMap(({ segment = [] }) => segment);
}

function segmentMark(sid: string): string {
  return `segment ${sid}`;
}

function lookupMark(family: "ipv4" | "ipv6", vrf: string): string {
  return `steered ${family} in ${vrf}`;
}
