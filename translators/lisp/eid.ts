/** Endpoints: text of YANG to VPP's `eid`, and back. */

import { type Eid, EidType } from "vpp-binapi-ts/api";
import { formatMac, formatPrefix, isAllZero, macBytes, prefix } from "../ip/addresses.js";

/** Tables are keyed by virtual network and endpoint. */
export interface EidKey extends Readonly<Record<string, string>> {
  readonly vni: string;
  readonly eid: string;
}

export type EidKindName = "prefix" | "mac" | "nsh";

/** A service path begins with "nsh:", a prefix alone has a slash. */
export function kindOfEid(text: string): EidKindName {
  if (text.startsWith("nsh:")) return "nsh";
  return text.includes("/") ? "prefix" : "mac";
}

export function eid(text: string): Eid {
  switch (kindOfEid(text)) {
    case "prefix":
      return { type: EidType.EID_TYPE_API_PREFIX, address: { prefix: prefix(text) } };
    case "mac":
      return { type: EidType.EID_TYPE_API_MAC, address: { mac: macBytes(text) } };
    case "nsh": {
      const [, spi, si] = text.split(":").map(Number);
      return { type: EidType.EID_TYPE_API_NSH, address: { nsh: { spi: spi!, si: si! } } };
    }
  }
}

export function formatEid({ type, address }: Eid): string {
  if (type === EidType.EID_TYPE_API_MAC) return formatMac(address.mac!);
  if (type === EidType.EID_TYPE_API_NSH) return `nsh:${address.nsh!.spi}:${address.nsh!.si}`;
  return formatPrefix(address.prefix!);
}

/** A prefix of length 0 or a MAC address of zeros. VPP shows these also for endpoints that it does not know, or of another kind. */
export function isAnyEid({ type, address }: Eid): boolean {
  if (type === EidType.EID_TYPE_API_MAC) return isAllZero(address.mac!);
  return type === EidType.EID_TYPE_API_PREFIX && address.prefix!.len === 0;
}
