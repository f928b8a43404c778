/** What the rules of a policy permit, as plain combinations of other end, protocol and destination ports. */

import { excludeCidr } from "cidr-tools";
import type { Peer, PolicyPort, PolicyRule } from "./policy.js";

export type Family = "ipv4" | "ipv6";

/** Packets of one direction of a pod. */
export interface Packets {
  readonly family: Family;
  /** Addresses at the other end; undefined means all. */
  readonly prefix: string | undefined;
  /** Undefined means all. */
  readonly protocol: "tcp" | "udp" | "sctp" | undefined;
  /** Destination ports, both included; undefined means all. */
  readonly ports: readonly [first: number, last: number] | undefined;
}

export interface Permit extends Packets {
  /** Of the addresses, those that are not meant. */
  readonly except?: readonly string[];
}

type End = Pick<Permit, "family" | "prefix" | "except">;

/** Rules are alternatives, and so are their peers and ports: each combination of them is permitted. */
export function permitsOf(rules: readonly PolicyRule[]): readonly Permit[] {
  return rules.flatMap((rule) =>
    endsOf(rule).flatMap((end) => portsOf(rule).map((ports): Permit => ({ ...end, ...ports }))),
  );
}

/** The prefix cut into those that are left without the exceptions. */
export function withoutExceptions({ except = [], ...packets }: Permit): readonly Packets[] {
  if (except.length === 0) return [packets];
  const whole = packets.prefix ?? (packets.family === "ipv6" ? "::/0" : "0.0.0.0/0");
  return excludeCidr([whole], [...except]).map((prefix) => ({ ...packets, prefix }));
}

function endsOf({ "any-peer": any, peer = [] }: PolicyRule): readonly End[] {
  return any ? [everyone("ipv4"), everyone("ipv6")] : peer.map(endOf);
}

function everyone(family: Family): End {
  return { family, prefix: undefined };
}

function endOf({ prefix, except = [] }: Peer): End {
  const family = familyOf(prefix);
  const sameFamily = except.filter((each) => familyOf(each) === family);
  return { family, prefix, ...(sameFamily.length > 0 && { except: sameFamily }) };
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
