import type { Fib } from "./fib.js";
import { FIB_SOURCE } from "./fib-sources.js";
import { dropPath, type FibPath, fibPath, PATH_PROTO, PATH_TYPE, unionBytes } from "./fib-path.js";
import type { Interface } from "./interface.js";
import { familyOf, filled, type IpPrefix, masked, maxLength, sameAddress } from "./ip.js";

/** Puts the routes of an interface address into the interface's table: VPP has them while the interface is up. */
export function addConnectedRoutes(fib: Fib, owner: Interface, address: IpPrefix): void {
  const table = tableOf(fib, owner, address);
  for (const [prefix, path] of connectedRoutes(owner.swIfIndex, address)) {
    if (prefix.length <= maxLength(address.address)) fib.setRoute(table, prefix, FIB_SOURCE.interface, [path]);
  }
}

/**
 * Takes the routes of an address away. Other addresses of the same subnet keep theirs: the shared prefix is put back
 * from them.
 */
export function removeConnectedRoutes(fib: Fib, owner: Interface, address: IpPrefix): void {
  const table = tableOf(fib, owner, address);
  for (const [prefix] of connectedRoutes(owner.swIfIndex, address)) {
    fib.removeRoute(table, prefix, FIB_SOURCE.interface);
  }
  const family = familyOf(address.address);
  for (const other of owner[family].addresses) {
    const isShared = other.length === address.length && sameSubnet(other, address);
    if (isShared && !sameAddress(other.address, address.address)) addConnectedRoutes(fib, owner, other);
  }
}

/** What VPP installs for an address: itself as local, its subnet as attached and, for IPv4, drops at both ends of it. */
export function connectedRoutes(swIfIndex: number, given: IpPrefix): (readonly [IpPrefix, FibPath])[] {
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
    return [...routes, [{ address: peer, length: 32 }, fibPath({ swIfIndex, proto, nextHop: unionBytes(peer) })]];
  }
  // IPv4 keeps the host bits of the address in the subnet's entry, IPv6 does not.
  routes.push([{ address: isIp4 ? address : masked(address, length), length }, fibPath({ swIfIndex, proto })]);
  if (!isIp4) return routes;
  for (const end of [masked(address, length), filled(address, length)]) {
    if (!sameAddress(end, address)) routes.push([{ address: end, length: 32 }, dropPath(proto)]);
  }
  return routes;
}

function tableOf(fib: Fib, owner: Interface, { address }: IpPrefix) {
  const family = familyOf(address);
  return fib.find(family, owner[family].tableId)!;
}

function sameSubnet(left: IpPrefix, right: IpPrefix): boolean {
  return sameAddress(masked(left.address, left.length), masked(right.address, right.length));
}
