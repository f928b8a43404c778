/** Keys of 32 bytes, which people write in base64. */

export function keyBytes(base64: string): Uint8Array {
  return new Uint8Array(Buffer.from(base64, "base64"));
}

export function formatKey(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("base64");
}
