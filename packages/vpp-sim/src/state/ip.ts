/** IP addresses and prefixes as bytes: 4 of them are an IPv4 address, 16 an IPv6 one. */
export type IpAddress = Uint8Array;

export interface IpPrefix {
  readonly address: IpAddress;
  readonly length: number;
}

export type Family = "ip4" | "ip6";

export function familyOf(address: IpAddress): Family {
  return address.length === 4 ? "ip4" : "ip6";
}

export function maxLength(address: IpAddress): number {
  return address.length * 8;
}

/** The address with every bit behind the prefix length cleared. */
export function masked(address: IpAddress, length: number): IpAddress {
  const result = address.slice();
  const whole = length >> 3;
  if (whole >= result.length) return result;
  result[whole] = result[whole]! & (0xff00 >> (length & 7));
  result.fill(0, whole + 1);
  return result;
}

/** The address with every bit behind the prefix length set: the broadcast address of an IPv4 subnet. */
export function filled(address: IpAddress, length: number): IpAddress {
  const result = address.slice();
  const whole = length >> 3;
  if (whole >= result.length) return result;
  result[whole] = result[whole]! | (0xff >> (length & 7));
  result.fill(0xff, whole + 1);
  return result;
}

/** A key that is equal for equal prefixes of one family, whatever their host bits. */
export function prefixKey(address: IpAddress, length: number): number | string {
  if (address.length === 4) {
    const mask = length === 0 ? 0 : -1 << (32 - length);
    return ((readU32(address) & mask) >>> 0) * 64 + length;
  }
  return `${addressKey(masked(address, length))}/${length}`;
}

/** A key that is equal for equal addresses. */
export function addressKey(address: IpAddress): string {
  return String.fromCharCode(...address);
}

export function sameAddress(left: IpAddress, right: IpAddress): boolean {
  return left.length === right.length && left.every((byte, index) => byte === right[index]);
}

export function isZero(address: Uint8Array): boolean {
  return address.every((byte) => byte === 0);
}

/** fe80::/10 */
export function isLinkLocal(address: IpAddress): boolean {
  return address.length === 16 && address[0] === 0xfe && (address[1]! & 0xc0) === 0x80;
}

/** True where one of the two prefixes holds the other. Lengths beyond the family's end count as 0, as VPP's masks do. */
export function overlap(left: IpPrefix, right: IpPrefix): boolean {
  const longest = maxLength(left.address);
  const length = Math.min(effective(left.length, longest), effective(right.length, longest));
  return sameLeadingBits(left.address, right.address, length);
}

function sameLeadingBits(left: IpAddress, right: IpAddress, length: number): boolean {
  const whole = length >> 3;
  for (let at = 0; at < whole; at++) if (left[at] !== right[at]) return false;
  const mask = (0xff00 >> (length & 7)) & 0xff;
  return ((left[whole]! ^ right[whole]!) & mask) === 0;
}

function effective(length: number, longest: number): number {
  return length > longest ? 0 : length;
}

/** Text as `show` commands print it: dotted IPv4, or IPv6 shortened by RFC 5952 section 4. */
export function addressText(address: IpAddress): string {
  if (address.length === 4) return address.join(".");
  const groups: number[] = [];
  for (let at = 0; at < 16; at += 2) groups.push((address[at]! << 8) | address[at + 1]!);
  const zeros = longestZeroRun(groups);
  const text = (part: number[]) => part.map((group) => group.toString(16)).join(":");
  if (zeros.length < 2) return text(groups);
  return `${text(groups.slice(0, zeros.start))}::${text(groups.slice(zeros.start + zeros.length))}`;
}

export function prefixText(prefix: IpPrefix): string {
  return `${addressText(prefix.address)}/${prefix.length}`;
}

function longestZeroRun(groups: readonly number[]): { start: number; length: number } {
  let best = { start: 0, length: 0 };
  let start = 0;
  groups.forEach((group, index) => {
    if (group !== 0) start = index + 1;
    else if (index + 1 - start > best.length) best = { start, length: index + 1 - start };
  });
  return best;
}

function readU32(bytes: Uint8Array): number {
  return (bytes[0]! << 24) | (bytes[1]! << 16) | (bytes[2]! << 8) | bytes[3]!;
}
