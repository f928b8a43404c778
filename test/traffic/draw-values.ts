/** Random values for the fields of headers: mostly those that a frame is about, so that it meets what is configured. */

import { ip4Bytes, ip6Bytes } from "../../translators/ip/addresses.js";
import { pick, type Random } from "../fuzz/mutate.js";
import type { Subject } from "./subject.js";

export interface Draw {
  readonly subject: Subject;
  readonly random: Random;
  /** How many packets this one may have within each other. */
  readonly depth: number;
}

const WELL_KNOWN_IP4 = [
  "0.0.0.0",
  "10.0.0.1",
  "10.0.0.2",
  "127.0.0.1",
  "192.0.2.1",
  "224.0.0.1",
  "224.0.0.18",
  "224.0.0.22",
  "239.1.1.1",
  "255.255.255.255",
].map(ip4Bytes);

const WELL_KNOWN_IP6 = [
  "::",
  "::1",
  "2001:db8::1",
  "2001:db8::2",
  "64:ff9b::a00:1",
  "fe80::1",
  "fe80::2",
  "ff02::1",
  "ff02::2",
  "ff02::12",
  "ff02::16",
  "ff02::1:ff00:1",
  "ff0e::1",
].map(ip6Bytes);

const NUMBERS = [0, 0, 1, 1, 2, 3, 6, 7, 10, 16, 17, 50, 100, 255, 256, 1000, 4095, 65_535, 0xf_ffff, 0xffff_ffff];

/** An unsigned number of so many bits, 32 at most. */
export function number(bits: number, { subject: { numbers }, random }: Draw): number {
  const drawn = numbers.length > 0 && random(3) > 0 ? pick(numbers, random) : pick(NUMBERS, random);
  return (random(10) === 0 ? random(2 ** 32 - 1) : drawn) % 2 ** bits;
}

/** An address of the subject, or its neighbour, or one that means something to many protocols. */
export function ip4({ subject, random }: Draw): Uint8Array {
  return neighbour(
    subject.ip4.length > 0 && random(6) > 0 ? pick(subject.ip4, random) : pick(WELL_KNOWN_IP4, random),
    random,
  );
}

/** The same of IPv6. Some carry an address of IPv4 in their last octets, as NAT64 and MAP have it. */
export function ip6(draw: Draw): Uint8Array {
  const { subject, random } = draw;
  const drawn = neighbour(
    subject.ip6.length > 0 && random(6) > 0 ? pick(subject.ip6, random) : pick(WELL_KNOWN_IP6, random),
    random,
  );
  return random(10) === 0 ? Buffer.concat([drawn.subarray(0, 12), ip4(draw)]) : drawn;
}

const MACS = [
  "ffffffffffff",
  "01005e000001",
  "01005e000012",
  "333300000001",
  "3333ff000001",
  "0180c2000002",
  "0180c200000e",
  "020000000f01",
  "000000000000",
];

export function mac({ subject: { macs }, random }: Draw): Uint8Array {
  if (macs.length > 0 && random(3) > 0) return pick(macs, random);
  // That of a virtual router (RFC 9568 7.3).
  if (random(8) === 0) return Buffer.from([0, 0, 0x5e, 0, 1 + random(2), random(4)]);
  return Buffer.from(pick(MACS, random), "hex");
}

/**
 * Of one station and not of a group: a loopback, which nobody but VPP sends to, would learn a neighbour to which it sends what it takes back, and VPP
 * would send its own packets to that one round for ever.
 */
export function stationMac(draw: Draw): Uint8Array {
  const station = Uint8Array.from(mac(draw));
  station[0]! &= 0xfe;
  return station;
}

/** So many octets that mean nothing. */
export function noise(length: number, { random }: Draw): Buffer {
  const start = random(256);
  return Buffer.from(Uint8Array.from({ length }, (_, index) => start + index));
}

function neighbour(address: Uint8Array, random: Random): Uint8Array {
  if (random(3) > 0) return address;
  const other = Uint8Array.from(address);
  other[other.length - 1] = (other[other.length - 1]! + random(8)) & 0xff;
  return other;
}
