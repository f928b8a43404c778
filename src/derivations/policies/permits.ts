/** What the rules of a policy permit, as plain combinations of other end, protocol and destination ports. */

import { excludeCidr } from "cidr-tools";
import type { Peer, PolicyPort, PolicyRule } from "./policy.js";

export type Family = "ipv4" | "ipv6";

export interface Permit {
  readonly family: Family;
  /** Addresses at the other end; undefined means all. */
  readonly prefix: string | undefined;
  /** Undefined means all. */
  readonly protocol: "tcp" | "udp" | "sctp" | undefined;
  /** Destination ports, both included; undefined means all. */
  readonly ports: readonly [first: number, last: number] | undefined;
}

/** Rules are alternatives, and so are their peers and ports: each combination of them is permitted. */
export function permitsOf(rules: readonly PolicyRule[]): readonly Permit[] {
  return rules.flatMap((rule) =>
    endsOf(rule).flatMap((end) => portsOf(rule).map((ports): Permit => ({ ...end, ...ports }))),
  );
}

function endsOf({ "any-peer": any, peer = [] }: PolicyRule): readonly Pick<Permit, "family" | "prefix">[] {
  if (any) return [everyone("ipv4"), everyone("ipv6")];
  return peer.flatMap(prefixesOf).map((prefix) => ({ family: familyOf(prefix), prefix }));
}

function everyone(family: Family): Pick<Permit, "family" | "prefix"> {
  return { family, prefix: undefined };
}

/** A list of permits has no exceptions: the prefix is cut into those that are left. */
function prefixesOf({ prefix, except = [] }: Peer): readonly string[] {
  const sameFamily = except.filter((each) => familyOf(each) === familyOf(prefix));
  return sameFamily.length === 0 ? [prefix] : excludeCidr([prefix], sameFamily);
}

function portsOf({ "any-port": any, port = [] }: PolicyRule): readonly Pick<Permit, "protocol" | "ports">[] {
  return any ? [{ protocol: undefined, ports: undefined }] : port.map(portRange);
}

function portRange({ protocol, first, last }: PolicyPort): Pick<Permit, "protocol" | "ports"> {
  return { protocol, ports: first === 0 ? undefined : [first, last ?? first] };
}

function familyOf(prefix: string): Family {
  return prefix.includes(":") ? "ipv6" : "ipv4";
}
