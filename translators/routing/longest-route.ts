/** The configured static route by which VPP would send what is for an address, found without a look at all routes. */

import { AddressFamily, type Prefix } from "vpp-binapi-ts/api";
import type { ConfiguredObjects } from "../../src/southbound/translator.js";
import { type Family, formatPrefix } from "../ip/addresses.js";
import { defaultVrf } from "./ip-table.js";
import { type NextHop, pathsOf } from "./next-hops.js";
import type { Path } from "./path.js";
import { type InstanceKey, type InstanceValue, staticInstances, vrfMark } from "./static-instance.js";
import { staticRoutes } from "./static-routes.js";

/** The paths of the longest static route in a VRF that holds a prefix; none where there is none. Costs a look for each length of a prefix. */
export function pathsTo(held: Prefix, vrf: string | undefined, objects: ConfiguredObjects): readonly Path[] {
  const family = held.address.af === AddressFamily.ADDRESS_IP6 ? "ipv6" : "ipv4";
  const instances = [...instancesIn(vrf, family, objects)];
  if (instances.length === 0) return [];
  for (const prefix of prefixesAround(held)) {
    for (const { type, name } of instances) {
      const ref = staticRoutes[family].at({ type, name, prefix });
      const route = objects.configured<{ readonly "next-hop": NextHop }>(ref);
      if (route !== undefined) return pathsOf(route["next-hop"], { family, vrf: vrf ?? defaultVrf });
    }
  }
  return [];
}

function* instancesIn(vrf: string | undefined, family: Family, objects: ConfiguredObjects): Iterable<InstanceKey> {
  const mark = vrfMark(vrf === undefined ? {} : { "sweetcomb-routing:vrf": vrf });
  for (const { key } of objects.marked<InstanceKey, InstanceValue>(mark, staticInstances[family])) yield key;
}

/** The prefix and every one that holds it, the longest first, in YANG's canonical form. */
function* prefixesAround({ address, len }: Prefix): Iterable<string> {
  for (let shorter = len; shorter >= 0; shorter--) yield formatPrefix({ address, len: shorter });
}
