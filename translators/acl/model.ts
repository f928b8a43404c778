/** Lists of RFC 8519 as they stand in the configuration (RFC 7951), as far as VPP has what they say. */

import { formatPredicate } from "../../src/schema/instance-path.js";

export interface AclValue {
  readonly type?: string;
  readonly aces?: { readonly ace?: readonly Ace[] };
}

export interface Ace {
  readonly name: string;
  readonly matches?: Matches;
  readonly actions: { readonly forwarding: string };
}

export interface Matches {
  readonly eth?: { readonly "source-mac-address"?: string; readonly "source-mac-address-mask"?: string };
  readonly ipv4?: Ipv4Match;
  readonly ipv6?: Ipv6Match;
  readonly tcp?: PortsMatch & { readonly flags?: string; readonly "sweetcomb-acl:flags-mask"?: string };
  readonly udp?: PortsMatch;
  readonly icmp?: IcmpMatch;
}

export interface Ipv4Match {
  readonly protocol?: number;
  readonly "source-ipv4-network"?: string;
  readonly "destination-ipv4-network"?: string;
}

export interface Ipv6Match {
  readonly protocol?: number;
  readonly "source-ipv6-network"?: string;
  readonly "destination-ipv6-network"?: string;
}

export interface PortsMatch {
  readonly "source-port"?: PortMatch;
  readonly "destination-port"?: PortMatch;
}

export interface PortMatch {
  readonly "lower-port"?: number;
  readonly "upper-port"?: number;
  readonly operator?: "lte" | "gte" | "eq" | "neq";
  readonly port?: number;
}

export interface IcmpMatch {
  readonly type?: number;
  readonly code?: number;
  readonly "sweetcomb-acl:last-type"?: number;
  readonly "sweetcomb-acl:last-code"?: number;
}

export const aclPath = "/ietf-access-control-list:acls/acl";
export const aclKeys = { name: "acl/name" } as const;

/** Types of lists that VPP keeps as MACIP lists. */
const ethernetTypes = new Set([
  "eth-acl-type",
  "mixed-eth-ipv4-acl-type",
  "mixed-eth-ipv6-acl-type",
  "mixed-eth-ipv4-ipv6-acl-type",
]);

export function isEthernet({ type }: AclValue): boolean {
  return type !== undefined && ethernetTypes.has(identityName(type));
}

/** "ietf-access-control-list:accept" is "accept". */
export function identityName(identity: string): string {
  return identity.slice(identity.indexOf(":") + 1);
}

export function acesOf({ aces }: AclValue): readonly Ace[] {
  return aces?.ace ?? [];
}

/** Families that a list of this type may name. */
export function familiesOf({ type }: AclValue): readonly ("ipv4" | "ipv6")[] {
  const name = type === undefined ? "" : identityName(type);
  if (name === "ipv4-acl-type" || name === "mixed-eth-ipv4-acl-type") return ["ipv4"];
  if (name === "ipv6-acl-type" || name === "mixed-eth-ipv6-acl-type") return ["ipv6"];
  return ["ipv4", "ipv6"];
}

/** Member path of an entry below its list, for refusals. */
export function acePath({ name }: Ace, leaf: string): string {
  return `aces/ace${formatPredicate("name", name)}/${leaf}`;
}
