/** VPP 26.06 sends a packet for a server of lb round until it ends, where the server is in a virtual address, or one of cnat leads back. */

import type { VppCaller } from "vpp-binapi-ts";
import { type Address, AddressFamily, CnatTranslationDump, LbAsDump, LbVipDump, type Prefix } from "vpp-binapi-ts/api";
import { formatAddress, formatPrefix } from "../../../translators/ip/addresses.js";
import { isIn } from "../../../translators/ip/prefix-relations.js";
import type { VppFields } from "./fence-checks.js";

type Missing = Promise<string | undefined>;

/** Of lb_add_del_as. */
export async function needsServerOutsideVips({ isDel, asAddress }: VppFields, vpp: VppCaller): Missing {
  if (isDel === true || asAddress === undefined) return undefined;
  const server = formatAddress(asAddress as Address);
  if (await isVirtual(server, vpp)) return `the server ${server} is a virtual address of cnat, which may lead back`;
  for await (const { vip } of vpp.dump(LbVipDump)) {
    const missing = isServed(vip.pfx, asAddress as Address);
    if (missing !== undefined) return missing;
  }
  return undefined;
}

async function isVirtual(ip: string, vpp: VppCaller): Promise<boolean> {
  if (!vpp.supports(CnatTranslationDump)) return false;
  for await (const { translation } of vpp.dump(CnatTranslationDump)) {
    if (formatAddress(translation.vip.addr) === ip) return true;
  }
  return false;
}

/** Of cnat_translation_update. */
export async function needsNoServerOfLb({ translation }: VppFields, vpp: VppCaller): Missing {
  const { vip } = (translation ?? {}) as VppFields;
  const { addr } = (vip ?? {}) as VppFields;
  if (addr === undefined || !vpp.supports(LbAsDump)) return undefined;
  const ip = formatAddress(addr as Address);
  for await (const { appSrv } of vpp.dump(LbAsDump, { protocol: 255 })) {
    if (formatAddress(appSrv) === ip) return `${ip} is a server of lb, which may lead back`;
  }
  return undefined;
}

/** Of lb_add_del_vip and lb_add_del_vip_v2. */
export async function needsVipWithoutServers({ isDel, pfx }: VppFields, vpp: VppCaller): Missing {
  if (isDel === true || pfx === undefined) return undefined;
  for await (const { appSrv } of vpp.dump(LbAsDump, { protocol: 255 })) {
    const missing = isServed(pfx as Prefix, appSrv);
    if (missing !== undefined) return missing;
  }
  return undefined;
}

/** Up to API 1.1.0 the length is that of the IPv6-mapped address. */
function isServed({ address, len }: Prefix, server: Address): string | undefined {
  const isMapped = address.af === AddressFamily.ADDRESS_IP4 && len > 32;
  const vip = { address, len: isMapped ? len - 96 : len };
  if (address.af !== server.af || !isIn(vip, server)) return undefined;
  return `the server ${formatAddress(server)} is in the virtual address ${formatPrefix(vip)}`;
}
