/** Services become translations of the data plane that the node has. */

import { type DerivationRules, type IncrementalDerivation, type Inputs, incremental } from "../incremental.js";
import { dataPlaneOf } from "./data-plane.js";
import { frontendsOf } from "./frontends.js";
import { NODE_PATH, type ProxyNode, SERVICE_PATH, type Service } from "./service.js";

/** Each service is a part; a change of the node concerns all of them. */
const rules: DerivationRules = {
  inputs: [NODE_PATH, SERVICE_PATH],
  affected: ({ schemaPath, path }, inputs) =>
    schemaPath === NODE_PATH ? [...inputs.all(SERVICE_PATH)].map(([service]) => service) : [path],
  compile: (path, inputs) => {
    const service = inputs.get(SERVICE_PATH, path) as Service | undefined;
    if (service === undefined) return [];
    const node = nodeOf(inputs);
    const dataPlane = dataPlaneOf(node);
    return frontendsOf(service, node)
      .filter((frontend) => dataPlane.refusal(frontend) === undefined)
      .flatMap((frontend) => dataPlane.units(frontend, node, path));
  },
};

/** The node of a derivation's input; empty when none is configured. */
export function nodeOf(inputs: Inputs): ProxyNode {
  return (inputs.get(NODE_PATH, NODE_PATH) as ProxyNode | undefined) ?? {};
}

export function serviceDerivation(): IncrementalDerivation {
  return incremental(rules);
}
