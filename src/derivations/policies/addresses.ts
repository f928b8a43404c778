/** Addresses of pods as prefixes. */

import type { Family } from "./permits.js";
import type { PolicyPod } from "./policy.js";

export interface HostPrefix {
  readonly family: Family;
  readonly prefix: string;
}

export function addressesOf({ address = [] }: Pick<PolicyPod, "address">): readonly HostPrefix[] {
  return address.map(hostPrefix);
}

/** The prefix of one address. */
export function hostPrefix(address: string): HostPrefix {
  if (address.includes(":")) return { family: "ipv6", prefix: `${address}/128` };
  return { family: "ipv4", prefix: `${address}/32` };
}
