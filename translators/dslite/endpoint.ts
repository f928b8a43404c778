/** The two ends of softwires, which VPP makes when it is told an address, and can only be told another one. */

import type { TranslatorContext } from "../../src/southbound/translator.js";
import { formatIp4, formatIp6, ip4Bytes, ip6Bytes, isAllZero } from "../ip/addresses.js";
import { withdrawRoutes } from "../routing/withdraw-routes.js";

export interface Endpoint {
  readonly "ipv6-address": string;
  readonly "ipv4-address"?: string;
}

interface Addresses {
  readonly ip4Addr: Uint8Array;
  readonly ip6Addr: Uint8Array;
}

type SetAddresses = (addresses: Addresses) => Promise<unknown>;

/** The addresses of an end in VPP's types. `defaultIp4` where it has none for IPv4. */
export function encodeEndpoint(endpoint: Endpoint, defaultIp4: string): Addresses {
  return {
    ip4Addr: ip4Bytes(endpoint["ipv4-address"] ?? defaultIp4),
    ip6Addr: ip6Bytes(endpoint["ipv6-address"]),
  };
}

/** An end as VPP shows it; undefined where it has none. */
export function decodeEndpoint({ ip4Addr, ip6Addr }: Addresses): Endpoint | undefined {
  if (isAllZero(ip6Addr)) return undefined;
  return { "ipv6-address": formatIp6(ip6Addr), "ipv4-address": formatIp4(ip4Addr) };
}

/** An address has VPP take all packets to it, and goes on doing so when there is another one; so the old one is withdrawn. */
export async function moveEndpoint(
  context: TranslatorContext,
  set: SetAddresses,
  addresses: Addresses,
  before: Endpoint,
): Promise<void> {
  await set(addresses);
  if (before["ipv6-address"] !== formatIp6(addresses.ip6Addr)) {
    await withdraw(context, [`${before["ipv6-address"]}/128`]);
  }
}

/** Tells VPP the address "::" in place of the one that it had, and withdraws both. `others`: more prefixes that it took with it. */
export async function removeEndpoint(
  context: TranslatorContext,
  set: SetAddresses,
  before: Endpoint,
  others: readonly string[] = [],
): Promise<void> {
  await set({ ip4Addr: new Uint8Array(4), ip6Addr: new Uint8Array(16) });
  await withdraw(context, [`${before["ipv6-address"]}/128`, "::/128", ...others]);
}

function withdraw({ vpp }: TranslatorContext, prefixes: readonly string[]): Promise<void> {
  return withdrawRoutes(vpp, { source: "dslite-hi", tableId: 0, prefixes });
}
