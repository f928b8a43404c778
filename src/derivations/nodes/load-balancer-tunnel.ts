/** What a machine of the cluster needs to take packets from a load balancer in front: they come in GRE, and services are served as ever. */

import type { DerivedUnit } from "../incremental.js";
import { translatedInterface } from "../pods/pod-translation.js";
import { addressOf, isIpv6, type ProxyNode, translatesTunnels } from "../services/service.js";
import { nodeTunnelLender, tunnelUnits } from "./tunnel-interface.js";

/** @param remote address of the load balancer */
export function loadBalancerTunnel(remote: string, node: ProxyNode, from: string): readonly DerivedUnit[] {
  const local = addressOf(node.address, isIpv6(remote) ? "ipv6" : "ipv4");
  if (node.role === "load-balancer" || !translatesTunnels(node) || local === undefined || local === remote) return [];
  const name = `gre-${remote}`;
  return [...tunnelUnits(name, "gre", { local, remote }, nodeTunnelLender, from), translatedInterface(name, from)];
}
