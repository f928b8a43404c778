/** Pools, timers and prefixes of an instance: from YANG to what VPP holds, and back. Pure. */

import type { Refusal } from "../../src/southbound/translator.js";
import { type AddressRange, addressNumber, addressText, overlap, rangeOfPrefix } from "./address-ranges.js";
import type { InstanceValue } from "./instance.js";

export interface PolicyValue extends InstanceValue {
  readonly policy?: readonly PolicyEntry[];
}

interface PoolOptions {
  readonly "sweetcomb-nat:vrf"?: string;
  readonly "sweetcomb-nat:twice-nat"?: boolean;
}

interface PolicyEntry {
  readonly id: number;
  readonly "external-ip-address-pool"?: readonly (PoolOptions & {
    readonly "pool-id": number;
    readonly "external-ip-pool": string;
  })[];
  readonly "sweetcomb-nat:address-range"?: readonly {
    readonly "first-address": string;
    readonly "last-address": string;
    readonly vrf?: string;
    readonly "twice-nat"?: boolean;
  }[];
  readonly "sweetcomb-nat:interface-address"?: readonly { readonly interface: string; readonly "twice-nat": boolean }[];
  readonly "nat64-prefixes"?: readonly { readonly "nat64-prefix": string; readonly "sweetcomb-nat:vrf"?: string }[];
  readonly "port-set-restrict"?: PortSet;
  readonly timers?: {
    readonly "udp-timeout"?: number;
    readonly "tcp-idle-timeout"?: number;
    readonly "tcp-trans-open-timeout"?: number;
    readonly "icmp-timeout"?: number;
  };
}

/** A range of ports, or a port set identifier; neither for all ports. */
export interface PortSet {
  readonly "start-port-number"?: number;
  readonly "end-port-number"?: number;
  readonly "psid-offset"?: number;
  readonly "psid-len"?: number;
  readonly psid?: number;
}

/** Seconds. */
export interface Timers {
  readonly udp: number;
  readonly tcpEstablished: number;
  readonly tcpTransitory: number;
  readonly icmp: number;
}

export interface InterfaceAddress {
  readonly interface: string;
  readonly twiceNat: boolean;
}

/** One prefix of a VRF; undefined stands for the default one. */
export interface Nat64Prefix {
  readonly prefix: string;
  readonly vrf: string | undefined;
}

export interface Policy {
  readonly ranges: readonly AddressRange[];
  readonly interfaceAddresses: readonly InterfaceAddress[];
  readonly prefixes: readonly Nat64Prefix[];
  readonly portSet: PortSet;
  readonly timers: Timers;
}

/** What VPP has before anything is configured, which are RFC 8512's defaults too. */
export const emptyPolicy: Policy = {
  ranges: [],
  interfaceAddresses: [],
  prefixes: [],
  portSet: {},
  timers: { udp: 300, tcpEstablished: 7440, tcpTransitory: 240, icmp: 60 },
};

export function policyOf({ policy: [entry] = [] }: PolicyValue): Policy {
  if (entry === undefined) return emptyPolicy;
  const timers = entry.timers ?? {};
  const initial = emptyPolicy.timers;
  return {
    ranges: namedRanges(entry).map(({ range }) => range),
    interfaceAddresses: (entry["sweetcomb-nat:interface-address"] ?? []).map((address) => ({
      interface: address.interface,
      twiceNat: address["twice-nat"],
    })),
    prefixes: (entry["nat64-prefixes"] ?? []).map((prefix) => ({
      prefix: prefix["nat64-prefix"],
      vrf: prefix["sweetcomb-nat:vrf"],
    })),
    portSet: portSetOf(entry["port-set-restrict"] ?? {}),
    timers: {
      udp: timers["udp-timeout"] ?? initial.udp,
      tcpEstablished: timers["tcp-idle-timeout"] ?? initial.tcpEstablished,
      tcpTransitory: timers["tcp-trans-open-timeout"] ?? initial.tcpTransitory,
      icmp: timers["icmp-timeout"] ?? initial.icmp,
    },
  };
}

/** All pools of a policy, each with the leaf that it is given by. */
export function poolsOf({ policy: [entry] = [] }: PolicyValue): readonly NamedRange[] {
  return entry === undefined ? [] : namedRanges(entry);
}

interface NamedRange {
  readonly leaf: string;
  readonly range: AddressRange;
}

/** A policy that nobody configured, in YANG: pools as ranges, since VPP does not know how they were given. */
export function policyMembers(policy: Policy): Pick<PolicyValue, "policy"> {
  const { ranges, interfaceAddresses, prefixes, portSet, timers } = policy;
  return {
    policy: [
      {
        id: 1,
        "sweetcomb-nat:address-range": ranges.map(({ first, last, vrf, twiceNat }) => ({
          "first-address": addressText(first),
          "last-address": addressText(last),
          ...(vrf !== undefined && { vrf }),
          "twice-nat": twiceNat,
        })),
        "sweetcomb-nat:interface-address": interfaceAddresses.map((address) => ({
          interface: address.interface,
          "twice-nat": address.twiceNat,
        })),
        "nat64-prefixes": prefixes.map(({ prefix, vrf }) => ({
          "nat64-prefix": prefix,
          ...(vrf !== undefined && { "sweetcomb-nat:vrf": vrf }),
        })),
        "port-set-restrict": portSet,
        timers: {
          "udp-timeout": timers.udp,
          "tcp-idle-timeout": timers.tcpEstablished,
          "tcp-trans-open-timeout": timers.tcpTransitory,
          "icmp-timeout": timers.icmp,
        },
      },
    ],
  };
}

function portSetOf(ports: PortSet): PortSet {
  return ports["psid-len"] === undefined ? ports : { "psid-offset": 0, ...ports };
}

/** VPP looks at its whole pool for every address that it adds: this many take a blink, a million some minutes. */
const mostSearched: AddressLimit = { addresses: 16_384, why: "VPP searches its pool for each address that it adds" };

/** What a plugin can have in all pools of a policy. */
export interface AddressLimit {
  readonly addresses: number;
  readonly why: string;
}

export interface PolicyLimits {
  readonly hasTwiceNat?: boolean;
  /** Where it is not what NAT44 has. */
  readonly limit?: AddressLimit;
}

/** Pools that VPP would refuse half way, be busy with for long, or not outlive. */
export function refusePolicy(
  { policy: [entry] = [] }: PolicyValue,
  { hasTwiceNat = false, limit = mostSearched }: PolicyLimits,
): Refusal | undefined {
  if (entry === undefined) return undefined;
  const pools = namedRanges(entry);
  const at = (range: AddressRange) => pools.find((pool) => pool.range === range)?.leaf ?? "policy";
  // An interface gives its first address.
  let addresses = entry["sweetcomb-nat:interface-address"]?.length ?? 0;
  for (const { leaf, range } of pools) {
    if (range.last < range.first) return { leaf, message: "The last address comes before the first" };
    addresses += range.last - range.first + 1;
    if (addresses > limit.addresses) {
      return { leaf, message: `${limit.why}, so its pools have at most ${limit.addresses} together` };
    }
    if (range.twiceNat && !hasTwiceNat) return { leaf, message: "Only endpoint-dependent NAT44 has twice-nat" };
  }
  const twice = (entry["sweetcomb-nat:interface-address"] ?? []).find((address) => address["twice-nat"]);
  if (twice !== undefined && !hasTwiceNat)
    return { leaf: "policy", message: "Only endpoint-dependent NAT44 has twice-nat" };
  const common = overlap(pools.map(({ range }) => range));
  if (common !== undefined) return { leaf: at(common[1]), message: "An address is in two pools" };
  return refusePortSet(entry);
}

function refusePortSet({ id, "port-set-restrict": ports = {} }: PolicyEntry): Refusal | undefined {
  const leaf = `policy[id='${id}']/port-set-restrict`;
  const { "start-port-number": start, "end-port-number": end, "psid-len": length = 0, psid = 0 } = ports;
  if (start !== undefined && (end === undefined || end <= start)) {
    return { leaf: `${leaf}/end-port-number`, message: "VPP wants a range of at least two ports" };
  }
  if ((ports["psid-offset"] ?? 0) + length > 15) {
    return { leaf: `${leaf}/psid-len`, message: "A port has 16 bits, of which the port set identifier leaves none" };
  }
  if (psid >= 2 ** length) return { leaf: `${leaf}/psid`, message: `The identifier has more than ${length} bits` };
  return undefined;
}

function namedRanges(entry: PolicyEntry): readonly NamedRange[] {
  const policy = `policy[id='${entry.id}']`;
  return [
    ...(entry["external-ip-address-pool"] ?? []).map((pool) => ({
      leaf: `${policy}/external-ip-address-pool[pool-id='${pool["pool-id"]}']/external-ip-pool`,
      range: rangeOfPrefix(pool["external-ip-pool"], {
        vrf: pool["sweetcomb-nat:vrf"],
        twiceNat: pool["sweetcomb-nat:twice-nat"] ?? false,
      }),
    })),
    ...(entry["sweetcomb-nat:address-range"] ?? []).map((range) => ({
      leaf: `${policy}/sweetcomb-nat:address-range[first-address='${range["first-address"]}'][last-address='${range["last-address"]}']`,
      range: {
        first: addressNumber(range["first-address"]),
        last: addressNumber(range["last-address"]),
        vrf: range.vrf,
        twiceNat: range["twice-nat"] ?? false,
      },
    })),
  ];
}
