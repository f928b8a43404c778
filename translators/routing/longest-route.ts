/** The configured route by which VPP would send what is for an address, found without a look at all routes. */

import { AddressFamily, type Prefix } from "vpp-binapi-ts/api";
import type { ConfiguredObjects } from "../../src/southbound/translator.js";
import { type Family, formatPrefix } from "../ip/addresses.js";
import { policies, steeredPrefixes } from "../srv6/kinds.js";
import { isBindingSid } from "../srv6/policy-ends.js";
import { defaultVrf } from "./ip-table.js";
import { type NextHop, pathsOf } from "./next-hops.js";
import type { Path } from "./path.js";
import { type InstanceKey, type InstanceValue, staticInstances, vrfMark } from "./static-instance.js";
import { staticRoutes } from "./static-routes.js";

/** The next hops of a static route, or the policy of SRv6 that packets are steered into. */
export type Way = { readonly paths: readonly Path[] } | { readonly bindingSid: string };

/** The longest route in a VRF that holds a prefix; no paths where there is none. Costs a look for each length of a prefix. */
export function wayTo(held: Prefix, vrf: string | undefined, objects: ConfiguredObjects): Way {
  const family = held.address.af === AddressFamily.ADDRESS_IP6 ? "ipv6" : "ipv4";
  const instances = [...instancesIn(vrf, family, objects)];
  const isSteered = objects.once("there are policies of SRv6", () => hasPolicies(objects));
  if (instances.length === 0 && !isSteered) return { paths: [] };
  for (const prefix of prefixesAround(held)) {
    const bindingSid = isSteered ? steeredInto(prefix, vrf ?? defaultVrf, objects) : undefined;
    if (bindingSid !== undefined) return { bindingSid };
    for (const { type, name } of instances) {
      const ref = staticRoutes[family].at({ type, name, prefix });
      const route = objects.configured<{ readonly "next-hop": NextHop }>(ref);
      if (route !== undefined) return { paths: pathsOf(route["next-hop"], { family, vrf: vrf ?? defaultVrf }) };
    }
  }
  return { paths: [] };
}

function hasPolicies(objects: ConfiguredObjects): boolean {
  for (const _policy of objects.allConfigured(policies)) return true;
  return false;
}

/** The policy that VPP sends what is for a prefix into, before all static routes to the same one. */
function steeredInto(prefix: string, vrf: string, objects: ConfiguredObjects): string | undefined {
  const [ip, length] = prefix.split("/");
  if (length === "128" && isBindingSid(ip!, vrf, objects)) return ip;
  return objects.configured<{ readonly policy: string }>(steeredPrefixes.at({ vrf, prefix }))?.policy;
}

function* instancesIn(vrf: string | undefined, family: Family, objects: ConfiguredObjects): Iterable<InstanceKey> {
  const mark = vrfMark(vrf === undefined ? {} : { "sweetcomb-routing:vrf": vrf });
  for (const { key } of objects.marked<InstanceKey, InstanceValue>(mark, staticInstances[family])) yield key;
}

/** The prefix and every one that holds it, the longest first, in YANG's canonical form. */
function* prefixesAround({ address, len }: Prefix): Iterable<string> {
  for (let shorter = len; shorter >= 0; shorter--) yield formatPrefix({ address, len: shorter });
}
