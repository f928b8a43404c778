import { IpNeighborEventV2 } from "vpp-binapi-ts/api";
import { NONE } from "../retval.js";
import { addressToWire } from "../values.js";
import { toNeighbor } from "./adjacencies.js";
import { FIB_SOURCE } from "./fib-sources.js";
import { type FibPath, fibPath, inOrder, PATH_PROTO, unionBytes } from "./fib-path.js";
import type { FibTable } from "./fib-table.js";
import { familyOf, type IpPrefix, isLinkLocal, isZero, maxLength, sameAddress } from "./ip.js";
import { NEIGHBOR_FLAG, type Neighbor, neighborKey } from "./neighbor.js";
import { emit, type Vpp } from "./vpp.js";

const EVENT = { added: 1, removed: 2 } as const;

/** Stores a neighbour, makes its host route and tells those who listen. */
export function putNeighbor(vpp: Vpp, neighbor: Neighbor): void {
  vpp.neighbors.entries.set(neighborKey(neighbor.swIfIndex, neighbor.address), neighbor);
  addRoute(vpp, neighbor);
  tell(vpp, neighbor, EVENT.added);
}

export function removeNeighbor(vpp: Vpp, neighbor: Neighbor): void {
  vpp.neighbors.entries.delete(neighborKey(neighbor.swIfIndex, neighbor.address));
  removeRoute(vpp, neighbor);
  if (neighbor.statsIndex !== NONE) vpp.fib.adjacencies.release(toNeighbor(neighbor.swIfIndex, neighbor.address));
  tell(vpp, neighbor, EVENT.removed);
}

/** Neighbours of an interface that goes down, except the static ones. */
export function removeDynamicNeighbors(vpp: Vpp, swIfIndex: number): void {
  removeWhere(vpp, (neighbor) => neighbor.swIfIndex === swIfIndex && (neighbor.flags & NEIGHBOR_FLAG.static) === 0);
}

export function removeNeighborsOf(vpp: Vpp, swIfIndex: number): void {
  removeWhere(vpp, (neighbor) => neighbor.swIfIndex === swIfIndex);
}

export function removeWhere(vpp: Vpp, isGone: (neighbor: Neighbor) => boolean): void {
  for (const neighbor of [...vpp.neighbors.entries.values()].filter(isGone)) removeNeighbor(vpp, neighbor);
}

/** Lets the host routes of an interface's neighbours follow it into another table, which `move` puts it in. */
export function moveHostRoutes(vpp: Vpp, swIfIndex: number, move: () => void): void {
  const neighbors = [...vpp.neighbors.entries.values()].filter((neighbor) => neighbor.swIfIndex === swIfIndex);
  for (const neighbor of neighbors) removeRoute(vpp, neighbor);
  move();
  for (const neighbor of neighbors) addRoute(vpp, neighbor);
}

/** The fields of a neighbour as the dump and the events carry them. */
export function neighborToWire({ swIfIndex, flags, mac, address }: Neighbor) {
  return { swIfIndex, flags, macAddress: mac, ipAddress: addressToWire(address) };
}

/** An address that is a neighbour on several interfaces has a path through each. */
function addRoute(vpp: Vpp, neighbor: Neighbor): void {
  const route = hostRoute(vpp, neighbor);
  if (route === undefined) return;
  const paths = inOrder([...otherPaths(route, neighbor), route.path]);
  vpp.fib.setRoute(route.table, route.prefix, FIB_SOURCE.adjacency, paths);
}

function removeRoute(vpp: Vpp, neighbor: Neighbor): void {
  const route = hostRoute(vpp, neighbor);
  if (route === undefined) return;
  const paths = otherPaths(route, neighbor);
  if (paths.length > 0) vpp.fib.setRoute(route.table, route.prefix, FIB_SOURCE.adjacency, paths);
  else vpp.fib.removeRoute(route.table, route.prefix, FIB_SOURCE.adjacency);
}

function otherPaths({ table, prefix }: { table: FibTable; prefix: IpPrefix }, { swIfIndex }: Neighbor): FibPath[] {
  const said = table.find(prefix)?.sources.find(({ source }) => source === FIB_SOURCE.adjacency);
  return (said?.paths ?? []).filter((path) => path.swIfIndex !== swIfIndex);
}

function hostRoute(vpp: Vpp, { swIfIndex, address, flags }: Neighbor) {
  const owner = vpp.interfaces.get(swIfIndex);
  if (owner === undefined || (flags & NEIGHBOR_FLAG.noFibEntry) !== 0 || isLinkLocal(address)) return undefined;
  const family = familyOf(address);
  const table = vpp.fib.find(family, owner[family].tableId)!;
  const proto = family === "ip4" ? PATH_PROTO.ip4 : PATH_PROTO.ip6;
  const prefix = { address, length: maxLength(address) };
  return { table, prefix, path: fibPath({ swIfIndex, proto, nextHop: unionBytes(address) }) };
}

function tell(vpp: Vpp, neighbor: Neighbor, flags: number): void {
  for (const [clientIndex, watched] of vpp.subscriptions.neighbors) {
    const isInterface = watched.swIfIndex === undefined || watched.swIfIndex === neighbor.swIfIndex;
    const isAddress = isZero(watched.address) || sameAddress(watched.address, neighbor.address);
    if (!isInterface || !isAddress) continue;
    emit(vpp, clientIndex, IpNeighborEventV2, { pid: watched.pid, flags, neighbor: neighborToWire(neighbor) });
  }
}
