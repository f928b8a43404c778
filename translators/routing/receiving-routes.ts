/** Static routes by which VPP receives packets itself (`receive` of RFC 8349), found for an address without a look at all routes. */

import type { ConfiguredObjects } from "../../src/southbound/translator.js";
import { type Family, familyOf, prefix } from "../ip/addresses.js";
import { blocksOf, blocksToLookIn } from "../ip/prefix-blocks.js";
import { prefixHolds } from "../ip/prefix-relations.js";
import { hostPrefix } from "../ip/tunnel-ends.js";
import type { NextHop } from "./next-hops.js";
import { type InstanceValue, staticInstances } from "./static-instance.js";
import { type StaticRouteKey, staticRoutes } from "./static-routes.js";

export function isReceived({ "special-next-hop": special }: NextHop): boolean {
  return special === "receive";
}

/** By what such a route is found; nothing for another one. */
export function receivedMarks(family: Family, route: string, nextHop: NextHop): readonly string[] {
  return isReceived(nextHop) ? blocksOf(prefix(route)).map((block) => mark(family, block)) : [];
}

/** The prefix of a route in a VRF by which VPP receives what is sent to an address. */
export function receivedBy(ip: string, vrf: string | undefined, objects: ConfiguredObjects): string | undefined {
  const family = familyOf(ip);
  const host = hostPrefix(ip);
  for (const block of blocksToLookIn(host)) {
    for (const { key } of objects.marked(mark(family, block), staticRoutes[family])) {
      if (prefixHolds(prefix(key.prefix), host) && vrfOfRoute(objects, family, key) === vrf) return key.prefix;
    }
  }
  return undefined;
}

/** The VRF that a route is in; undefined for the default one. */
export function vrfOfRoute(
  objects: ConfiguredObjects,
  family: Family,
  { type, name }: StaticRouteKey,
): string | undefined {
  return objects.configured<InstanceValue>(staticInstances[family].at({ type, name }))?.["sweetcomb-routing:vrf"];
}

function mark(family: Family, block: string): string {
  return `${family} received ${block}`;
}
