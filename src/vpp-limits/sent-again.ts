/**
 * Associations of IPsec whose packets a rule sends with the same association again. VPP 26.06 asks the rules of an interface for what it has encrypted
 * itself, and wraps such a packet once more in each round, until it has written over the memory before it.
 */

import { type Address, AddressFamily, IpsecSpdAction, type IpsecSpdEntryV2 } from "vpp-binapi-ts/api";

/** What an association sends through its tunnel. One without a tunnel is safe: VPP looks at no rule after it. */
export interface OuterHeader {
  readonly source: Address;
  readonly destination: Address;
  readonly protocol: number;
  /** Of UDP. */
  readonly ports?: { readonly source: number; readonly destination: number };
}

interface Association {
  readonly source: Address;
  readonly destination: Address;
  readonly isAh: boolean;
  readonly udp: OuterHeader["ports"] | undefined;
}

/** Protocols of IP: UDP, ESP, AH. */
const UDP = 17;
const ESP = 50;
const AH = 51;

export function outerHeader({ source, destination, isAh, udp }: Association): OuterHeader {
  if (isAh) return { source, destination, protocol: AH };
  return udp === undefined
    ? { source, destination, protocol: ESP }
    : { source, destination, protocol: UDP, ports: udp };
}

/** What is asked of all rules and associations that there are. */
export interface RulesAndAssociations {
  headersOf(association: number): Iterable<OuterHeader>;
  /** The rules for packets with such a header, and perhaps some others. */
  rulesNear(header: OuterHeader): Iterable<IpsecSpdEntryV2>;
}

/**
 * Whether packets of an association are sent with it again, at once or by way of others, in any of several states through which VPP goes. By which
 * interface they leave is not asked, so that no route counts: a rule of higher priority that lets them pass costs nothing.
 */
export function isSentAgain(association: number, ...states: readonly RulesAndAssociations[]): boolean {
  const waiting = [association];
  const seen = new Set<number>();
  for (const each of waiting) {
    for (const next of states.flatMap((all) => sentOnWith(each, all))) {
      if (next === association) return true;
      if (!seen.has(next)) waiting.push(next);
      seen.add(next);
    }
  }
  return false;
}

/** The associations with which the packets of an association may be sent. */
function sentOnWith(association: number, all: RulesAndAssociations): readonly number[] {
  return Array.from(all.headersOf(association)).flatMap((header) => sentWith(header, all));
}

/**
 * The associations with which packets with a header may be sent, in any database. Only a rule that does not protect keeps them from rules that do:
 * one that protects may go for a moment. Of rules with the same priority the last one counts, which nobody knows.
 */
function sentWith(header: OuterHeader, { rulesNear }: RulesAndAssociations): readonly number[] {
  const rules = Array.from(rulesNear(header)).filter((rule) => isFor(rule, header));
  const kept = new Map<number, number>();
  for (const { spdId, priority } of rules.filter((rule) => !protects(rule))) {
    kept.set(spdId, Math.max(priority, kept.get(spdId) ?? priority));
  }
  const open = rules.filter((rule) => protects(rule) && rule.priority >= (kept.get(rule.spdId) ?? rule.priority));
  return open.map(({ saId }) => saId);
}

/** Whether a rule sends with an association what it is for. */
export function protects({ isOutbound, policy }: IpsecSpdEntryV2): boolean {
  return isOutbound && policy === IpsecSpdAction.IPSEC_API_SPD_ACTION_PROTECT;
}

/** For any protocol. */
const ANY_PROTOCOL = 255;

/** Whether a rule is for packets with this header that are sent. VPP compares ports of UDP, TCP and SCTP alone. */
export function isFor(rule: IpsecSpdEntryV2, { source, destination, protocol, ports }: OuterHeader): boolean {
  if (!rule.isOutbound || (rule.protocol !== ANY_PROTOCOL && rule.protocol !== protocol)) return false;
  const isIp6 = addressesOf(rule).some(isOfIp6);
  if (isIp6 !== isOfIp6(destination)) return false;
  return (
    isBetween(source, rule.localAddressStart, rule.localAddressStop) &&
    isBetween(destination, rule.remoteAddressStart, rule.remoteAddressStop) &&
    (ports === undefined ||
      (rule.localPortStart <= ports.source &&
        ports.source <= rule.localPortStop &&
        rule.remotePortStart <= ports.destination &&
        ports.destination <= rule.remotePortStop))
  );
}

/** Whether two rules are the same to VPP, which looks at the association of those alone that send with it. */
export function isSameRule(one: IpsecSpdEntryV2, other: IpsecSpdEntryV2): boolean {
  return (
    NUMBERS.every((name) => one[name] === other[name]) &&
    (!protects(one) || one.saId === other.saId) &&
    addressesOf(one).every((address, at) => wideBytes(address).equals(wideBytes(addressesOf(other)[at]!)))
  );
}

const NUMBERS = [
  "spdId",
  "isOutbound",
  "priority",
  "policy",
  "protocol",
  "localPortStart",
  "localPortStop",
  "remotePortStart",
  "remotePortStop",
] as const;

function addressesOf(rule: IpsecSpdEntryV2): readonly Address[] {
  return [rule.localAddressStart, rule.localAddressStop, rule.remoteAddressStart, rule.remoteAddressStop];
}

function isOfIp6({ af }: Address): boolean {
  return af === AddressFamily.ADDRESS_IP6;
}

function isBetween(address: Address, first: Address, last: Address): boolean {
  const bytes = wideBytes(address);
  return Buffer.compare(wideBytes(first), bytes) <= 0 && Buffer.compare(bytes, wideBytes(last)) <= 0;
}

/** VPP tells an IPv6 address that begins with twelve zeros as one of IPv4. */
function wideBytes({ un }: Address): Buffer {
  const bytes = un.ip6 ?? un.ip4!;
  return Buffer.concat([Buffer.alloc(16 - bytes.length), bytes]);
}
