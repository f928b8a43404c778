/** Rules of a policy database between YANG and VPP's ipsec_spd_entry. */

import {
  type Address,
  AddressFamily,
  IpsecSpdAction,
  type IpsecSpdEntry,
  type IpsecSpdEntryV2,
} from "vpp-binapi-ts/api";
import { address, type Family, formatAddress, formatIp6 } from "../ip/addresses.js";

export interface Policy {
  readonly direction: "inbound" | "outbound";
  readonly priority?: number;
  readonly action: "bypass" | "discard" | "protect";
  readonly "security-association"?: number;
  readonly "address-family": Family;
  readonly protocol?: number;
  readonly local?: Range;
  readonly remote?: Range;
}

interface Range {
  readonly "first-address"?: string;
  readonly "last-address"?: string;
  readonly "first-port"?: number;
  readonly "last-port"?: number;
}

const ANY_PROTOCOL = 255;
const LAST_PORT = 65535;
const NO_ASSOCIATION = 0xffff_ffff;

const actions = {
  bypass: IpsecSpdAction.IPSEC_API_SPD_ACTION_BYPASS,
  discard: IpsecSpdAction.IPSEC_API_SPD_ACTION_DISCARD,
  protect: IpsecSpdAction.IPSEC_API_SPD_ACTION_PROTECT,
} as const;

const everyAddress: Readonly<Record<Family, readonly [first: string, last: string]>> = {
  ipv4: ["0.0.0.0", "255.255.255.255"],
  ipv6: ["::", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"],
};

export function policyEntry(database: string, policy: Policy): IpsecSpdEntryV2 {
  const { direction, action, protocol = ANY_PROTOCOL, priority = 0 } = policy;
  const local = completeRange(policy, policy.local);
  const remote = completeRange(policy, policy.remote);
  return {
    spdId: Number(database),
    priority,
    isOutbound: direction === "outbound",
    saId: policy["security-association"] ?? NO_ASSOCIATION,
    policy: actions[action],
    protocol,
    localAddressStart: address(local["first-address"]),
    localAddressStop: address(local["last-address"]),
    localPortStart: local["first-port"],
    localPortStop: local["last-port"],
    remoteAddressStart: address(remote["first-address"]),
    remoteAddressStop: address(remote["last-address"]),
    remotePortStart: remote["first-port"],
    remotePortStop: remote["last-port"],
  };
}

export function policyFrom(entry: IpsecSpdEntry): Policy {
  const action = (Object.keys(actions) as (keyof typeof actions)[]).find((name) => actions[name] === entry.policy);
  const family = familyIn(entry);
  const text = (bound: Address) => addressOf(family, bound);
  return {
    direction: entry.isOutbound ? "outbound" : "inbound",
    priority: entry.priority,
    action: action ?? "bypass",
    ...(action === "protect" && { "security-association": entry.saId }),
    "address-family": family,
    ...(entry.protocol !== ANY_PROTOCOL && { protocol: entry.protocol }),
    local: {
      "first-address": text(entry.localAddressStart),
      "last-address": text(entry.localAddressStop),
      "first-port": entry.localPortStart,
      "last-port": entry.localPortStop,
    },
    remote: {
      "first-address": text(entry.remoteAddressStart),
      "last-address": text(entry.remoteAddressStop),
      "first-port": entry.remotePortStart,
      "last-port": entry.remotePortStop,
    },
  };
}

/** Equal for rules that are the same to VPP. */
export function samePolicyText(policy: Policy): string {
  const { direction, action, protocol = ANY_PROTOCOL, priority = 0 } = policy;
  const local = completeRange(policy, policy.local);
  const remote = completeRange(policy, policy.remote);
  const association = policy["security-association"];
  return JSON.stringify([direction, priority, action, association, protocol, local, remote]);
}

/** VPP tells an IPv6 address that begins with twelve zeros as one of IPv4, so any other one of the rule decides. */
function familyIn(entry: IpsecSpdEntry): Family {
  const { localAddressStart, localAddressStop, remoteAddressStart, remoteAddressStop } = entry;
  const bounds = [localAddressStart, localAddressStop, remoteAddressStart, remoteAddressStop];
  return bounds.some(({ af }) => af === AddressFamily.ADDRESS_IP6) ? "ipv6" : "ipv4";
}

function addressOf(family: Family, bound: Address): string {
  if (family === "ipv4" || bound.af === AddressFamily.ADDRESS_IP6) return formatAddress(bound);
  const bytes = new Uint8Array(16);
  bytes.set(bound.un.ip4!, 12);
  return formatIp6(bytes);
}

function completeRange({ "address-family": family }: Policy, range: Range = {}): Required<Range> {
  const [first, last] = everyAddress[family];
  return {
    "first-address": range["first-address"] ?? first,
    "last-address": range["last-address"] ?? last,
    "first-port": range["first-port"] ?? 0,
    "last-port": range["last-port"] ?? LAST_PORT,
  };
}
