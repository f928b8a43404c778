/** What stands in for policies of which nothing is known but an object that cannot be read. */

import type { Kind, KubernetesObject } from "../objects.js";
import { closedAdminPolicy } from "./closed-admin-policy.js";
import { closedPolicy } from "./closed-policy.js";

export interface StandIn {
  /** Undefined when nobody can say whom the policy is for. */
  readonly object: KubernetesObject | undefined;
  /** What becomes of the policy, for its trouble. */
  readonly consequence: string;
}

interface Way {
  closed(object: KubernetesObject): KubernetesObject | undefined;
  readonly consequence: string;
}

const admin: Way = {
  closed: closedAdminPolicy,
  consequence:
    "until it can be read, a rule that denies means everybody and all ports where these cannot be read, and one that allows or passes is left out",
};
const ways: { readonly [Name in Kind]?: Way } = {
  NetworkPolicy: {
    closed: closedPolicy,
    consequence: "until it can be read, nothing is permitted to the pods that it selects",
  },
  AdminNetworkPolicy: admin,
  BaselineAdminNetworkPolicy: admin,
};

/** Whether something stands in for objects of this kind. */
export function hasStandIn(kind: Kind): boolean {
  return ways[kind] !== undefined;
}

/** Undefined for objects of another kind, which stand for nothing when they cannot be read. */
export function standInFor(kind: Kind, object: KubernetesObject): StandIn | undefined {
  const way = ways[kind];
  if (way === undefined) return undefined;
  const closed = way.closed(object);
  const nobody = "whom it selects cannot be read, so it isolates nobody";
  return { object: closed, consequence: closed === undefined ? nobody : way.consequence };
}
