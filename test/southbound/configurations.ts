/** Pieces of configuration for the scenarios, in RFC 7951 form. */

import type { Configuration, TestBed } from "../translators/test-bed.js";

export type Member = Readonly<Record<string, unknown>>;

export function loopback(name: string, more: Member = {}): Member {
  return { name, type: "iana-if-type:softwareLoopback", ...more };
}

/** An interface of a type of sweetcomb-tunnels, whose container has the name of the type. */
export function tunnel(type: string, name: string, settings: Member, more: Member = {}): Member {
  return { name, type: `sweetcomb-tunnels:${type}`, [`sweetcomb-tunnels:${type}`]: settings, ...more };
}

export function addresses(...texts: readonly string[]): Member {
  const of = (isIp6: boolean) =>
    texts
      .filter((text) => text.includes(":") === isIp6)
      .map((text) => text.split("/"))
      .map(([ip, length]) => ({ ip, "prefix-length": Number(length) }));
  return {
    ...(of(false).length > 0 && { "ietf-ip:ipv4": { address: of(false) } }),
    ...(of(true).length > 0 && { "ietf-ip:ipv6": { address: of(true) } }),
  };
}

export function interfaces(...list: readonly Member[]): Configuration {
  return { "ietf-interfaces:interfaces": { interface: list } };
}

/** An interface as VPP's read-back shows it. */
export async function interfaceOf({ southbound }: TestBed, name: string): Promise<Member | undefined> {
  const read = await southbound.read({ paths: ["/ietf-interfaces:interfaces"] });
  const { interface: list = [] } = (read["ietf-interfaces:interfaces"] ?? {}) as { interface?: readonly Member[] };
  return list.find((each) => each.name === name);
}

export function vrf(name: string, tableId: number): Member {
  return { name, ipv4: { "table-id": tableId }, ipv6: { "table-id": tableId } };
}

export function vrfs(...list: readonly Member[]): Configuration {
  return { "sweetcomb-routing:vrfs": { vrf: list } };
}

/** Static routing: routes by prefix of either family, each with its next-hop container. */
export function staticRoutes(name: string, routes: Readonly<Record<string, Member>>, more: Member = {}): Member {
  const of = (isIp6: boolean) =>
    Object.entries(routes)
      .filter(([prefix]) => prefix.includes(":") === isIp6)
      .map(([prefix, nextHop]) => ({ "destination-prefix": prefix, "next-hop": nextHop }));
  return {
    type: "ietf-routing:static",
    name,
    ...more,
    "static-routes": {
      ...(of(false).length > 0 && { "ietf-ipv4-unicast-routing:ipv4": { route: of(false) } }),
      ...(of(true).length > 0 && { "ietf-ipv6-unicast-routing:ipv6": { route: of(true) } }),
    },
  };
}

export function routing(...instances: readonly Member[]): Configuration {
  return { "ietf-routing:routing": { "control-plane-protocols": { "control-plane-protocol": instances } } };
}

/** Several next hops: text before "via" is the weight, "2 via loop0 192.0.2.2". */
export function nextHopList(...hops: readonly string[]): Member {
  const list = hops.map((hop, index) => {
    const [weight, , name, address] = hop.split(" ");
    return {
      index: `hop ${index}`,
      "outgoing-interface": name,
      "next-hop-address": address,
      "sweetcomb-routing:weight": Number(weight),
    };
  });
  return { "next-hop-list": { "next-hop": list } };
}

export function loadBalancer(more: Member): Configuration {
  return { "sweetcomb-lb:load-balancer": more };
}

export function vip(
  prefix: string,
  protocol: string,
  port: number,
  more: Member,
  ...servers: readonly string[]
): Member {
  const list = servers.map((address) => ({ address }));
  return { prefix, protocol, port, ...more, ...(list.length > 0 && { "application-server": list }) };
}
