/** Groups of multicast routes: what YANG calls group and source, and VPP's mprefix. */

import { AddressFamily, type Mprefix } from "vpp-binapi-ts/api";
import { type Family, formatAddress, formatPrefix, ip4Bytes, ip6Bytes } from "../ip/addresses.js";

export interface Groups {
  /** "239.1.0.0/16" */
  readonly group: string;
  /** An address, or "*" for any. */
  readonly source: string;
}

const anySource = "*";

/** What every table has from the start (ip4_mfib.c, ip6_mfib.c). */
const ownGroups: ReadonlySet<string> = new Set([
  "0.0.0.0/0",
  "224.0.0.1/32",
  "224.0.0.2/32",
  "::/0",
  "ff02::1:ff00:0/104",
  "ff02::1/128",
  "ff02::2/128",
  "ff02::16/128",
]);

/** Whether VPP keeps the route itself. */
export function isVppsOwn({ group, source }: Groups): boolean {
  return source === anySource && ownGroups.has(group);
}

/** As VPP takes it. */
export function encodeGroups({ group, source }: Groups, family: Family): Mprefix {
  const slash = group.lastIndexOf("/");
  const union = (text: string) => (family === "ipv6" ? { ip6: ip6Bytes(text) } : { ip4: ip4Bytes(text) });
  return {
    af: family === "ipv6" ? AddressFamily.ADDRESS_IP6 : AddressFamily.ADDRESS_IP4,
    grpAddressLength: Number(group.slice(slash + 1)),
    grpAddress: union(group.slice(0, slash)),
    srcAddress: union(source === anySource ? unspecified(family) : source),
  };
}

/** As VPP shows it: with a source, the prefix length counts the bits of both addresses. */
export function decodeGroups({ af, grpAddressLength, grpAddress, srcAddress }: Mprefix): Groups {
  const family: Family = af === AddressFamily.ADDRESS_IP6 ? "ipv6" : "ipv4";
  const source = formatAddress({ af, un: srcAddress });
  const bits = family === "ipv6" ? 128 : 32;
  const len = Math.min(grpAddressLength, bits);
  return {
    group: formatPrefix({ address: { af, un: grpAddress }, len }),
    source: source === unspecified(family) ? anySource : source,
  };
}

function unspecified(family: Family): string {
  return family === "ipv6" ? "::" : "0.0.0.0";
}
