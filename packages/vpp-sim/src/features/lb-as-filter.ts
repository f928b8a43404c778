import { isZero, sameAddress } from "../state/ip.js";
import type { Vip } from "../state/lb.js";
import type { WireAddress, WirePrefix } from "../values.js";
import { swapped16 } from "./byte-order.js";

/** The request of lb_as_dump. */
export interface AsFilter {
  readonly pfx: WirePrefix;
  readonly protocol: number;
  readonly port: number;
}

/**
 * Whether VPP 26.06 shows the servers of a VIP. It compares its own 16 bytes of address with those of the message, where
 * an IPv4 address stands in the first four and not in the last, and the port in the other byte order.
 * An address of zeros asks for all VIPs.
 */
export function matches({ pfx, protocol, port }: AsFilter, vip: Vip): boolean {
  const address = rawBytes(pfx.address);
  if (isZero(address)) return true;
  const isSamePrefix = sameAddress(vip.address, address) && vip.length === pfx.len;
  return isSamePrefix && vip.protocol === protocol && vip.port === swapped16(port);
}

/** All bytes of the union: the codec gives both members where an IPv4 address has something behind it. */
function rawBytes({ un: { ip4, ip6 } }: WireAddress): Uint8Array {
  const bytes = new Uint8Array(16);
  bytes.set(ip6 ?? ip4 ?? []);
  return bytes;
}
