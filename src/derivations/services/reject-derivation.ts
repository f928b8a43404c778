/**
 * What has no translation at a virtual address: a packet would follow the default route, so it is rejected (ICMP unreachable),
 * or dropped where only the traffic policy keeps it from endpoints elsewhere. The route is always there, beside translations:
 * other ports of the address need it, and VPP comes back to it when the last of its translations goes.
 */

import type { ObjectChange } from "../../datastore/southbound-port.js";
import { type DerivationRules, type IncrementalDerivation, type Inputs, incremental } from "../incremental.js";
import { hostRoute } from "../static-routes.js";
import { dataPlaneOf } from "./data-plane.js";
import { eligibleEndpoints } from "./endpoints.js";
import { type Frontend, frontendsOf, ofFamily } from "./frontends.js";
import { NODE_PATH, type ProxyNode, SERVICE_PATH, type Service } from "./service.js";
import { nodeOf } from "./service-derivation.js";

/** Name of the routing instance. */
const INSTANCE = "services";

/** Each virtual address is a part, for several services may share one. The node's own addresses are left alone. */
const rules: DerivationRules = {
  inputs: [NODE_PATH, SERVICE_PATH],
  words: { [SERVICE_PATH]: (service) => addressesOf(service as unknown as Service) },
  affected: (change, inputs) => new Set(servicesOf(change, inputs).flatMap(addressesOf)),
  compile: (address, inputs) => {
    const node = nodeOf(inputs);
    const services = [...inputs.having(SERVICE_PATH, address)] as unknown as readonly [string, Service][];
    const [first] = services.map(([path]) => path).sort();
    if (first === undefined || (node.address ?? []).includes(address)) return [];
    const frontends = services
      .flatMap(([, service]) => frontendsOf(service, node))
      .filter((frontend) => frontend.address === address);
    const { refusal } = dataPlaneOf(node);
    const isServed = frontends.some((frontend) => refusal(frontend) === undefined);
    const isElsewhere = !isServed && frontends.some((frontend) => isServedElsewhere(frontend, node));
    return hostRoute(INSTANCE, address, { "special-next-hop": isElsewhere ? "blackhole" : "unreachable" }, first);
  },
};

export function rejectDerivation(): IncrementalDerivation {
  return incremental(rules);
}

function addressesOf(service: Service): readonly string[] {
  const { "cluster-address": cluster = [], "external-address": external = [] } = service;
  return [...cluster, ...external, ...(service["load-balancer-address"] ?? [])];
}

function servicesOf({ schemaPath, before, after }: ObjectChange, inputs: Inputs): readonly Service[] {
  const services = schemaPath === NODE_PATH ? Array.from(inputs.all(SERVICE_PATH), ([, one]) => one) : [before, after];
  return services.filter((service) => service !== null) as unknown as readonly Service[];
}

/** Endpoints take connections, only not of clients that come here. */
function isServedElsewhere({ policy, known, address }: Frontend, node: ProxyNode): boolean {
  return policy === "local" && eligibleEndpoints(ofFamily(known, address), { policy: "cluster" }, node).length > 0;
}
