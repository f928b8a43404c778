/**
 * What has no translation at a virtual address: a packet would follow the default route, so it is rejected (ICMP unreachable),
 * or dropped where only the traffic policy keeps it from endpoints elsewhere. The route is always there, beside translations:
 * other ports of the address need it, and VPP comes back to it when the last of its translations goes. Where pods are reached
 * in IP in IP, the routes to them take its place.
 */

import type { ObjectChange } from "../../datastore/southbound-port.js";
import { type DerivationRules, type IncrementalDerivation, type Inputs, incremental } from "../incremental.js";
import { hostRoute } from "../static-routes.js";
import { dataPlaneOf } from "./data-plane.js";
import { eligibleEndpoints } from "./endpoints.js";
import { type Frontend, frontendsOf, ofFamily } from "./frontends.js";
import { nodeOf } from "./node.js";
import { routedUnits } from "./routed-pods.js";
import { CLUSTER_NODE_PATH, NODE_PATH, type ProxyNode, SERVICE_PATH, SETTINGS_PATH, type Service } from "./service.js";
import { concernsUplinks, UPLINK_INPUTS } from "./uplinks.js";

/** Name of the routing instance. */
const INSTANCE = "services";

/** Each virtual address is a part, for several services may share one. The node's own addresses are left alone. */
const rules: DerivationRules = {
  inputs: [NODE_PATH, SETTINGS_PATH, CLUSTER_NODE_PATH, SERVICE_PATH, ...UPLINK_INPUTS],
  words: { [SERVICE_PATH]: (service) => addressesOf(service as unknown as Service) },
  affected: (change, inputs) => new Set(servicesOf(change, inputs).flatMap(addressesOf)),
  compile: (address, inputs) => {
    const node = nodeOf(inputs);
    const having = [...inputs.having(SERVICE_PATH, address)] as unknown as readonly [string, Service][];
    // Addresses inside the cluster are none of a load balancer's business.
    const services = having.filter(([, service]) => node.role !== "load-balancer" || isExternal(address, service));
    const [first] = services.map(([path]) => path).sort();
    if (first === undefined || (node.address ?? []).includes(address)) return [];
    const frontends = services
      .flatMap(([, service]) => frontendsOf(service, node))
      .filter((frontend) => frontend.address === address);
    const routed = routedUnits(address, node, inputs, first);
    if (routed.length > 0) return routed;
    const { refusal } = dataPlaneOf(node, inputs);
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

function isExternal(address: string, service: Service): boolean {
  const { "external-address": external = [], "load-balancer-address": balanced = [] } = service;
  return external.includes(address) || balanced.includes(address);
}

function servicesOf(change: ObjectChange, inputs: Inputs): readonly Service[] {
  const { schemaPath, before, after } = change;
  if (UPLINK_INPUTS.includes(schemaPath) && !concernsUplinks(change, inputs)) return [];
  if (schemaPath === CLUSTER_NODE_PATH && nodeOf(inputs).role !== "load-balancer") return [];
  const isOfOne = schemaPath === SERVICE_PATH;
  const services = isOfOne ? [before, after] : Array.from(inputs.all(SERVICE_PATH), ([, one]) => one);
  return services.filter((service) => service !== null) as unknown as readonly Service[];
}

/** Endpoints take connections, only not of clients that come here. */
function isServedElsewhere({ policy, known, address }: Frontend, node: ProxyNode): boolean {
  return policy === "local" && eligibleEndpoints(ofFamily(known, address), { policy: "cluster" }, node).length > 0;
}
