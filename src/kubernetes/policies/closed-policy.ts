/** What stands in for a network policy that cannot be read as a whole. */

import type { KubernetesObject, NetworkPolicy } from "../objects.js";
import { isSelector, isTexts, withoutNulls } from "../well-formed.js";

/**
 * A policy for the same pods that permits nothing, in the directions that the object speaks of as far as they can be read.
 * Undefined when nobody can say whom it selects.
 */
export function closedPolicy({ kind, metadata, ...content }: KubernetesObject): NetworkPolicy | undefined {
  const { spec } = withoutNulls(content) as { readonly spec?: Readonly<Record<string, unknown>> };
  if (typeof spec !== "object" || Array.isArray(spec)) return undefined;
  const { podSelector = {}, policyTypes, egress } = spec;
  if (!isSelector(podSelector)) return undefined;
  const guessed = ["Ingress", ...(egress === undefined ? [] : ["Egress"])];
  const types = isTexts(policyTypes) && policyTypes.length > 0 ? policyTypes : guessed;
  return {
    ...(kind !== undefined && { kind }),
    ...(metadata !== undefined && { metadata }),
    spec: { podSelector, policyTypes: types },
  };
}
