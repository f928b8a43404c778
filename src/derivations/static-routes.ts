/** Static routes that are derived, in an instance of their own so that nobody's are mixed with them. */

import type { DerivedUnit } from "./incremental.js";
import { unitPath } from "./unit-path.js";

const TYPE = "ietf-routing:static";

/** The instance and the route to one address. */
export function hostRoute(instance: string, address: string, nextHop: object, from: string): readonly DerivedUnit[] {
  return staticRoute(instance, `${address}/${address.includes(":") ? 128 : 32}`, nextHop, from);
}

/**
 * The instance and the route to a prefix.
 * @param instance name of the instance
 * @param nextHop content of next-hop (RFC 8349)
 */
export function staticRoute(instance: string, prefix: string, nextHop: object, from: string): readonly DerivedUnit[] {
  const family = prefix.includes(":") ? "ipv6" : "ipv4";
  const protocol = [
    ["ietf-routing:routing"],
    ["control-plane-protocols"],
    ["control-plane-protocol", { type: TYPE, name: instance }],
  ] as const;
  const route = ["route", { "destination-prefix": prefix }] as const;
  return [
    { ...unitPath(protocol), from, value: { type: TYPE, name: instance } },
    {
      ...unitPath([...protocol, ["static-routes"], [`ietf-${family}-unicast-routing:${family}`], route]),
      from,
      value: { "destination-prefix": prefix, "next-hop": nextHop },
    },
  ];
}
