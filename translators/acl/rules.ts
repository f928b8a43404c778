/**
 * The rules of VPP that say what an entry says. One entry may need several: one for each family where it names none, and two
 * where a port must differ from one ("neq").
 */

import { AclAction, type AclRule } from "vpp-binapi-ts/api";
import { formatPrefix, prefix } from "../ip/addresses.js";
import {
  type Ace,
  type AclValue,
  familiesOf,
  type IcmpMatch,
  identityName,
  type Matches,
  type PortMatch,
} from "./model.js";

type Range = readonly [first: number, last: number];

export const anyPort: Range = [0, 65535];
const anyOctet: Range = [0, 255];

export const protocolNumbers = { icmp: 1, tcp: 6, udp: 17, icmp6: 58 } as const;

/** The bit of each TCP flag in VPP's mask and value, which are those of the header. */
export const flagBits = { fin: 1, syn: 2, rst: 4, psh: 8, ack: 16, urg: 32, ece: 64, cwr: 128 } as const;

const actions: Readonly<Record<string, AclAction>> = {
  drop: AclAction.ACL_ACTION_API_DENY,
  accept: AclAction.ACL_ACTION_API_PERMIT,
  "accept-and-reflect": AclAction.ACL_ACTION_API_PERMIT_REFLECT,
};

/** The rules of one entry of a list, in the order in which VPP tries them. The entry is one that nothing refuses. */
export function rulesOf(ace: Ace, list: AclValue): AclRule[] {
  const { matches = {} } = ace;
  const sources = portRanges(matches, "source-port");
  const destinations = portRanges(matches, "destination-port");
  const rules: AclRule[] = [];
  for (const family of ruleFamilies(matches, list)) {
    for (const source of sources) {
      for (const destination of destinations) rules.push(ruleOf(ace, family, source, destination));
    }
  }
  return rules;
}

/** The families that an entry is for. */
export function ruleFamilies(matches: Matches, list: AclValue): readonly ("ipv4" | "ipv6")[] {
  if (matches.ipv4 !== undefined) return ["ipv4"];
  return matches.ipv6 !== undefined ? ["ipv6"] : familiesOf(list);
}

/** A rule as text that is the same for rules that do the same. */
export function ruleText(rule: AclRule): string {
  const { isPermit, srcPrefix, dstPrefix, proto, tcpFlagsMask, tcpFlagsValue } = rule;
  const { srcportOrIcmptypeFirst, srcportOrIcmptypeLast, dstportOrIcmpcodeFirst, dstportOrIcmpcodeLast } = rule;
  const ports = [srcportOrIcmptypeFirst, srcportOrIcmptypeLast, dstportOrIcmpcodeFirst, dstportOrIcmpcodeLast];
  return [
    isPermit,
    formatPrefix(srcPrefix),
    formatPrefix(dstPrefix),
    proto,
    ...ports,
    tcpFlagsMask,
    tcpFlagsValue,
  ].join(" ");
}

export function bitsOf(flags: string): number {
  let bits = 0;
  for (const flag of flags.split(" ")) bits |= flagBits[flag as keyof typeof flagBits] ?? 0;
  return bits;
}

function ruleOf(
  { matches = {}, actions: { forwarding } }: Ace,
  family: "ipv4" | "ipv6",
  source: Range,
  destination: Range,
): AclRule {
  const { tcp } = matches;
  const value = bitsOf(tcp?.flags ?? "");
  const mask = tcp?.["sweetcomb-acl:flags-mask"];
  return {
    isPermit: actions[identityName(forwarding)] ?? AclAction.ACL_ACTION_API_DENY,
    ...networksOf(matches, family),
    proto: protocolOf(matches, family) as AclRule["proto"],
    srcportOrIcmptypeFirst: source[0],
    srcportOrIcmptypeLast: source[1],
    dstportOrIcmpcodeFirst: destination[0],
    dstportOrIcmpcodeLast: destination[1],
    tcpFlagsMask: mask === undefined ? value : bitsOf(mask),
    tcpFlagsValue: value,
  };
}

function networksOf({ ipv4 = {}, ipv6 = {} }: Matches, family: "ipv4" | "ipv6") {
  const [source, destination] =
    family === "ipv4"
      ? [ipv4["source-ipv4-network"] ?? "0.0.0.0/0", ipv4["destination-ipv4-network"] ?? "0.0.0.0/0"]
      : [ipv6["source-ipv6-network"] ?? "::/0", ipv6["destination-ipv6-network"] ?? "::/0"];
  return { srcPrefix: prefix(source), dstPrefix: prefix(destination) };
}

/** 0 is any. */
function protocolOf({ tcp, udp, icmp, ipv4, ipv6 }: Matches, family: "ipv4" | "ipv6"): number {
  if (tcp !== undefined) return protocolNumbers.tcp;
  if (udp !== undefined) return protocolNumbers.udp;
  if (icmp !== undefined) return family === "ipv4" ? protocolNumbers.icmp : protocolNumbers.icmp6;
  return (ipv4 ?? ipv6)?.protocol ?? 0;
}

/** VPP keeps type and code of ICMP where the ports are. */
function portRanges({ tcp, udp, icmp }: Matches, which: "source-port" | "destination-port"): readonly Range[] {
  if (icmp !== undefined) return [which === "source-port" ? typeRange(icmp) : codeRange(icmp)];
  return rangesOf((tcp ?? udp)?.[which] ?? {});
}

function typeRange({ type, "sweetcomb-acl:last-type": last }: IcmpMatch): Range {
  return type === undefined ? anyOctet : [type, last ?? type];
}

function codeRange({ code, "sweetcomb-acl:last-code": last }: IcmpMatch): Range {
  return code === undefined ? anyOctet : [code, last ?? code];
}

function rangesOf({ "lower-port": lower, "upper-port": upper, operator = "eq", port }: PortMatch): readonly Range[] {
  if (lower !== undefined && upper !== undefined) return [[lower, upper]];
  if (port === undefined) return [anyPort];
  switch (operator) {
    case "eq":
      return [[port, port]];
    case "lte":
      return [[0, port]];
    case "gte":
      return [[port, 65535]];
    case "neq":
      return [[0, port - 1] as const, [port + 1, 65535] as const].filter(([first, last]) => first <= last);
  }
}
