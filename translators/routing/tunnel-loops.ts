/**
 * Tunnels, UDP encapsulations of routes, and policies of SRv6, whose packets would go into the same one again. VPP sees that where tunnels of GRE and IP in IP follow one another by routes alone, and
 * drops such packets. Others, and all behind a bridge domain, it wraps once more in each round, until it has written over the memory before the packet.
 */

import type { Prefix } from "vpp-binapi-ts/api";
import type { ConfiguredObjects, ObjectKind, Refusal } from "../../src/southbound/translator.js";
import { type InterfaceKey, interfaces } from "../interfaces/interface.js";
import { familyOf, formatAddress, prefix } from "../ip/addresses.js";
import { subnetsAround } from "../ip/overlapping-addresses.js";
import { anyTunnel, endOf, hostPrefix } from "../ip/tunnel-ends.js";
import { portsBehind } from "../l2/attachment.js";
import { policies } from "../srv6/kinds.js";
import { endsOfPolicy } from "../srv6/policy-ends.js";
import { defaultVrf } from "./ip-table.js";
import { wayTo } from "./longest-route.js";
import type { Path } from "./path.js";
import { type Encapsulation, udpEncapsulations } from "./udp-encapsulations.js";

/** Where packets are sent with a header more, or out. */
interface Way {
  readonly kind: "interface" | "UDP encapsulation" | "SRv6 policy";
  readonly name: string;
}

/**
 * Refuses what lets packets through an interface come back to it. Of routes only the longest one to the end of a tunnel counts, but subnets of interfaces
 * beside it, since they go when their interface is set down. Costs a walk over the tunnels on the way, once for all of a commit.
 * @param leaf that is told
 */
export function refuseTunnelLoop(name: string, leaf: string, objects: ConfiguredObjects): Refusal | undefined {
  return refuseLoop(interfaceWay(name), leaf, objects);
}

/** Refuses a UDP encapsulation whose packets come back to it. @param leaf that is told */
export function refuseEncapsulationLoop(name: string, leaf: string, objects: ConfiguredObjects): Refusal | undefined {
  return refuseLoop({ kind: "UDP encapsulation", name }, leaf, objects);
}

/** Refuses a policy of SRv6 whose packets come back to it. @param leaf that is told */
export function refusePolicyLoop(bindingSid: string, leaf: string, objects: ConfiguredObjects): Refusal | undefined {
  return refuseLoop({ kind: "SRv6 policy", name: bindingSid }, leaf, objects);
}

function refuseLoop(way: Way, leaf: string, objects: ConfiguredObjects): Refusal | undefined {
  const comesBack = objects.once(`packets through ${idOf(way)} come back`, () =>
    leadsTo(way, { ...way, isUnseen: false }, objects, new Set()),
  );
  if (!comesBack) return undefined;
  const message = `What is sent through ${way.name} would be routed into it again, with one more header each time: VPP 26.06 would end. A longer route to the end of the tunnel that names an interface, or another VRF, keeps them apart`;
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
  return refuseAny(waysBy(paths, hostOf(route), objects, new Set()), leaf, objects);
}

/** Refuses that a route or a steered prefix goes, whose packets would take the next shorter one then and come back. */
export function refuseLoopWithout(
  route: string,
  vrf: string | undefined,
  objects: ConfiguredObjects,
): Refusal | undefined {
  if (!hasTunnels(objects)) return undefined;
  return refuseAny(longestWays(prefix(route), hostOf(route), { vrf, objects, visited: new Set() }), "", objects);
}

function refuseAny(ways: Iterable<Way>, leaf: string, objects: ConfiguredObjects): Refusal | undefined {
  for (const way of ways) {
    const refusal = refuseLoop(way, leaf, objects);
    if (refusal !== undefined) return refusal;
  }
  return undefined;
}

const KINDS: readonly ObjectKind<never>[] = [interfaces, udpEncapsulations, policies];

function hasTunnels(objects: ConfiguredObjects): boolean {
  for (const kind of KINDS) {
    for (const _tunnel of objects.marked(anyTunnel, kind)) return true;
  }
  return false;
}

/** Something on the way, and whether VPP has lost sight of the way before it. */
interface Step extends Way {
  readonly isUnseen: boolean;
}

function leadsTo(goal: Way, step: Step, objects: ConfiguredObjects, visited: Set<string>): boolean {
  const id = `${step.isUnseen} ${idOf(step)}`;
  if (visited.has(id)) return false;
  visited.add(id);
  for (const next of nextSteps(step, objects)) {
    if ((idOf(next) === idOf(goal) && next.isUnseen) || leadsTo(goal, next, objects, visited)) return true;
  }
  return false;
}

function* nextSteps(step: Step, objects: ConfiguredObjects): Iterable<Step> {
  for (const port of step.kind === "interface" ? portsBehind(step.name, objects) : []) {
    const way = interfaceWay(port);
    if (tunnelsAt(way, objects).length > 0) yield { ...way, isUnseen: true };
  }
  for (const { type, remote, vrf } of tunnelsAt(step, objects)) {
    const isUnseen = step.isUnseen || !SEEN.has(type);
    for (const next of waysTo(remote, vrf, objects, new Set())) yield { ...next, isUnseen };
  }
}

interface Tunnel {
  readonly type: string;
  readonly remote: string;
  readonly vrf?: string | undefined;
}

/** A policy has one for each of its lists of segments, and more. */
function tunnelsAt({ kind, name }: Way, objects: ConfiguredObjects): readonly Tunnel[] {
  if (kind === "SRv6 policy") return endsOfPolicy(name, objects).map((end) => ({ type: kind, ...end }));
  if (kind === "UDP encapsulation") {
    const encapsulation = objects.configured<Encapsulation>(udpEncapsulations.at({ name }));
    if (encapsulation === undefined) return [];
    return [{ type: kind, remote: encapsulation["destination-address"], vrf: encapsulation.vrf }];
  }
  const value = objects.configured<{ readonly type: string }>(interfaces.at({ name } satisfies InterfaceKey));
  const { remote, vrf } = value === undefined ? {} : endOf(value);
  return value === undefined || remote === undefined ? [] : [{ type: value.type, remote, vrf }];
}

const SEEN = new Set(["sweetcomb-tunnels:gre", "sweetcomb-tunnels:ipip"]);

/** The ways by which packets for an address may leave, found once for all that ask for it first. */
function waysTo(ip: string, vrf: string | undefined, objects: ConfiguredObjects, visited: Set<string>): Iterable<Way> {
  const look = () => [...lookedUp(ip, vrf, objects, visited)];
  return visited.size === 0 ? objects.once(`ways to ${ip} ${vrf ?? defaultVrf}`, look) : look();
}

function* lookedUp(
  ip: string,
  vrf: string | undefined,
  objects: ConfiguredObjects,
  visited: Set<string>,
): Iterable<Way> {
  const id = `${ip} ${vrf ?? defaultVrf}`;
  if (visited.has(id)) return;
  visited.add(id);
  for (const name of subnetsAround(familyOf(ip), ip, vrf, objects)) yield interfaceWay(name);
  yield* longestWays(hostPrefix(ip), ip, { vrf, objects, visited });
}

interface Search {
  readonly vrf: string | undefined;
  readonly objects: ConfiguredObjects;
  readonly visited: Set<string>;
}

/** Where the longest route to a prefix leads to, for an address in it. */
function* longestWays(held: Prefix, ip: string, { vrf, objects, visited }: Search): Iterable<Way> {
  const way = wayTo(held, vrf, objects);
  if ("bindingSid" in way) yield { kind: "SRv6 policy", name: way.bindingSid };
  else yield* waysBy(way.paths, ip, objects, visited);
}

/** The ways by which packets for an address leave that take these paths. */
function* waysBy(paths: readonly Path[], ip: string, objects: ConfiguredObjects, visited: Set<string>): Iterable<Way> {
  for (const { via } of paths) {
    const vrf = "vrf" in via && via.vrf !== defaultVrf ? via.vrf : undefined;
    if (via.kind === "lookup") yield* waysTo(ip, vrf, objects, visited);
    else if (via.kind === "udp") yield { kind: "UDP encapsulation", name: via.encapsulation };
    else if (via.kind === "dvr") yield interfaceWay(via.interface);
    else if (via.kind === "hop" && via.interface !== undefined) yield interfaceWay(via.interface);
    else if (via.kind === "hop" && via.address !== undefined) yield* waysTo(via.address, vrf, objects, visited);
  }
}

function interfaceWay(name: string): Way {
  return { kind: "interface", name };
}

function idOf({ kind, name }: Way): string {
  return `${kind} ${name}`;
}

function hostOf(route: string): string {
  return formatAddress(prefix(route).address);
}
