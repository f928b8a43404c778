/**
 * Direct server return by routes: a virtual address has routes of equal cost to its pods, each through an IP in IP tunnel. A
 * route knows no ports, so that those who answer are the same on all ports of the address.
 */

import type { DerivedUnit, Inputs } from "../incremental.js";
import { podTunnelLender, tunnelUnits } from "../nodes/tunnel-interface.js";
import { hostRoute } from "../static-routes.js";
import type { Trouble } from "../trouble.js";
import type { DataPlane } from "./data-plane.js";
import { type Frontend, frontendsOf } from "./frontends.js";
import { addressOf, isIpv6, type ProxyNode, SERVICE_PATH, type Service } from "./service.js";
import { weightShortcoming } from "./shortcomings.js";

/** Name of the routing instance. */
const INSTANCE = "services";

/** The routes are units of the address, not of a frontend. */
export function routedPods(node: ProxyNode, inputs: Inputs): DataPlane {
  const podsOf = ({ address }: Frontend) => podsBehind(address, node, inputs);
  return {
    refusal: (frontend) => refusal(frontend, podsOf(frontend), node),
    shortcomings: (frontend) => shortcomings(frontend, podsOf(frontend)),
    units: () => [],
  };
}

/** The tunnels to the pods of an address and the route over them; none where pods are not reached so. */
export function routedUnits(address: string, node: ProxyNode, inputs: Inputs, from: string): readonly DerivedUnit[] {
  const local = localFor(address, node);
  if (node.role !== "vrouter" || node["direct-server-return"] !== "ipip" || local === undefined) return [];
  const pods = podsBehind(address, node, inputs);
  if (pods.length === 0) return [];
  const hops = pods.map((pod) => ({ index: pod, "outgoing-interface": nameOf(pod), "sweetcomb-routing:weight": 1 }));
  const nextHop =
    hops.length === 1 ? { "outgoing-interface": nameOf(pods[0]!) } : { "next-hop-list": { "next-hop": hops } };
  return [
    ...pods.flatMap((remote) => tunnelUnits(nameOf(remote), "ipip", { local, remote }, podTunnelLender, from)),
    ...hostRoute(INSTANCE, address, nextHop, from),
  ];
}

/** Addresses of those that answer on every port on which anybody does, and under the port that clients use. */
function podsBehind(address: string, node: ProxyNode, inputs: Inputs): readonly string[] {
  const services = Array.from(inputs.having(SERVICE_PATH, address), ([, service]) => service as unknown as Service);
  const groups = services
    .flatMap((service) => frontendsOf(service, node))
    .filter((frontend) => frontend.address === address && frontend.direct && frontend.endpoints.length > 0)
    .map(({ endpoints, port }) => new Set(endpoints.filter((each) => each.port === port).map((each) => each.address)));
  const [first = new Set<string>(), ...others] = groups;
  return [...first].filter((pod) => others.every((group) => group.has(pod))).sort();
}

function refusal(
  { address, endpoints, port }: Frontend,
  pods: readonly string[],
  node: ProxyNode,
): Trouble | undefined {
  if (endpoints.length === 0) return { reason: "no-endpoint", text: "No endpoint takes connections." };
  if (localFor(address, node) === undefined) {
    return { reason: "no-node-address", text: "The node has no address of the family, at which tunnels could begin." };
  }
  if (endpoints.every((endpoint) => endpoint.port !== port)) {
    return {
      reason: "target-port",
      text: `Endpoints have port ${endpoints[0]!.port}, and packets reach them with port ${port}.`,
    };
  }
  if (pods.length > 0) return undefined;
  return {
    reason: "whole-address",
    text: "No endpoint answers on all ports of the address, which has one route for all.",
  };
}

function shortcomings({ endpoints, affinity }: Frontend, pods: readonly string[]): readonly Trouble[] {
  const troubles: Trouble[] = [...weightShortcoming(endpoints)];
  const leftOut = new Set(endpoints.map(({ address }) => address).filter((address) => !pods.includes(address))).size;
  if (leftOut > 0) {
    const text = `Endpoints that do not answer on all ports of the address get nothing: ${leftOut}.`;
    troubles.push({ reason: "whole-address", text });
  }
  if (affinity !== undefined) {
    const text = "Connections of a client may come to different endpoints, and move when endpoints change.";
    troubles.push({ reason: "affinity-timeout", text });
  }
  return troubles;
}

function localFor(address: string, { address: own }: ProxyNode): string | undefined {
  return addressOf(own, isIpv6(address) ? "ipv6" : "ipv4");
}

function nameOf(pod: string): string {
  return `ipip-${pod}`;
}
