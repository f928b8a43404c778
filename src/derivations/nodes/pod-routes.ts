/** How a vrouter reaches the pods of another machine: a tunnel and routes, or routes to the machine's address. */

import type { DerivedUnit } from "../incremental.js";
import { translatedInterface } from "../pods/pod-translation.js";
import { addressOf, type ClusterNode, isIpv6, type ProxyNode, translatesTunnels } from "../services/service.js";
import { staticRoute } from "../static-routes.js";
import { unitPath } from "../unit-path.js";
import { nodeTunnelLender, tunnelUnits } from "./tunnel-interface.js";

/** Name of the routing instance. */
const INSTANCE = "cluster-nodes";

/** @param hasSourceNat the cnat plugin gives connections other sources */
export function podRoutes(
  other: ClusterNode,
  node: ProxyNode,
  hasSourceNat: boolean,
  from: string,
): readonly DerivedUnit[] {
  if (node.role !== "vrouter" || node.name === undefined || other.name === node.name) return [];
  const { "pod-prefix": prefixes = [] } = other;
  const way = node["pod-routes"] ?? "ipip";
  if (way === "none") return [];
  if (way === "direct") {
    return prefixes.flatMap((prefix) => {
      const nextHop = addressOf(other.address, isIpv6(prefix) ? "ipv6" : "ipv4");
      return nextHop === undefined ? [] : staticRoute(INSTANCE, prefix, { "next-hop-address": nextHop }, from);
    });
  }
  const ends = tunnelEnds(node, other);
  if (ends === undefined) return [];
  const name = `ipip-${ends.remote}`;
  return [
    ...tunnelUnits(name, "ipip", ends, nodeTunnelLender, from),
    ...(translatesTunnels(node) ? [translatedInterface(name, from)] : []),
    ...(hasSourceNat ? [keptSource(name, from)] : []),
    ...prefixes.flatMap((prefix) => staticRoute(INSTANCE, prefix, { "outgoing-interface": name }, from)),
  ];
}

/** Addresses of one family, IPv4 if there is a choice: a tunnel carries both. */
export function tunnelEnds(node: ProxyNode, other: ClusterNode): { local: string; remote: string } | undefined {
  for (const family of ["ipv4", "ipv6"] as const) {
    const local = addressOf(node.address, family);
    const remote = addressOf(other.address, family);
    if (local !== undefined && remote !== undefined && local !== remote) return { local, remote };
  }
  return undefined;
}

/** Packets to a service keep their source on the way to the machine whose pod answers: VPP says so of hosts. */
function keptSource(name: string, from: string): DerivedUnit {
  const role = "host";
  const path = unitPath([["sweetcomb-cnat:cnat"], ["source-nat"], ["interface", { name, role }]]);
  return { ...path, from, value: { name, role } };
}
