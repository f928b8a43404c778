/** Next hops of a route in a RIB: RFC 8349's next-hop-state-content, with what sweetcomb-rib adds. */

import { type Family, familyOf } from "../ip/addresses.js";
import { stackOf } from "./label-stack.js";
import type { Hop, Path } from "./path.js";

/** The next-hop container for the paths of a route of this family in this VRF; empty where no path can be said. */
export function ribNextHop(paths: readonly Path[], family: Family, vrf: string): Readonly<Record<string, unknown>> {
  const [first, ...others] = paths;
  if (first === undefined) return {};
  if (others.length === 0) {
    if (first.via.kind === "special") return { "special-next-hop": first.via.special };
    return pathMembers(first, family, vrf, "next-hop-address");
  }
  const listed = paths.map((path) => ({
    ...(path.via.kind === "special"
      ? { "sweetcomb-rib:special-next-hop": path.via.special }
      : pathMembers(path, family, vrf, "address")),
    "sweetcomb-rib:weight": path.weight,
    "sweetcomb-rib:preference": path.preference,
  }));
  return { "next-hop-list": { "next-hop": listed } };
}

/** `addressLeaf`: RFC 8349 calls it otherwise in a list. */
function pathMembers({ via, labels }: Path, family: Family, vrf: string, addressLeaf: string) {
  const stack = stackOf(labels);
  const imposed = stack === undefined ? {} : { "sweetcomb-rib:mpls-label-stack": stack };
  switch (via.kind) {
    case "hop":
      return { ...hopMembers(via, family, vrf, addressLeaf), ...imposed };
    case "dvr":
      return { "outgoing-interface": via.interface, ...imposed };
    case "lookup":
      return { "sweetcomb-rib:lookup-vrf": via.vrf, ...imposed };
    case "udp":
      return { "sweetcomb-rib:udp-encapsulation": via.encapsulation, ...imposed };
    case "received":
      return { "sweetcomb-rib:receiving-interface": via.interface, ...imposed };
    default:
      return imposed;
  }
}

function hopMembers(hop: Hop, family: Family, vrf: string, addressLeaf: string) {
  const { address } = hop;
  const leaf =
    address === undefined || familyOf(address) === family
      ? `ietf-${family}-unicast-routing:${addressLeaf}`
      : "sweetcomb-rib:other-family-address";
  return {
    ...(hop.interface !== undefined && { "outgoing-interface": hop.interface }),
    ...(address !== undefined && { [leaf]: address }),
    ...(hop.interface === undefined && hop.vrf !== vrf && { "sweetcomb-rib:resolve-in-vrf": hop.vrf }),
  };
}
