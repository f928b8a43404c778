/**
 * Tunnels to an address that VPP has itself. When a packet from such a tunnel arrives at the address, VPP 26.06 takes the number of the tunnel's
 * interface for the place of a table (ip4-local and ip6-local, by sw_if_index[VLIB_TX]), and ends where it has not so many tables.
 */

import type { ConfiguredObjects, Refusal } from "../../src/southbound/translator.js";
import { outsideThatHolds } from "../nat/outside-addresses.js";
import type { NextHop } from "../routing/next-hops.js";
import { isReceived, receivedBy, vrfOfRoute } from "../routing/receiving-routes.js";
import type { StaticRouteKey } from "../routing/static-routes.js";
import { leadsBack, type RouterKey, virtualRouters } from "../vrrp/virtual-routers.js";
import { type Family, familyOf, prefix } from "./addresses.js";
import { type AddressKey, interfaceAddresses, vrfOf } from "./overlapping-addresses.js";
import { hostPrefix, type TunnelEnd, tunnelInto, tunnelIntoAnyVrf } from "./tunnel-ends.js";

/** By what an address of VPP is found, also one that it has while a virtual router is the master. */
export function ownAddressMark(ip: string): string {
  return `own address ${ip}`;
}

/** The refusal of a tunnel to an address that VPP has in the same VRF. `leaf` is where it leads to. */
export function refuseOwnEnd(
  { remote, vrf }: TunnelEnd,
  leaf: string,
  objects: ConfiguredObjects,
): Refusal | undefined {
  if (remote === undefined) return undefined;
  const family = familyOf(remote);
  for (const { key } of objects.marked(ownAddressMark(remote), interfaceAddresses[family])) {
    if (vrfOf(objects, family, key) === vrf) {
      return toItself(leaf, `VPP has ${remote} itself, on ${key.interface}`);
    }
  }
  for (const { key, value } of objects.marked<RouterKey, object>(ownAddressMark(remote), virtualRouters)) {
    if (leadsBack(key, value, objects) && vrfOf(objects, family, key) === vrf) {
      return toItself(leaf, `VPP has ${remote} itself as the master of virtual router ${key.id} on ${key.interface}`);
    }
  }
  const outside = outsideThatHolds(remote, objects);
  if (outside !== undefined) return toItself(leaf, `VPP receives ${remote} itself, for the NAT to ${outside}`);
  const route = receivedBy(remote, vrf, objects);
  return route === undefined ? undefined : toItself(leaf, `VPP receives ${remote} itself, by the route to ${route}`);
}

/** The same for what sends to several ends. */
export function refuseOwnEnds(
  ends: readonly TunnelEnd[],
  leaf: string,
  objects: ConfiguredObjects,
): Refusal | undefined {
  for (const end of ends) {
    const refusal = refuseOwnEnd(end, leaf, objects);
    if (refusal !== undefined) return refusal;
  }
  return undefined;
}

/** The refusal of an address that a tunnel in the same VRF leads to. `leaf` is what makes it one of VPP. */
export function refuseEndOfTunnel(
  family: Family,
  key: AddressKey,
  leaf: string,
  objects: ConfiguredObjects,
): Refusal | undefined {
  const found = tunnelInto(family, hostPrefix(key.ip), vrfOf(objects, family, key), objects);
  return found && toItself(leaf, `${found.tunnel} leads to ${key.ip}`);
}

/** The refusal of a route by which VPP receives what goes to the end of a tunnel in the same VRF. `member` has the next hop. */
export function refuseReceivingRoute(
  family: Family,
  { key, nextHop }: { readonly key: StaticRouteKey; readonly nextHop: NextHop },
  member: string,
  objects: ConfiguredObjects,
): Refusal | undefined {
  if (!isReceived(nextHop)) return undefined;
  const found = tunnelInto(family, prefix(key.prefix), vrfOfRoute(objects, family, key), objects);
  return found && toItself(`${member}/special-next-hop`, `${found.tunnel} leads to ${found.remote}`);
}

/** The refusal of addresses of NAT that a tunnel in any VRF leads to. `leaf` has them. */
export function refuseOutsideAddresses(
  prefixes: readonly string[],
  leaf: string,
  objects: ConfiguredObjects,
): Refusal | undefined {
  for (const text of prefixes) {
    const found = tunnelIntoAnyVrf("ipv4", prefix(text), objects);
    if (found !== undefined) return toItself(leaf, `${found.tunnel} leads to ${found.remote}`);
  }
  return undefined;
}

function toItself(leaf: string, what: string): Refusal {
  const message = `${what}: VPP 26.06 would not outlive a packet that it sends to itself through a tunnel`;
  return { leaf, tag: "operation-not-supported", message };
}
