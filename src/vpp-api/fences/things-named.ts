/** What a request says of things that VPP must have, found by the names of its fields, wherever in it they stand. */

import { SrBehavior } from "vpp-binapi-ts/api";
import type { VppFields } from "./fence-checks.js";
import { NO_INTERFACE } from "./numbers.js";

export interface ThingsNamed {
  /** Interfaces by their sw_if_index, without that for none. */
  readonly interfaces: readonly number[];
  /** Paths of routes (`vl_api_fib_path_t`); those of cnat, which have none of their fields, too. */
  readonly paths: readonly VppFields[];
  /** Prefixes longer than an address of their family. */
  readonly hasLongPrefix: boolean;
  /** What counts more than there is room for in an array of a fixed length. */
  readonly beyond: string | undefined;
}

/** VPP has the number of a table, or nothing, in the field of the interface for other behaviors than that of frames (End.DX2). */
const OTHERWISE_USED: ReadonlySet<string> = new Set(["sr_localsid_add_del", "sr_localsid_add_del_v2"]);
const OF_FRAMES = SrBehavior.SR_BEHAVIOR_API_DX2;
const INTERFACE = /^(swIfIndex|parentIfIndex)$|SwIfIndex$|^swIfIndex(To|From|[01])$/;
const PATHS = /^paths$|Paths$/;
/** The load balancer has IPv4 prefixes as those of IPv6: 96 + n. */
const OF_LOAD_BALANCER = /^lb_/;
/** Places in the arrays that these count: labels, segments of SRv6, ranges of ports, bytes of a key of BFD and of a key of IPsec. */
const ROOM: Readonly<Record<string, number>> = {
  nLabels: 16,
  numSids: 16,
  numberOfRanges: 32,
  keyLen: 20,
  matchLen: 80,
};
const KEY_BYTES = 128;

/** @param fields the codec's values */
export function thingsNamed(messageName: string, fields: VppFields): ThingsNamed {
  const interfaces = new Set<number>();
  const paths: VppFields[] = [];
  let hasLongPrefix = false;
  let beyond: string | undefined;
  function look(value: unknown, name: string): void {
    if (Array.isArray(value)) {
      for (const element of value) look(element, name);
    } else if (typeof value === "number") {
      if (INTERFACE.test(name) && value !== NO_INTERFACE) interfaces.add(value);
      if (value > (ROOM[name] ?? Infinity)) beyond = name;
    } else if (typeof value === "object" && value !== null && !(value instanceof Uint8Array)) {
      // Multicast routes wrap their paths.
      if (PATHS.test(name)) paths.push(("path" in value ? value.path : value) as VppFields);
      hasLongPrefix ||= isLongPrefix(value as VppFields, OF_LOAD_BALANCER.test(messageName));
      if ("data" in value && "length" in value && Number(value.length) > KEY_BYTES) beyond = "length";
      for (const [member, inner] of Object.entries(value)) look(inner, member);
    }
  }
  look(fields, "");
  return {
    interfaces: OTHERWISE_USED.has(messageName) && fields.behavior !== OF_FRAMES ? [] : [...interfaces],
    paths,
    hasLongPrefix,
    beyond,
  };
}

/** Of `prefix`, `ip4_prefix` and `ip6_prefix`. */
function isLongPrefix({ address, len }: VppFields, isMapped: boolean): boolean {
  if (typeof len !== "number" || typeof address !== "object" || address === null) return false;
  const { af } = address as VppFields;
  const bits = address instanceof Uint8Array ? address.length * 8 : af === 1 ? 128 : 32;
  return len > bits && !(isMapped && len >= 96 && len <= 128);
}
