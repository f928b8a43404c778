import { Buffer } from "node:buffer";
import type { FibPath } from "./state/fib-path.js";
import type { IpAddress, IpPrefix } from "./state/ip.js";

/** Between the values of the codec and those that the state holds. */

export interface WireAddress {
  readonly af: number;
  readonly un: { readonly ip4?: Uint8Array; readonly ip6?: Uint8Array };
}

export interface WirePrefix {
  readonly address: WireAddress;
  readonly len: number;
}

const IP4 = 0;
const IP6 = 1;

export function addressFromWire({ af, un }: WireAddress): IpAddress {
  return (af === IP4 ? un.ip4 : un.ip6) ?? new Uint8Array(af === IP4 ? 4 : 16);
}

export function addressToWire(address: IpAddress): WireAddress {
  return address.length === 4 ? { af: IP4, un: { ip4: address } } : { af: IP6, un: { ip6: address } };
}

/**
 * VPP keeps an address in 16 bytes, one of IPv4 in the last four of them: what is left of it where VPP expects the family `af`.
 */
export function takenAs({ af, un }: WireAddress, expected: number): WireAddress {
  if (af === expected) return { af, un };
  const given = addressFromWire({ af, un });
  if (expected === IP4) return { af: IP4, un: { ip4: given.slice(-4) } };
  const ip6 = new Uint8Array(16);
  ip6.set(given, 12);
  return { af: IP6, un: { ip6 } };
}

/** An address that VPP takes for one of IPv4 since its first twelve bytes are zero is one. */
export function withoutZeros(address: WireAddress): WireAddress {
  const isShort = addressFromWire(address)
    .slice(0, -4)
    .every((byte) => byte === 0);
  return isShort ? takenAs(address, IP4) : address;
}

export function prefixFromWire({ address, len }: WirePrefix): IpPrefix {
  return { address: addressFromWire(address), length: len };
}

export function prefixToWire({ address, length }: IpPrefix): WirePrefix {
  return { address: addressToWire(address), len: length };
}

/** The path of a dump. VPP says nothing there about flags, rpf_id and the numbers beside the next hop. */
export function pathToWire(path: FibPath) {
  return {
    swIfIndex: path.swIfIndex,
    tableId: path.tableId,
    weight: path.weight,
    preference: path.preference,
    type: path.type,
    proto: path.proto,
    // The bytes of the number the other way round, as VPP shows it.
    nh: { address: { ip6: path.nextHop }, ...(path.objId !== undefined && { objId: swapped(path.objId) }) },
    nLabels: path.labels.length,
    labelStack: path.labels,
  };
}

function swapped(number: number): number {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(number);
  return bytes.readUInt32BE();
}

/** The start of a text that fits into so many bytes: VPP cuts names and tags where its buffers end. */
export function fitting(text: string, maxBytes: number): string {
  let kept = text;
  while (Buffer.byteLength(kept) > maxBytes) kept = kept.slice(0, -1);
  return kept;
}

/** Bytes of text in VPP's fixed strings of 64, which end with a NUL. */
export const NAME_SIZE = 63;
