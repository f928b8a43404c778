/**
 * Tunnels whose packets would go into the same tunnel again. VPP sees that where tunnels of GRE and IP in IP follow one another by routes alone, and
 * drops such packets. Others, and all behind a bridge domain, it wraps once more in each round, until it has written over the memory before the packet.
 */

import type { ConfiguredObjects, Refusal } from "../../src/southbound/translator.js";
import { type InterfaceKey, interfaces } from "../interfaces/interface.js";
import { familyOf, formatAddress, prefix } from "../ip/addresses.js";
import { subnetsAround } from "../ip/overlapping-addresses.js";
import { anyTunnel, endOf, hostPrefix } from "../ip/tunnel-ends.js";
import { portsBehind } from "../l2/attachment.js";
import { defaultVrf } from "./ip-table.js";
import { pathsTo } from "./longest-route.js";
import type { Path } from "./path.js";

/**
 * Refuses what lets packets through an interface come back to it. Of routes only the longest one to the end of a tunnel counts, but subnets of interfaces
 * beside it, since they go when their interface is set down. Costs a walk over the tunnels on the way, once for all of a commit.
 * @param leaf that is told
 */
export function refuseTunnelLoop(name: string, leaf: string, objects: ConfiguredObjects): Refusal | undefined {
  const comesBack = objects.once(`packets through ${name} come back`, () =>
    leadsTo(name, { name, isUnseen: false }, objects, new Set()),
  );
  if (!comesBack) return undefined;
  const message = `What is sent through ${name} would be routed into it again, with one more header each time: VPP 26.06 would end. A longer route to the end of the tunnel that names an interface, or another VRF, keeps them apart`;
  return { leaf, tag: "operation-not-supported", message };
}

/** Refuses a route to a prefix that lets packets come back. `leaf` has its paths. */
export function refuseRouteLoop(
  route: string,
  paths: readonly Path[],
  leaf: string,
  objects: ConfiguredObjects,
): Refusal | undefined {
  if (!hasTunnels(objects)) return undefined;
  for (const name of waysBy(paths, hostOf(route), objects, new Set())) {
    const refusal = refuseTunnelLoop(name, leaf, objects);
    if (refusal !== undefined) return refusal;
  }
  return undefined;
}

/** Refuses that a route goes, whose packets would take the next shorter one then and come back. */
export function refuseLoopWithout(
  route: string,
  vrf: string | undefined,
  objects: ConfiguredObjects,
): Refusal | undefined {
  if (!hasTunnels(objects)) return undefined;
  return refuseRouteLoop(route, pathsTo(prefix(route), vrf, objects), "", objects);
}

function hasTunnels(objects: ConfiguredObjects): boolean {
  for (const _tunnel of objects.marked(anyTunnel, interfaces)) return true;
  return false;
}

/** An interface on the way, and whether VPP has lost sight of the way before it. */
interface Step {
  readonly name: string;
  readonly isUnseen: boolean;
}

function leadsTo(goal: string, step: Step, objects: ConfiguredObjects, visited: Set<string>): boolean {
  const id = `${step.isUnseen} ${step.name}`;
  if (visited.has(id)) return false;
  visited.add(id);
  for (const next of nextSteps(step, objects)) {
    if ((next.name === goal && next.isUnseen) || leadsTo(goal, next, objects, visited)) return true;
  }
  return false;
}

function* nextSteps({ name, isUnseen }: Step, objects: ConfiguredObjects): Iterable<Step> {
  for (const port of portsBehind(name, objects)) {
    if (tunnelAt(port, objects) !== undefined) yield { name: port, isUnseen: true };
  }
  const tunnel = tunnelAt(name, objects);
  if (tunnel === undefined) return;
  const unseenNow = isUnseen || !SEEN.has(tunnel.type);
  for (const next of waysTo(tunnel.remote, tunnel.vrf, objects, new Set())) yield { name: next, isUnseen: unseenNow };
}

function tunnelAt(name: string, objects: ConfiguredObjects) {
  const value = objects.configured<{ readonly type: string }>(interfaces.at({ name } satisfies InterfaceKey));
  const { remote, vrf } = value === undefined ? {} : endOf(value);
  return value === undefined || remote === undefined ? undefined : { type: value.type, remote, vrf };
}

const SEEN = new Set(["sweetcomb-tunnels:gre", "sweetcomb-tunnels:ipip"]);

/** The interfaces by which packets for an address may leave, found once for all that ask for it first. */
function waysTo(
  ip: string,
  vrf: string | undefined,
  objects: ConfiguredObjects,
  visited: Set<string>,
): Iterable<string> {
  const look = () => [...lookedUp(ip, vrf, objects, visited)];
  return visited.size === 0 ? objects.once(`ways to ${ip} ${vrf ?? defaultVrf}`, look) : look();
}

function* lookedUp(
  ip: string,
  vrf: string | undefined,
  objects: ConfiguredObjects,
  visited: Set<string>,
): Iterable<string> {
  const id = `${ip} ${vrf ?? defaultVrf}`;
  if (visited.has(id)) return;
  visited.add(id);
  yield* subnetsAround(familyOf(ip), ip, vrf, objects);
  yield* waysBy(pathsTo(hostPrefix(ip), vrf, objects), ip, objects, visited);
}

/** The interfaces by which packets for an address leave that take these paths. */
function* waysBy(
  paths: readonly Path[],
  ip: string,
  objects: ConfiguredObjects,
  visited: Set<string>,
): Iterable<string> {
  for (const { via } of paths) {
    const vrf = "vrf" in via && via.vrf !== defaultVrf ? via.vrf : undefined;
    if (via.kind === "lookup") yield* waysTo(ip, vrf, objects, visited);
    else if (via.kind === "dvr") yield via.interface;
    else if (via.kind === "hop" && via.interface !== undefined) yield via.interface;
    else if (via.kind === "hop" && via.address !== undefined) yield* waysTo(via.address, vrf, objects, visited);
  }
}

function hostOf(route: string): string {
  return formatAddress(prefix(route).address);
}
