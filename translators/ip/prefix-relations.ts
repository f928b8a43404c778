/** What prefixes of one family, as VPP takes them, are to each other. Host bits do not count. */

import type { Address, Prefix } from "vpp-binapi-ts/api";

/** 4 or 16 bytes. */
export function addressBytes({ un }: Address): Uint8Array {
  return un.ip6 ?? un.ip4!;
}

/** Whether an address is one of a prefix. */
export function isIn({ address, len }: Prefix, other: Address): boolean {
  const [bytes, others] = [addressBytes(address), addressBytes(other)];
  const whole = len >> 3;
  for (let index = 0; index < whole; index++) if (bytes[index] !== others[index]) return false;
  const rest = len % 8;
  return rest === 0 || (bytes[whole]! ^ others[whole]!) >> (8 - rest) === 0;
}

/** Whether all addresses of the inner prefix are in the outer one. */
export function prefixHolds(outer: Prefix, inner: Prefix): boolean {
  return outer.len <= inner.len && isIn(outer, inner.address);
}

/** Whether there are addresses in both: then one holds the other. */
export function prefixesMeet(some: Prefix, other: Prefix): boolean {
  return prefixHolds(some, other) || prefixHolds(other, some);
}
