/** A prefix as the command line prints it, but that IPv6 is not shortened. */
export function prefixText(address: Uint8Array, len: number): string {
  if (address.length === 4) return `${address.join(".")}/${len}`;
  return `${(Buffer.from(address).toString("hex").match(/.{4}/g) ?? []).join(":")}/${len}`;
}
