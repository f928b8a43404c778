/** The pieces that frames are put together of, in network byte order. */

export function u8(...values: readonly number[]): Buffer {
  return Buffer.from(values.map((value) => value & 0xff));
}

export function u16(...values: readonly number[]): Buffer {
  return Buffer.concat(values.map((value) => u8(value >>> 8, value)));
}

export function u32(...values: readonly number[]): Buffer {
  return Buffer.concat(values.map((value) => u16(value >>> 16, value)));
}

export function joined(...parts: readonly Uint8Array[]): Buffer {
  return Buffer.concat(parts);
}

/** RFC 1071; an odd octet at the end counts as if a zero followed. */
export function checksum(octets: Uint8Array): number {
  let sum = 0;
  for (let at = 0; at < octets.length; at += 2) sum += (octets[at]! << 8) | (octets[at + 1] ?? 0);
  while (sum > 0xffff) sum = (sum & 0xffff) + (sum >>> 16);
  return ~sum & 0xffff;
}

/** The same with its checksum, which is zero so far, at a place. @param pseudo header that is summed before it */
export function summed(octets: Buffer, place: number, pseudo: Uint8Array = u8()): Buffer {
  const result = Buffer.from(octets);
  result.writeUInt16BE(checksum(joined(pseudo, octets)), place);
  return result;
}
