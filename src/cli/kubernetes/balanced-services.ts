/** Services of type LoadBalancer with the addresses that the controller would give them. */

import { assign } from "../../kubernetes/load-balancer/assign.js";
import { claimOf } from "../../kubernetes/load-balancer/claim.js";
import { readPool } from "../../kubernetes/load-balancer/pool.js";
import { type KubernetesObject, keyOf, type Service } from "../../kubernetes/objects.js";
import type { ClusterSettings } from "../../kubernetes/settings.js";
import type { Trouble } from "../../kubernetes/trouble.js";

export interface Balanced {
  readonly objects: readonly KubernetesObject[];
  readonly troubles: readonly Trouble[];
}

/** Without a pool all objects stay as they are. Throws an Error for the operator for a pool that is none. */
export function balancedServices(
  objects: readonly KubernetesObject[],
  { loadBalancer: { addresses, class: className } }: ClusterSettings,
): Balanced {
  if (addresses.length === 0) return { objects, troubles: [] };
  const services = objects.filter(({ kind }) => kind === "Service");
  const claims = services.map((service) => claimOf(service, className)).filter((claim) => claim !== undefined);
  const assignments = assign(claims, readPool(addresses));
  const withAddresses = (object: KubernetesObject): KubernetesObject => {
    const assignment = object.kind === "Service" ? assignments.get(keyOf(object)) : undefined;
    if (assignment === undefined) return object;
    const ingress = assignment.addresses.map((ip) => ({ ip }));
    return { ...object, status: { loadBalancer: { ingress } } } as Service;
  };
  const troubles = [...assignments].flatMap(([key, assignment]) =>
    assignment.troubles.map(
      (message): Trouble => ({ of: { kind: "Service", key }, reason: "AddressAllocation", message }),
    ),
  );
  return { objects: objects.map(withAddresses), troubles };
}
