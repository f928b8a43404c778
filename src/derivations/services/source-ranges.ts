/** Addresses of load balancers that are for some clients only (source-range): for whom, and where somebody looks at clients. */

import { isIpv6, type ProxyNode, type Service, translatesTunnels } from "./service.js";

/**
 * Prefixes of the clients for whom an address is, in order; undefined when it is for all. With ranges of the other family
 * alone it is for nobody, unless one of them means everybody.
 */
export function clientsOf(service: Service, address: string): readonly string[] | undefined {
  const { "load-balancer-address": balanced = [], "source-range": ranges = [] } = service;
  if (ranges.length === 0 || !balanced.includes(address)) return undefined;
  const ofFamily = ranges.filter((range) => isIpv6(range) === isIpv6(address));
  if ((ofFamily.length > 0 ? ofFamily : ranges).some((range) => range.endsWith("/0"))) return undefined;
  return [...new Set(ofFamily)].sort();
}

/** The addresses of a service that are for some clients only. */
export function restrictedAddresses(service: Service): readonly string[] {
  return (service["load-balancer-address"] ?? []).filter((address) => clientsOf(service, address) !== undefined);
}

/** A load balancer looks at clients before its packets go on to nodes; nodes can rely on that, and look at nobody. */
export function servesSomeClients(node: ProxyNode): boolean {
  const { role, "load-balancer": { address: balancers = [], "guards-source-ranges": guards = false } = {} } = node;
  if (role === "load-balancer") return true;
  return guards && balancers.length > 0 && translatesTunnels(node);
}
