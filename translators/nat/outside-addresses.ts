/**
 * Addresses that NAT gives connections outside. VPP 26.06 receives what is sent to them by routes of its own, in the VRF of each outside interface, so that
 * it answers ARP for them. Which VRFs these are is not asked for here.
 */

import type { ConfiguredObjects, ObjectKind } from "../../src/southbound/translator.js";
import { prefix } from "../ip/addresses.js";
import { blocksOf, blocksToLookIn } from "../ip/prefix-blocks.js";
import { prefixHolds } from "../ip/prefix-relations.js";
import { hostPrefix } from "../ip/tunnel-ends.js";
import { prefixesOfRange } from "./address-ranges.js";
import { type Det44Mapping, det44Mappings } from "./det44/mappings.js";
import { natPolicies } from "./instance.js";
import { type MappingValue, natMappings } from "./mapping-value.js";
import { type PolicyValue, policyOf } from "./policy-value.js";

/** Prefixes of all pools of an instance. */
export function outsideOfPolicy(value: PolicyValue): readonly string[] {
  return policyOf(value).ranges.flatMap(prefixesOfRange);
}

/** The address of a mapping of NAT44; nothing for that of an interface. */
export function outsideOfMapping({ "external-src-address": address }: MappingValue): readonly string[] {
  return address === undefined ? [] : [address];
}

/** The prefix of a mapping of deterministic NAT. */
export function outsideOfDet44({ "outside-prefix": outside }: Det44Mapping): readonly string[] {
  return [outside];
}

/** By what these are found. */
export function outsideMarks(prefixes: readonly string[]): readonly string[] {
  return [...new Set(prefixes.flatMap((text) => blocksOf(prefix(text)).map(mark)))];
}

/** The prefix of NAT that an address is in. */
export function outsideThatHolds(ip: string, objects: ConfiguredObjects): string | undefined {
  if (ip.includes(":")) return undefined;
  const host = hostPrefix(ip);
  const holds = (text: string) => prefixHolds(prefix(text), host);
  for (const block of blocksToLookIn(host)) {
    const found =
      firstOf(objects, block, natPolicies, outsideOfPolicy, holds) ??
      firstOf(objects, block, natMappings, outsideOfMapping, holds) ??
      firstOf(objects, block, det44Mappings, outsideOfDet44, holds);
    if (found !== undefined) return found;
  }
  return undefined;
}

function firstOf<Key extends object, Value>(
  objects: ConfiguredObjects,
  block: string,
  kind: ObjectKind<Key>,
  outsideOf: (value: Value) => readonly string[],
  holds: (prefix: string) => boolean,
): string | undefined {
  for (const { value } of objects.marked<Key, Value>(mark(block), kind)) {
    const found = outsideOf(value).find(holds);
    if (found !== undefined) return found;
  }
  return undefined;
}

function mark(block: string): string {
  return `outside address ${block}`;
}
