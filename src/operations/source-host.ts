/**
 * The leaf source-host of RFC 6022 and RFC 6470, which is an address: a client of a local socket has none, and no leaf.
 * @param source as a session has it
 */
export function sourceHost(source: string): { readonly "source-host"?: string } {
  return /^[0-9a-fA-F:.]+$/.test(source) ? { "source-host": source } : {};
}
