import { isIPv4, isIPv6 } from "node:net";
import { type Family, formatPrefix, prefix } from "./addresses.js";

const isAddress = { ipv4: isIPv4, ipv6: isIPv6 } as const;
const longest = { ipv4: 32, ipv6: 128 } as const;

/** YANG's canonical form of a prefix that may be written otherwise ("10.1.2.3/8"); undefined for what is no prefix of the family. */
export function canonicalPrefix(text: string, family: Family): string | undefined {
  const [, address = "", length = ""] = /^([^/%]+)\/(\d{1,3})$/.exec(text) ?? [];
  if (!isAddress[family](address) || Number(length) > longest[family]) return undefined;
  return formatPrefix(prefix(text));
}
