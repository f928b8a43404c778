/** What the cnat plugin has to know of the pods' interfaces. */

import type { DerivedUnit } from "../incremental.js";
import { unitPath } from "../unit-path.js";

const top = ["sweetcomb-cnat:cnat"] as const;

/**
 * Packets of the pod are translated where they come in and go out: so access control lists see real addresses both ways, and
 * a pod reaches itself through a service.
 */
export function translatedInterface(name: string, from: string): DerivedUnit {
  return { ...unitPath([top, ["interface", { name }]]), from, value: { name } };
}

/**
 * Connections of the pod that leave the cluster, and those to itself, get a source address. VPP makes no route for it, for it may
 * serve node ports as well, and VPP would die when one of the two is removed.
 * @param addresses one of a family at most counts
 * @param kept destinations to which connections keep their source
 * @param leavesAsNode connections that leave the cluster get a source too, not just those to itself
 */
export function sourceNatUnits(
  name: string,
  addresses: readonly string[],
  kept: readonly string[],
  leavesAsNode: boolean,
  from: string,
): readonly DerivedUnit[] {
  const ipv4 = addresses.find((address) => !address.includes(":"));
  const ipv6 = addresses.find((address) => address.includes(":"));
  if (ipv4 === undefined && ipv6 === undefined) return [];
  const container = ["source-nat"] as const;
  const leaving = [...(ipv4 ? ["include-ipv4"] : []), ...(ipv6 ? ["include-ipv6"] : [])];
  const roles = ["pod", ...(leavesAsNode ? leaving : [])];
  return [
    {
      ...unitPath([top, container]),
      from,
      value: {
        ...(ipv4 !== undefined && { "ipv4-address": ipv4 }),
        ...(ipv6 !== undefined && { "ipv6-address": ipv6 }),
        "on-interfaces-only": true,
        policy: "kubernetes",
      },
    },
    ...kept.map((prefix) => ({
      ...unitPath([top, container, ["exclude-prefix", { prefix }]]),
      from,
      value: { prefix },
    })),
    ...roles.map((role) => ({
      ...unitPath([top, container, ["interface", { name, role }]]),
      from,
      value: { name, role },
    })),
  ];
}
