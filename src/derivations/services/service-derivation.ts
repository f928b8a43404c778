/** Services become translations of the data plane that the node has. */

import type { Derivation } from "../../datastore/dynamic/derivation.js";
import { type DerivationRules, type DerivedUnit, type Inputs, incremental } from "../incremental.js";
import { cnatUnits } from "./cnat-units.js";
import { type Frontend, frontendsOf } from "./frontends.js";
import { NODE_PATH, type ProxyNode, SERVICE_PATH, type Service } from "./service.js";

/** What one frontend becomes in each data plane. */
const dataPlanes: Readonly<
  Record<string, (frontend: Frontend, node: ProxyNode, from: string) => readonly DerivedUnit[]>
> = { cnat: cnatUnits };

/** Each service is a part; a change of the node concerns all of them. */
const rules: DerivationRules = {
  inputs: [NODE_PATH, SERVICE_PATH],
  affected: ({ schemaPath, path }, inputs) =>
    schemaPath === NODE_PATH ? [...inputs.all(SERVICE_PATH)].map(([service]) => service) : [path],
  compile: (path, inputs) => {
    const service = inputs.get(SERVICE_PATH, path) as Service | undefined;
    if (service === undefined) return [];
    const node = nodeOf(inputs);
    const unitsOf = dataPlanes[node["data-plane"] ?? "cnat"] ?? cnatUnits;
    return frontendsOf(service, node).flatMap((frontend) => unitsOf(frontend, node, path));
  },
};

function nodeOf(inputs: Inputs): ProxyNode {
  return (inputs.get(NODE_PATH, NODE_PATH) as ProxyNode | undefined) ?? {};
}

export function serviceDerivation(): Derivation {
  return incremental(rules);
}
