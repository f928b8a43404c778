/** The value that the bytes of a u16 have in the other byte order. */
export function swapped16(value: number): number {
  return ((value & 0xff) << 8) | (value >>> 8);
}

/** The value that the bytes of a u32 have in the other byte order. */
export function swapped32(value: number): number {
  return ((swapped16(value & 0xffff) << 16) | swapped16(value >>> 16)) >>> 0;
}
