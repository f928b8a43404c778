import type { Fib } from "./fib.js";
import { FIB_SOURCE } from "./fib-sources.js";
import { dropPath, type FibPath, fibPath, PATH_PROTO, PATH_TYPE, unionBytes } from "./fib-path.js";
import type { Interface } from "./interface.js";
import { familyOf, filled, type IpPrefix, masked, maxLength, overlap, prefixKey, sameAddress } from "./ip.js";

/** Puts the routes of an interface address into the interface's table: VPP has them while the interface is up. */
export function addConnectedRoutes(fib: Fib, owner: Interface, address: IpPrefix): void {
  const table = tableOf(fib, owner, address);
  for (const [prefix, path] of connectedRoutes(owner.swIfIndex, address)) {
    if (prefix.length <= maxLength(address.address)) fib.setRoute(table, prefix, FIB_SOURCE.interface, [path]);
  }
}

/** Takes the routes of an address away, except those that one of the addresses which stay has in common with it. */
export function removeConnectedRoutes(
  fib: Fib,
  owner: Interface,
  address: IpPrefix,
  staying: readonly IpPrefix[] = [],
): void {
  const table = tableOf(fib, owner, address);
  const related = staying.filter((other) => overlap(other, address));
  const kept = new Set(related.flatMap((other) => connectedRoutes(owner.swIfIndex, other)).map(([prefix]) => keyOf(prefix)));
  for (const [prefix] of connectedRoutes(owner.swIfIndex, address)) {
    if (!kept.has(keyOf(prefix))) fib.removeRoute(table, prefix, FIB_SOURCE.interface);
  }
}

/** What VPP installs for an address: itself as local, its subnet as attached and, for IPv4, drops at both ends of it. */
function connectedRoutes(swIfIndex: number, given: IpPrefix): (readonly [IpPrefix, FibPath])[] {
  const { address, length } = given;
  const isIp4 = address.length === 4;
  const proto = isIp4 ? PATH_PROTO.ip4 : PATH_PROTO.ip6;
  const host = maxLength(address);
  const nextHop = unionBytes(address);
  const routes: (readonly [IpPrefix, FibPath])[] = [
    [{ address, length: host }, fibPath({ swIfIndex, type: PATH_TYPE.local, proto, nextHop })],
  ];
  if (length >= host) return routes;
  if (isIp4 && length === 31) {
    const peer = masked(address, 31);
    if (sameAddress(peer, address)) peer[3] = peer[3]! | 1;
    routes.push([{ address: peer, length: 32 }, fibPath({ swIfIndex, proto, nextHop: unionBytes(peer) })]);
  }
  // IPv4 keeps the host bits of the address in the subnet's entry, IPv6 does not.
  routes.push([{ address: isIp4 ? address : masked(address, length), length }, fibPath({ swIfIndex, proto })]);
  if (!isIp4 || length === 31) return routes;
  for (const end of [masked(address, length), filled(address, length)]) {
    if (!sameAddress(end, address)) routes.push([{ address: end, length: 32 }, dropPath(proto)]);
  }
  return routes;
}

function tableOf(fib: Fib, owner: Interface, { address }: IpPrefix) {
  const family = familyOf(address);
  return fib.find(family, owner[family].tableId)!;
}

function keyOf({ address, length }: IpPrefix): number | string {
  return prefixKey(address, length);
}
