/** Which endpoints of a port take connections on this node. */

import type { Endpoint, ProxyNode, TrafficDistribution, TrafficPolicy } from "./service.js";

export interface EndpointChoice {
  readonly policy: TrafficPolicy;
  /** Undefined: all endpoints are alike. */
  readonly distribution?: TrafficDistribution | undefined;
}

/**
 * The ready endpoints, or, when there is none, those that are about to end and still serve. Policy "local" leaves those of this
 * node; otherwise hints count, and where there are none the distribution that the service prefers.
 * @param endpoints of one family: each family is served for itself
 */
export function eligibleEndpoints(
  endpoints: readonly Endpoint[],
  { policy, distribution }: EndpointChoice,
  node: ProxyNode,
): readonly Endpoint[] {
  const isHere = (endpoint: Endpoint) => node.name !== undefined && endpoint.node === node.name;
  const inReach = policy === "local" ? endpoints.filter(isHere) : endpoints;
  const ready = inReach.filter(isReady);
  if (ready.length === 0) return inReach.filter(isEndingButServing);
  return policy === "local" ? ready : (hinted(ready, node) ?? preferred(ready, node, distribution) ?? ready);
}

function isReady({ ready = true }: Endpoint): boolean {
  return ready;
}

function isEndingButServing(endpoint: Endpoint): boolean {
  return (endpoint.serving ?? isReady(endpoint)) && endpoint.terminating === true;
}

/** Those that hints name for this node, else for its zone; undefined where no kind of hint can be gone by. */
function hinted(ready: readonly Endpoint[], { name, zone }: ProxyNode): readonly Endpoint[] | undefined {
  return meant(ready, "for-node", name) ?? meant(ready, "for-zone", zone) ?? (hasHints(ready) ? ready : undefined);
}

/** Hints count as long as every ready endpoint has some and one of them fits, as for kube-proxy. */
function meant(
  ready: readonly Endpoint[],
  hint: "for-node" | "for-zone",
  own: string | undefined,
): readonly Endpoint[] | undefined {
  if (own === undefined || ready.some((endpoint) => (endpoint[hint] ?? []).length === 0)) return undefined;
  return someOf(ready.filter((endpoint) => endpoint[hint]!.includes(own)));
}

/** Whoever gives hints to some has thought about all. */
function hasHints(ready: readonly Endpoint[]): boolean {
  return ready.some(({ "for-node": nodes = [], "for-zone": zones = [] }) => nodes.length + zones.length > 0);
}

function preferred(
  ready: readonly Endpoint[],
  { name, zone }: ProxyNode,
  distribution: TrafficDistribution | undefined,
): readonly Endpoint[] | undefined {
  if (distribution === undefined) return undefined;
  const here = distribution === "same-node" ? ready.filter(({ node }) => node !== undefined && node === name) : [];
  return someOf(here) ?? someOf(ready.filter((endpoint) => endpoint.zone !== undefined && endpoint.zone === zone));
}

function someOf(endpoints: readonly Endpoint[]): readonly Endpoint[] | undefined {
  return endpoints.length === 0 ? undefined : endpoints;
}
