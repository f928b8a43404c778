import { fixedBytes, structType, u8, u16 } from "vpp-binapi-ts";
import { isZero, sameAddress } from "../state/ip.js";
import type { Vip } from "../state/lb.js";
import { swapped16 } from "./byte-order.js";

/**
 * The request of lb_as_dump as VPP 26.06 takes it: the address as 16 raw bytes, an IPv4 one in the last four of them,
 * and the port in the other byte order.
 */
export interface AsFilter {
  readonly af: number;
  readonly address: Uint8Array;
  readonly length: number;
  readonly protocol: number;
  readonly port: number;
}

export const AsFilter = structType<AsFilter>("lb_as_dump", [
  ["af", u8],
  ["address", fixedBytes(16)],
  ["length", u8],
  ["protocol", u8],
  ["port", u16],
]);

/** An address of zeros asks for the servers of all VIPs. */
export function matches(filter: AsFilter, vip: Vip): boolean {
  if (isZero(filter.address)) return true;
  const isSamePrefix = sameAddress(vip.address, filter.address) && vip.length === filter.length;
  return isSamePrefix && vip.protocol === filter.protocol && vip.port === swapped16(filter.port);
}
