/** What a data plane makes of the frontends of services, and what it cannot. */

import type { DerivedUnit, Inputs } from "../incremental.js";
import type { Trouble } from "../trouble.js";
import { balancedNodes } from "./balanced-nodes.js";
import { balancedPods } from "./balanced-pods.js";
import { cnat } from "./cnat.js";
import type { Frontend } from "./frontends.js";
import { nat44Ed } from "./nat44-ed.js";
import { routedPods } from "./routed-pods.js";
import { type ProxyNode, podsAnswerThemselves } from "./service.js";

export interface DataPlane {
  /** Why a frontend cannot be served at all; undefined when it can. */
  refusal(frontend: Frontend): Trouble | undefined;
  /** What is otherwise than the service asks for. */
  shortcomings(frontend: Frontend, node: ProxyNode): readonly Trouble[];
  /** The units of a frontend that is not refused. The last of them is its own, the others may be shared. */
  units(frontend: Frontend, node: ProxyNode, from: string): readonly DerivedUnit[];
}

const translating: Readonly<Record<string, DataPlane>> = { cnat, "nat44-ed": nat44Ed };

/** The data plane that the node has, for its role. */
export function dataPlaneOf(node: ProxyNode, inputs: Inputs): DataPlane {
  if (node.role === "load-balancer") return balancedNodes(node, inputs);
  const own = translating[node["data-plane"] ?? "cnat"] ?? cnat;
  if (!podsAnswerThemselves(node)) return own;
  const direct = node["direct-server-return"] === "ipip" ? routedPods : balancedPods;
  return whereDirect(direct(node, inputs), own);
}

/** One data plane for the frontends whose endpoints answer clients themselves, another for the rest. */
function whereDirect(direct: DataPlane, rest: DataPlane): DataPlane {
  const planeOf = (frontend: Frontend) => (frontend.direct ? direct : rest);
  return {
    refusal: (frontend) => planeOf(frontend).refusal(frontend),
    shortcomings: (frontend, node) => planeOf(frontend).shortcomings(frontend, node),
    units: (frontend, node, from) => planeOf(frontend).units(frontend, node, from),
  };
}
