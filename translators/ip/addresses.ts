/** IP addresses, prefixes and MAC addresses: text of YANG to bytes of VPP, and back. */

import { isIPv6 } from "node:net";
import { type Address, AddressFamily, type Prefix } from "vpp-binapi-ts/api";

export type Family = "ipv4" | "ipv6";

/** Family of an address or prefix in text. */
export function familyOf(text: string): Family {
  return text.includes(":") ? "ipv6" : "ipv4";
}

export function ip4Bytes(text: string): Uint8Array {
  const bytes = new Uint8Array(4);
  const parts = text.split(".");
  for (let index = 0; index < 4; index++) bytes[index] = Number(parts[index]);
  return bytes;
}

/** RFC 4291 2.2. The text is one that YANG's ipv6-address has accepted, without a zone. */
export function ip6Bytes(text: string): Uint8Array {
  if (!isIPv6(text)) throw new Error(`"${text}" is not an IPv6 address`);
  const [head = "", tail] = withIp4AsHex(text).split("::");
  const before = groupsOf(head);
  const after = groupsOf(tail ?? "");
  const zeros = new Array<number>(8 - before.length - after.length).fill(0);
  const bytes = new Uint8Array(16);
  for (const [index, group] of [...before, ...(tail === undefined ? [] : zeros), ...after].entries()) {
    bytes[2 * index] = group >> 8;
    bytes[2 * index + 1] = group & 0xff;
  }
  return bytes;
}

export function address(text: string): Address {
  return familyOf(text) === "ipv6"
    ? { af: AddressFamily.ADDRESS_IP6, un: { ip6: ip6Bytes(text) } }
    : { af: AddressFamily.ADDRESS_IP4, un: { ip4: ip4Bytes(text) } };
}

/** "192.0.2.0/24" as VPP takes it. */
export function prefix(text: string): Prefix {
  const slash = text.lastIndexOf("/");
  return { address: address(text.slice(0, slash)), len: Number(text.slice(slash + 1)) };
}

/** RFC 5952 for IPv6, which is YANG's canonical form. */
export function formatAddress({ af, un }: Address): string {
  return af === AddressFamily.ADDRESS_IP6 ? formatIp6(un.ip6!) : formatIp4(un.ip4!);
}

/** The prefix with its host bits cleared: VPP gives them back as they were sent, YANG has none in its canonical form. */
export function formatPrefix({ address: { af, un }, len }: Prefix): string {
  if (af === AddressFamily.ADDRESS_IP6) return `${formatIp6(withoutHostBits(un.ip6!, len))}/${len}`;
  return `${formatIp4(withoutHostBits(un.ip4!, len))}/${len}`;
}

export function formatIp4(bytes: Uint8Array): string {
  return `${bytes[0]}.${bytes[1]}.${bytes[2]}.${bytes[3]}`;
}

export function formatIp6(bytes: Uint8Array): string {
  const groups = Array.from({ length: 8 }, (_, index) => (bytes[2 * index]! << 8) | bytes[2 * index + 1]!);
  if (isIp4Mapped(groups)) return `::ffff:${formatIp4(bytes.subarray(12))}`;
  const run = longestZeroRun(groups);
  const text = (some: readonly number[]) => some.map((group) => group.toString(16)).join(":");
  if (run.length < 2) return text(groups);
  return `${text(groups.slice(0, run.start))}::${text(groups.slice(run.start + run.length))}`;
}

export function macBytes(text: string): Uint8Array {
  return Uint8Array.from(text.split(":"), (octet) => Number.parseInt(octet, 16));
}

export function formatMac(bytes: Uint8Array): string {
  return Array.from(bytes, (octet) => octet.toString(16).padStart(2, "0")).join(":");
}

export function isAllZero(bytes: Uint8Array): boolean {
  return bytes.every((octet) => octet === 0);
}

function groupsOf(text: string): number[] {
  return text === "" ? [] : text.split(":").map((group) => Number.parseInt(group, 16));
}

/** "::ffff:192.0.2.1" is "::ffff:c000:201". */
function withIp4AsHex(text: string): string {
  if (!text.includes(".")) return text;
  const start = text.lastIndexOf(":") + 1;
  const [a = 0, b = 0, c = 0, d = 0] = ip4Bytes(text.slice(start));
  return `${text.slice(0, start)}${((a << 8) | b).toString(16)}:${((c << 8) | d).toString(16)}`;
}

function isIp4Mapped(groups: readonly number[]): boolean {
  return groups[5] === 0xffff && groups.slice(0, 5).every((group) => group === 0);
}

function longestZeroRun(groups: readonly number[]): { readonly start: number; readonly length: number } {
  let longest = { start: 0, length: 0 };
  let start = 0;
  for (const [index, group] of groups.entries()) {
    if (group !== 0) start = index + 1;
    else if (index + 1 - start > longest.length) longest = { start, length: index + 1 - start };
  }
  return longest;
}

function withoutHostBits(bytes: Uint8Array, length: number): Uint8Array {
  return bytes.map((octet, index) => {
    const kept = Math.min(Math.max(length - 8 * index, 0), 8);
    return octet & (0xff00 >> kept) & 0xff;
  });
}
