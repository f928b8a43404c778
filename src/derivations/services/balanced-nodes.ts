/** A load balancer in front of the nodes: what clients outside send reaches nodes in GRE, and they answer the clients. */

import type { Inputs } from "../incremental.js";
import type { Trouble } from "../trouble.js";
import { affinityShortcoming, balancedUnits, commonRefusal, type Encapsulation, sourceRefusal } from "./balanced.js";
import type { DataPlane } from "./data-plane.js";
import type { Frontend } from "./frontends.js";
import { clusterNodesOf } from "./node.js";
import { addressOf, type ClusterNode, isIpv6, type ProxyNode } from "./service.js";
import { weightShortcoming } from "./shortcomings.js";
import { uplinkTrouble } from "./uplinks.js";

export function balancedNodes(node: ProxyNode, inputs: Inputs): DataPlane {
  const nodes = clusterNodesOf(inputs);
  const encapsulationOf = ({ address }: Frontend) => encapsulation(address, node);
  const nodesOf = (frontend: Frontend) => nodesFor(frontend, nodes);
  const serversOf = (frontend: Frontend) =>
    nodesOf(frontend).flatMap(({ address }) => addressOf(address, outerFamily(encapsulationOf(frontend))) ?? []);
  const refusal = (frontend: Frontend): Trouble | undefined => {
    const refused =
      commonRefusal(frontend) ??
      sourceRefusal(encapsulationOf(frontend), node) ??
      clientsRefusal(frontend, node, inputs);
    if (refused !== undefined || serversOf(frontend).length > 0) return refused;
    return { reason: "no-server", text: `No node takes packets by ${encapsulationOf(frontend)}.` };
  };
  return {
    refusal,
    shortcomings: (frontend) => [
      ...affinityShortcoming(frontend),
      ...weightShortcoming(frontend.endpoints),
      ...leftOut(nodesOf(frontend).length - serversOf(frontend).length, outerFamily(encapsulationOf(frontend))),
    ],
    units: (frontend, _node, from) => {
      const balanced = { encapsulation: encapsulationOf(frontend), servers: serversOf(frontend) };
      return balancedUnits(frontend, balanced, from, { node, inputs, refusal });
    },
  };
}

/** More ranges than this would make lists longer than VPP is given. */
const MOST_RANGES = 1024;

/** What is for some clients only is not served where nobody can look at them. */
function clientsRefusal({ address, clients }: Frontend, node: ProxyNode, inputs: Inputs): Trouble | undefined {
  if (clients === undefined) return undefined;
  if (clients.length === 0) {
    const text = `No source range is of ${isIpv6(address) ? "IPv6" : "IPv4"}: the address is for nobody.`;
    return { reason: "source-ranges", text };
  }
  if (clients.length > MOST_RANGES) {
    const text = `Of one service ${MOST_RANGES} source ranges are looked at, and these are ${clients.length}.`;
    return { reason: "source-ranges", text };
  }
  return uplinkTrouble(node, inputs);
}

/** All that take packets; with the local policy those with endpoints, for the others would drop them. */
function nodesFor({ policy, endpoints }: Frontend, nodes: readonly ClusterNode[]): readonly ClusterNode[] {
  const taking = nodes.filter(({ "takes-traffic": takes = true }) => takes);
  if (policy === "cluster") return taking;
  const withEndpoints = new Set(endpoints.map(({ node }) => node));
  return taking.filter(({ name }) => withEndpoints.has(name));
}

function encapsulation(address: string, { "load-balancer": { encapsulation: way } = {} }: ProxyNode): Encapsulation {
  if (way === "gre4" || way === "gre6") return way;
  return isIpv6(address) ? "gre6" : "gre4";
}

function outerFamily(way: Encapsulation): "ipv4" | "ipv6" {
  return way === "gre6" ? "ipv6" : "ipv4";
}

function leftOut(count: number, family: string): readonly Trouble[] {
  if (count === 0) return [];
  const text = `${count} ${count === 1 ? "node has" : "nodes have"} no ${family} address and ${count === 1 ? "gets" : "get"} no packets.`;
  return [{ reason: "no-node-address", text }];
}
