/**
 * Routes on which VPP 26.06 sends one packet round for ever, since it counts no hop on them: by distributed virtual routing out of what gives packets back at once, and
 * into an interface in whose VRF the same route is found again.
 */

import type { ConfiguredObjects, Refusal } from "../../src/southbound/translator.js";
import type { Family } from "../ip/addresses.js";
import { vrfOf } from "../ip/overlapping-addresses.js";
import { comesBack } from "../l2/endless-loop.js";
import type { Path } from "./path.js";
import { vrfOfRoute } from "./receiving-routes.js";
import type { StaticRouteKey } from "./static-routes.js";

/** The refusal of a route with such a path. @param leaf that holds the next hop */
export function refuseEndlessRoute(
  family: Family,
  { key, paths }: { readonly key: StaticRouteKey; readonly paths: readonly Path[] },
  leaf: string,
  objects: ConfiguredObjects,
): Refusal | undefined {
  const wayBack = refuseWayBack(paths, `${leaf}/sweetcomb-routing:dvr-interface`, objects);
  if (wayBack !== undefined) return wayBack;
  const vrf = vrfOfRoute(objects, family, key);
  for (const { via } of paths) {
    if (via.kind === "received" && vrfOf(objects, family, via) === vrf)
      return endless(`${leaf}/sweetcomb-routing:receiving-interface`, `${via.interface} is in the VRF of the route`);
  }
  return undefined;
}

/** The refusal of paths by distributed virtual routing out of what gives packets back. @param leaf that is refused */
export function refuseWayBack(paths: readonly Path[], leaf: string, objects: ConfiguredObjects): Refusal | undefined {
  for (const { via } of paths) {
    if (via.kind === "dvr" && comesBack(via.interface, objects))
      return endless(leaf, `What is sent through ${via.interface} comes back`);
  }
  return undefined;
}

function endless(leaf: string, why: string): Refusal {
  const message = `${why}: VPP 26.06 would send one packet round for ever, and do nothing else`;
  return { leaf, tag: "operation-not-supported", message };
}
