/** Tunnels to an address that VPP receives by a static route: as bad for it as one to an address of an interface (`own-tunnel-ends.ts`). */

import type { Prefix } from "vpp-binapi-ts/api";
import type { ConfiguredObjects, Entry } from "../../src/southbound/translator.js";
import { type InterfaceKey, interfaces } from "../interfaces/interface.js";
import type { NextHop } from "../routing/next-hops.js";
import { type InstanceValue, staticInstances } from "../routing/static-instance.js";
import { type StaticRouteKey, staticRoutes } from "../routing/static-routes.js";
import { address, type Family, familyOf, prefix } from "./addresses.js";
import { blocksOf, blocksToLookIn } from "./prefix-blocks.js";
import { addressBytes, prefixHolds } from "./prefix-relations.js";

/** Where a tunnel leads to; a multipoint tunnel has no remote end of its own. */
export interface TunnelEnd {
  readonly remote?: string;
  readonly vrf?: string;
}

/** By what a route is found that VPP receives packets by; none for another. */
export function receivedMarks(family: Family, route: string, nextHop: NextHop): readonly string[] {
  return isReceived(nextHop) ? blocksOf(prefix(route)).map((block) => receivedMark(family, block)) : [];
}

/** By what the remote end of a tunnel is found when a route may hold it. */
export function tunnelBlockMarks(remote: string): readonly string[] {
  return blocksOf(hostPrefix(remote)).map((block) => tunnelMark(familyOf(remote), block));
}

/** The prefix of a route in the VRF by which VPP receives what goes to the end of a tunnel. */
export function receivedBy(remote: string, vrf: string | undefined, objects: ConfiguredObjects): string | undefined {
  const family = familyOf(remote);
  const host = hostPrefix(remote);
  for (const block of blocksToLookIn(host)) {
    for (const { key } of objects.marked(receivedMark(family, block), staticRoutes[family])) {
      if (prefixHolds(prefix(key.prefix), host) && vrfOf(objects, family, key) === vrf) return key.prefix;
    }
  }
  return undefined;
}

/** The name of a tunnel in the VRF of a route whose remote end VPP would receive by it, and that end. */
export function tunnelReceived(
  family: Family,
  { key, nextHop }: { readonly key: StaticRouteKey; readonly nextHop: NextHop },
  objects: ConfiguredObjects,
): { readonly tunnel: string; readonly remote: string } | undefined {
  if (!isReceived(nextHop)) return undefined;
  const route = prefix(key.prefix);
  for (const block of blocksToLookIn(route)) {
    for (const tunnel of objects.marked<InterfaceKey, object>(tunnelMark(family, block), interfaces)) {
      const { remote, vrf } = endOf(tunnel);
      if (remote === undefined || vrf !== vrfOf(objects, family, key)) continue;
      if (prefixHolds(route, hostPrefix(remote))) return { tunnel: tunnel.key.name, remote };
    }
  }
  return undefined;
}

function isReceived({ "special-next-hop": special }: NextHop): boolean {
  return special === "receive";
}

/** The member of a kind of tunnel is the only one with a remote end. */
function endOf({ value }: Entry<InterfaceKey, object>): TunnelEnd {
  return Object.values(value).find((member) => typeof member === "object" && "remote" in member) ?? {};
}

function vrfOf(objects: ConfiguredObjects, family: Family, { type, name }: StaticRouteKey): string | undefined {
  return objects.configured<InstanceValue>(staticInstances[family].at({ type, name }))?.["sweetcomb-routing:vrf"];
}

function hostPrefix(ip: string): Prefix {
  const host = address(ip);
  return { address: host, len: addressBytes(host).length * 8 };
}

function receivedMark(family: Family, block: string): string {
  return `${family} received ${block}`;
}

function tunnelMark(family: Family, block: string): string {
  return `${family} tunnel end ${block}`;
}
