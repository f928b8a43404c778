/** Entries out of rules that VPP holds and that are not those of the configuration: one entry for each rule. */

import { AclAction, type AclRule, AddressFamily } from "vpp-binapi-ts/api";
import { formatPrefix } from "../ip/addresses.js";
import type { Ace, AclValue, IcmpMatch, Matches, PortMatch } from "./model.js";
import { anyPort, flagBits, protocolNumbers } from "./rules.js";

const forwardings: Readonly<Record<number, string>> = {
  [AclAction.ACL_ACTION_API_DENY]: "ietf-access-control-list:drop",
  [AclAction.ACL_ACTION_API_PERMIT]: "ietf-access-control-list:accept",
  [AclAction.ACL_ACTION_API_PERMIT_REFLECT]: "sweetcomb-acl:accept-and-reflect",
};

/** A list that says what these rules say. */
export function listOf(rules: readonly AclRule[]): AclValue {
  const aces = rules.map((rule, index) => aceOf(rule, index));
  return { type: typeOf(rules), ...(aces.length > 0 && { aces: { ace: aces } }) };
}

function typeOf(rules: readonly AclRule[]): string {
  const families = new Set(rules.map(({ srcPrefix }) => srcPrefix.address.af));
  if (families.size !== 1) return "sweetcomb-acl:ip-acl-type";
  return `ietf-access-control-list:${families.has(AddressFamily.ADDRESS_IP6) ? "ipv6" : "ipv4"}-acl-type`;
}

function aceOf(rule: AclRule, index: number): Ace {
  // VPP takes any other number too and drops then.
  const forwarding = forwardings[rule.isPermit] ?? "ietf-access-control-list:drop";
  return { name: `rule-${index}`, matches: matchesOf(rule), actions: { forwarding } };
}

function matchesOf(rule: AclRule): Matches {
  const isIp6 = rule.srcPrefix.address.af === AddressFamily.ADDRESS_IP6;
  const [source, destination] = [formatPrefix(rule.srcPrefix), formatPrefix(rule.dstPrefix)];
  const protocol = rule.proto === 0 ? {} : { protocol: rule.proto };
  return {
    ...(isIp6
      ? { ipv6: { ...protocol, "source-ipv6-network": source, "destination-ipv6-network": destination } }
      : { ipv4: { ...protocol, "source-ipv4-network": source, "destination-ipv4-network": destination } }),
    ...transportOf(rule),
  };
}

function transportOf(rule: AclRule): Pick<Matches, "tcp" | "udp" | "icmp"> {
  const { proto } = rule;
  if (proto === protocolNumbers.icmp || proto === protocolNumbers.icmp6) return ifAny("icmp", icmpOf(rule));
  if (proto === protocolNumbers.udp) return ifAny("udp", portsOf(rule));
  return proto === protocolNumbers.tcp ? ifAny("tcp", { ...portsOf(rule), ...flagsOf(rule) }) : {};
}

function ifAny<Name extends string, Value extends object>(name: Name, value: Value): { [key in Name]?: Value } {
  return (Object.keys(value).length === 0 ? {} : { [name]: value }) as { [key in Name]?: Value };
}

function portsOf(rule: AclRule) {
  const source = portOf(rule.srcportOrIcmptypeFirst, rule.srcportOrIcmptypeLast);
  const destination = portOf(rule.dstportOrIcmpcodeFirst, rule.dstportOrIcmpcodeLast);
  return {
    ...(source !== undefined && { "source-port": source }),
    ...(destination !== undefined && { "destination-port": destination }),
  };
}

function portOf(lower: number, upper: number): PortMatch | undefined {
  return lower === anyPort[0] && upper === anyPort[1] ? undefined : { "lower-port": lower, "upper-port": upper };
}

function flagsOf({ tcpFlagsMask, tcpFlagsValue }: AclRule) {
  if (tcpFlagsMask === 0) return {};
  return { flags: flagNames(tcpFlagsValue), "sweetcomb-acl:flags-mask": flagNames(tcpFlagsMask) };
}

/** In the order of their positions in YANG, which is that of the header from the left. */
function flagNames(bits: number): string {
  const names = Object.entries(flagBits).filter(([, bit]) => (bits & bit) !== 0);
  return names
    .map(([name]) => name)
    .reverse()
    .join(" ");
}

function icmpOf(rule: AclRule): IcmpMatch {
  const [firstType, lastType] = [rule.srcportOrIcmptypeFirst, rule.srcportOrIcmptypeLast];
  const [firstCode, lastCode] = [rule.dstportOrIcmpcodeFirst, rule.dstportOrIcmpcodeLast];
  const isAny = (first: number, last: number) => first === 0 && last >= 255;
  return {
    ...(!isAny(firstType, lastType) && { type: firstType, "sweetcomb-acl:last-type": Math.min(lastType, 255) }),
    ...(!isAny(firstCode, lastCode) && { code: firstCode, "sweetcomb-acl:last-code": Math.min(lastCode, 255) }),
  };
}
