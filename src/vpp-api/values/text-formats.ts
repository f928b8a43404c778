/** Addresses, prefixes and MAC addresses: the codec's structs of bytes as text, and back. */

import { isIP, isIPv4, isIPv6 } from "node:net";
import type { Address, Ip4Prefix, Ip6Prefix, Prefix } from "vpp-binapi-ts/api";
import {
  address,
  formatIp4,
  formatIp6,
  formatMac,
  ip4Bytes,
  ip6Bytes,
  macBytes,
} from "../../../translators/ip/addresses.js";
import type { TextFormat } from "../shapes.js";

/** The codec's value of a text; undefined when the text is not one. */
export function parseText(format: TextFormat, text: string): unknown {
  switch (format) {
    case "mac":
      return /^[0-9a-f]{2}(:[0-9a-f]{2}){5}$/i.test(text) ? macBytes(text) : undefined;
    case "ip4":
      return isIPv4(text) ? ip4Bytes(text) : undefined;
    case "ip6":
      return isIPv6(text) ? ip6Bytes(text) : undefined;
    case "address":
      return isIP(text) ? address(text) : undefined;
    default:
      return parsePrefix(format, text);
  }
}

/** Host bits and odd lengths are kept: VPP is to get what was written. */
function parsePrefix(format: "ip4-prefix" | "ip6-prefix" | "prefix", text: string): unknown {
  const [whole, addressText = "", lengthText = ""] = /^(.+)\/(\d{1,3})$/.exec(text) ?? [];
  const len = Number(lengthText);
  const family = isIP(addressText);
  if (whole === undefined || len > 255 || family === 0) return undefined;
  if (format === "prefix") return { address: address(addressText), len };
  if (format === "ip4-prefix") return family === 4 ? { address: ip4Bytes(addressText), len } : undefined;
  return family === 6 ? { address: ip6Bytes(addressText), len } : undefined;
}

/** The text of the codec's value. */
export function formatText(format: TextFormat, value: unknown): string {
  switch (format) {
    case "mac":
      return formatMac(value as Uint8Array);
    case "ip4":
      return formatIp4(value as Uint8Array);
    case "ip6":
      return formatIp6(value as Uint8Array);
    case "address":
      return formatAnyAddress(value as Address);
    case "ip4-prefix":
      return `${formatIp4((value as Ip4Prefix).address)}/${(value as Ip4Prefix).len}`;
    case "ip6-prefix":
      return `${formatIp6((value as Ip6Prefix).address)}/${(value as Ip6Prefix).len}`;
    case "prefix":
      return `${formatAnyAddress((value as Prefix).address)}/${(value as Prefix).len}`;
  }
}

/** VPP leaves fields uninitialised: an address of no known family is shown as the sixteen bytes that it has. */
function formatAnyAddress({ af, un }: Address): string {
  return af === 0 && un.ip4 !== undefined ? formatIp4(un.ip4) : formatIp6(un.ip6 ?? new Uint8Array(16));
}
