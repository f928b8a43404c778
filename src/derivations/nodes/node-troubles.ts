/** What this machine cannot be to its cluster as its settings ask for. */

import type { Inputs } from "../incremental.js";
import { clusterNodesOf, nodeOf } from "../services/node.js";
import { addressOf, answersDirectly, isIpv6, type ProxyNode, translatesTunnels } from "../services/service.js";
import { distinctTroubles, type Trouble } from "../trouble.js";
import { tunnelEnds } from "./pod-routes.js";

export function nodeTroubles(inputs: Inputs): readonly Trouble[] {
  const node = nodeOf(inputs);
  if (node.role === "load-balancer") return [portsAlone];
  return distinctTroubles([
    ...unreachedBalancers(node),
    ...(node.role === "vrouter" ? vrouterTroubles(node, inputs) : []),
  ]);
}

const portsAlone: Trouble = {
  reason: "data-plane",
  text: "VPP drops what has no port at a virtual address: ICMP (also of path MTU discovery), and later fragments.",
};

/** Load balancers whose packets are not taken. */
function unreachedBalancers(node: ProxyNode): readonly Trouble[] {
  const balancers = node["load-balancer"]?.address ?? [];
  if (balancers.length > 0 && !translatesTunnels(node)) {
    const text = "What comes from load balancers in GRE is not translated by nat44-ed.";
    return [{ reason: "data-plane", text }];
  }
  return balancers
    .filter((balancer) => addressOf(node.address, isIpv6(balancer) ? "ipv6" : "ipv4") === undefined)
    .map((balancer) => ({
      reason: "no-node-address",
      text: `The node has no address of the family of load balancer ${balancer}, and takes no packets from it.`,
    }));
}

function vrouterTroubles(node: ProxyNode, inputs: Inputs): readonly Trouble[] {
  if (node.name === undefined) {
    const text = "The node has no name, so that nothing tells it from the others of the cluster.";
    return [{ reason: "no-node-name", text }];
  }
  if (!answersDirectly(node)) {
    const text =
      "With nat44-ed this node translates for endpoints of others too: they do not answer clients themselves.";
    return [{ reason: "data-plane", text }];
  }
  if ((node["pod-routes"] ?? "ipip") !== "ipip") return [];
  return clusterNodesOf(inputs)
    .filter((other) => other.name !== node.name && tunnelEnds(node, other) === undefined)
    .map(({ name }) => ({
      reason: "no-node-address",
      text: `There is no family in which this node and ${name} both have an address: its pods are not reached.`,
    }));
}
