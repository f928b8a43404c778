/** What the node itself has: where addresses are translated, tunnels from load balancers, tunnels and routes to other machines. */

import { type DerivationRules, type IncrementalDerivation, type Inputs, incremental } from "../incremental.js";
import { natInstance } from "../services/nat44-ed.js";
import { nodeOf } from "../services/node.js";
import {
  CLUSTER_NODE_PATH,
  type ClusterNode,
  NODE_PATH,
  type ProxySettings,
  SETTINGS_PATH,
} from "../services/service.js";
import { loadBalancerTunnel } from "./load-balancer-tunnel.js";
import { podRoutes } from "./pod-routes.js";

const SOURCE_NAT_PATH = "/sweetcomb-cnat:cnat/source-nat";

/** The node is a part, and each of those machines: one of the cluster under its instance path, a load balancer under its address. */
const rules: DerivationRules = {
  inputs: [NODE_PATH, SETTINGS_PATH, CLUSTER_NODE_PATH, SOURCE_NAT_PATH],
  affected: ({ schemaPath, path, before }, inputs) => {
    if (schemaPath === CLUSTER_NODE_PATH) return [path];
    const earlier = schemaPath === SETTINGS_PATH ? loadBalancersOf(before as ProxySettings | null) : [];
    const nodes = Array.from(inputs.all(CLUSTER_NODE_PATH), ([node]) => node);
    return [NODE_PATH, ...nodes, ...earlier, ...loadBalancersOf(nodeOf(inputs))];
  },
  compile: (part, inputs) => {
    const node = nodeOf(inputs);
    if (part === NODE_PATH) return node["data-plane"] === "nat44-ed" ? [natInstance(node, NODE_PATH)] : [];
    if (loadBalancersOf(node).includes(part)) return loadBalancerTunnel(part, node, SETTINGS_PATH);
    const other = inputs.get(CLUSTER_NODE_PATH, part) as ClusterNode | undefined;
    return other === undefined ? [] : podRoutes(other, node, hasSourceNat(inputs), part);
  },
};

export function nodeDerivation(): IncrementalDerivation {
  return incremental(rules);
}

/** VPP dies of roles of interfaces before there is an address. */
function hasSourceNat(inputs: Inputs): boolean {
  const found = inputs.get(SOURCE_NAT_PATH, SOURCE_NAT_PATH) ?? {};
  return found["ipv4-address"] !== undefined || found["ipv6-address"] !== undefined;
}

function loadBalancersOf(settings: ProxySettings | null): readonly string[] {
  return settings?.["load-balancer"]?.address ?? [];
}
