/** Which endpoints of a port take connections on this node. */

import type { Endpoint, ProxyNode, TrafficPolicy } from "./service.js";

/**
 * The ready endpoints, or, when there is none, those that are about to end and still serve. Policy "local" leaves those of this
 * node; otherwise hints for zones count, as long as every ready endpoint has some and one of them fits.
 */
export function eligibleEndpoints(
  endpoints: readonly Endpoint[],
  policy: TrafficPolicy,
  { name, zone }: ProxyNode,
): readonly Endpoint[] {
  const inReach = policy === "local" ? endpoints.filter(({ node }) => name !== undefined && node === name) : endpoints;
  const ready = inReach.filter(isReady);
  if (ready.length === 0) return inReach.filter(isEndingButServing);
  return policy === "local" ? ready : inZone(ready, zone);
}

function isReady({ ready = true }: Endpoint): boolean {
  return ready;
}

function isEndingButServing(endpoint: Endpoint): boolean {
  return (endpoint.serving ?? isReady(endpoint)) && endpoint.terminating === true;
}

function inZone(ready: readonly Endpoint[], zone: string | undefined): readonly Endpoint[] {
  const zonesOf = ({ "for-zone": zones = [] }: Endpoint) => zones;
  if (zone === undefined || ready.some((endpoint) => zonesOf(endpoint).length === 0)) return ready;
  const hinted = ready.filter((endpoint) => zonesOf(endpoint).includes(zone));
  return hinted.length === 0 ? ready : hinted;
}
