/** The machine that a derivation works for, and the others of its cluster, out of its inputs. */

import type { Inputs } from "../incremental.js";
import { CLUSTER_NODE_PATH, type ClusterNode, NODE_PATH, type ProxyNode, SETTINGS_PATH } from "./service.js";

/** The node of a derivation's input with what it is to the cluster; empty when none is configured. */
export function nodeOf(inputs: Inputs): ProxyNode {
  return { ...inputs.get(NODE_PATH, NODE_PATH), ...inputs.get(SETTINGS_PATH, SETTINGS_PATH) };
}

/** All machines of the cluster, in no order. */
export function clusterNodesOf(inputs: Inputs): readonly ClusterNode[] {
  return Array.from(inputs.all(CLUSTER_NODE_PATH), ([, node]) => node as unknown as ClusterNode);
}
