/** Where policies lead to: for the search for ways on which packets come back, a policy is a tunnel to its first segment. */

import type { ConfiguredObjects } from "../../src/southbound/translator.js";
import type { TunnelEnd } from "../ip/tunnel-ends.js";
import { defaultVrf } from "../routing/ip-table.js";
import { localSids, policies, steeredPrefixes } from "./kinds.js";

interface Policy {
  readonly vrf?: string;
  readonly mode?: "encapsulate" | "insert";
  readonly "segment-list"?: readonly { readonly segment?: readonly string[] }[];
}

/** The ends of a policy: segments, in each table where they may be looked up. */
export function endsOfPolicy(
  bindingSid: string,
  objects: ConfiguredObjects,
): readonly (TunnelEnd & { readonly remote: string })[] {
  const ref = policies.at({ bindingSid });
  const policy = objects.configured<Policy>(ref);
  if (policy === undefined) return [];
  const isInserted = policy.mode === "insert";
  const steered = isInserted ? [...objects.dependents(ref, steeredPrefixes)].map(({ key }) => key.vrf) : [];
  // What is inserted is looked up where the packet came in.
  const tables = new Set([policy.vrf ?? defaultVrf, ...steered]);
  const remotes = (policy["segment-list"] ?? []).flatMap(({ segment = [] }) => [...nextSegments(segment, objects)]);
  return [...tables].flatMap((vrf) => remotes.map((remote) => ({ remote, ...(vrf !== defaultVrf && { vrf }) })));
}

/** Whether VPP sends what is for an address in a VRF into the policy that has it for its binding segment. */
export function isBindingSid(ip: string, vrf: string, objects: ConfiguredObjects): boolean {
  const policy = objects.configured<Policy>(policies.at({ bindingSid: ip }));
  return policy !== undefined && (policy.vrf ?? defaultVrf) === vrf;
}

/** The first segment, and each that follows one that ends here. */
function* nextSegments(segments: readonly string[], objects: ConfiguredObjects): Iterable<string> {
  for (const sid of segments) {
    yield sid;
    if (objects.configured(localSids.at({ sid })) === undefined) return;
  }
}
