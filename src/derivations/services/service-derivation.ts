/** Services become translations of the data plane that the node has, or what a load balancer in front of the nodes needs. */

import { type DerivationRules, type IncrementalDerivation, type Inputs, incremental } from "../incremental.js";
import { balancedWords } from "./balanced.js";
import { dataPlaneOf } from "./data-plane.js";
import { externalAddresses, frontendsOf } from "./frontends.js";
import { nodeOf } from "./node.js";
import { CLUSTER_NODE_PATH, NODE_PATH, SERVICE_PATH, SETTINGS_PATH, type Service } from "./service.js";
import { restrictedAddresses } from "./source-ranges.js";
import { concernsUplinks, UPLINK_INPUTS } from "./uplinks.js";

/** The word by which services are found that have addresses for some clients only. */
const RESTRICTED = "restricted";

/** Each service is a part; a change of the node concerns all of them, one of another node those that hand packets to it. */
const rules: DerivationRules = {
  inputs: [NODE_PATH, SETTINGS_PATH, CLUSTER_NODE_PATH, SERVICE_PATH, ...UPLINK_INPUTS],
  words: { [SERVICE_PATH]: (service) => wordsOf(service as unknown as Service) },
  affected: (change, inputs) => {
    const { schemaPath, path, before, after } = change;
    if (UPLINK_INPUTS.includes(schemaPath)) {
      const restricted = concernsUplinks(change, inputs) ? inputs.having(SERVICE_PATH, RESTRICTED) : [];
      return Array.from(restricted, ([service]) => service);
    }
    if (schemaPath === SERVICE_PATH) return [path, ...withTheSameAddress([before, after], inputs)];
    if (schemaPath === CLUSTER_NODE_PATH && nodeOf(inputs).role !== "load-balancer") return [];
    return Array.from(inputs.all(SERVICE_PATH), ([service]) => service);
  },
  compile: (path, inputs) => {
    const service = inputs.get(SERVICE_PATH, path) as Service | undefined;
    if (service === undefined) return [];
    const node = nodeOf(inputs);
    const dataPlane = dataPlaneOf(node, inputs);
    return frontendsOf(service, node)
      .filter((frontend) => dataPlane.refusal(frontend) === undefined)
      .flatMap((frontend) => dataPlane.units(frontend, node, path));
  },
};

/** Services that may have to give way to another one, or come in its place. */
function withTheSameAddress(services: readonly (object | null)[], inputs: Inputs): readonly string[] {
  const words = services.flatMap((service) => (service === null ? [] : wordsOf(service as Service)));
  return words.flatMap((word) => Array.from(inputs.having(SERVICE_PATH, word), ([path]) => path));
}

function wordsOf(service: Service): readonly string[] {
  const addresses = externalAddresses(service);
  const restricted = restrictedAddresses(service).length > 0 ? [RESTRICTED] : [];
  return [...addresses, ...balancedWords(addresses, service), ...restricted];
}

export function serviceDerivation(): IncrementalDerivation {
  return incremental(rules);
}
