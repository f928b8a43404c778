import { type IpAddress, masked } from "../state/ip.js";
import { RandomU32 } from "../state/random.js";
import type { Vpp } from "../state/vpp.js";

/**
 * An IPv4 address under VPP's mask for a prefix length. VPP looks the mask up in a table of 33 and does not ask whether the length is
 * one of them: behind the table stand addresses of its vectors, each in two words with the lower half first.
 */
export function maskedByTable(vpp: Vpp, address: IpAddress, length: number): IpAddress {
  if (length <= 32) return masked(address, length);
  const mask = length % 2 === 0 ? lowerHalf(vpp.pid) : UPPER_HALF;
  return address.map((byte, index) => byte & (mask >>> (8 * index)));
}

/** Where Linux maps memory. */
const UPPER_HALF = 0x7f00;

/** Linux draws it anew for each process. A vector stands 8 bytes behind a multiple of 16. */
function lowerHalf(pid: number): number {
  return ((new RandomU32(pid).next() & ~0xf) | 0x8) >>> 0;
}
