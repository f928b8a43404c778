/** What a service of type LoadBalancer asks for, and what its status has already. */

import { addressesOf, addressOf, type Family, familyOf } from "../addresses.js";
import { type Ingress, keyOf, type ObjectKey, type Service } from "../objects.js";

/** Addresses that a service wants, one of a family at most, with commas between them. */
export const ADDRESSES_ANNOTATION = "sweetcomb.io/load-balancer-ips";

export interface Claim {
  readonly key: ObjectKey;
  /** What was there first counts. */
  readonly createdAt: string;
  /** It is of type LoadBalancer. */
  readonly isBalanced: boolean;
  /** Addresses are ours to give. */
  readonly isOurs: boolean;
  readonly families: readonly Family[];
  /** One address may be missing as long as the pool has none of its family. */
  readonly isEitherFamilyEnough: boolean;
  /** Texts of the addresses that it asks for. */
  readonly requested: readonly string[];
  /** What the status has. The API server leaves it there when the type becomes another. */
  readonly held: readonly string[];
  /** Addresses that lead to it without us. */
  readonly external: readonly string[];
}

/**
 * Undefined for a service that has nothing to do with addresses of load balancers.
 * @param className the class that is ours; null: that of services without a class
 */
export function claimOf(service: Service, className: string | null): Claim | undefined {
  const { metadata = {}, spec = {}, status } = service;
  const isBalanced = spec.type === "LoadBalancer";
  const external = addressesOf(spec.externalIPs ?? []);
  const ingress = status?.loadBalancer?.ingress ?? [];
  if (!isBalanced && external.length === 0 && ingress.length === 0) return undefined;
  return {
    key: keyOf(service),
    createdAt: metadata.creationTimestamp ?? "",
    isBalanced,
    isOurs: isBalanced && (spec.loadBalancerClass ?? null) === className && isWithoutNames(ingress),
    families: familiesOf(service),
    isEitherFamilyEnough: spec.ipFamilyPolicy === "PreferDualStack",
    requested: requestedBy(service),
    held: addressesOf(ingress.map(({ ip }) => ip)),
    external,
  };
}

/** Somebody who gives names to load balancers has the service in hand. */
function isWithoutNames(ingress: readonly Ingress[]): boolean {
  return ingress.every(({ hostname }) => hostname === undefined || hostname === "");
}

function familiesOf({ spec = {} }: Service): readonly Family[] {
  const named = (spec.ipFamilies ?? []).map((name): Family => (name === "IPv6" ? 6 : 4));
  if (named.length > 0) return [...new Set(named)];
  const ofAddresses = addressesOf(spec.clusterIPs?.length ? spec.clusterIPs : [spec.clusterIP]).map(familyOf);
  return ofAddresses.length > 0 ? [...new Set(ofAddresses)] : [4];
}

function requestedBy({ metadata, spec }: Service): readonly string[] {
  const texts = (metadata?.annotations?.[ADDRESSES_ANNOTATION] ?? spec?.loadBalancerIP ?? "").split(",");
  return texts
    .map((text) => text.trim())
    .filter((text) => text !== "")
    .map((text) => addressOf(text) ?? text);
}
