/** Operational state that comes with every interface. */

import { IfStatusFlags, LinkDuplex } from "vpp-binapi-ts/api";
import type { TranslatorContext } from "../../src/southbound/translator.js";
import { formatMac, isAllZero } from "../ip/addresses.js";
import { interfaces, type ListedInterface } from "./interface.js";
import { statisticsOf } from "./interface-statistics.js";
import { neighborMessages } from "./neighbor-messages.js";

/** What VPP says where it does not know a speed, beside 0. */
const UNKNOWN_SPEED = 0xffff_ffff;

/** The config false nodes of RFC 8343, and ours; undefined when nobody asks for them. */
export async function interfaceState(
  context: TranslatorContext,
  listed: ListedInterface,
): Promise<Record<string, unknown> | undefined> {
  if (!context.showsState || !context.wants(interfaces, { name: listed.name })) return undefined;
  const { swIfIndex, flags, linkSpeed, linkDuplex, l2Address, interfaceName } = listed.details;
  const isUp = (flag: number) => (flags & flag) !== 0;
  const isLinkUp = isUp(IfStatusFlags.IF_STATUS_API_FLAG_LINK_UP);
  const lastChange = context.linkChanges.since(swIfIndex, isLinkUp);
  return {
    "admin-status": isUp(IfStatusFlags.IF_STATUS_API_FLAG_ADMIN_UP) ? "up" : "down",
    "oper-status": isLinkUp ? "up" : "down",
    ...(lastChange !== undefined && { "last-change": lastChange.toISOString() }),
    ...(swIfIndex > 0 && { "if-index": swIfIndex }),
    ...(!isAllZero(l2Address) && { "phys-address": formatMac(l2Address) }),
    // VPP says kbit/s.
    ...(linkSpeed !== 0 && linkSpeed !== UNKNOWN_SPEED && { speed: String(linkSpeed * 1000) }),
    ...duplexMember(linkDuplex),
    ...(await statisticsOf(context, listed)),
    ...(await neighborMessages(context, swIfIndex)),
    "sweetcomb-interfaces:vpp-name": interfaceName,
  };
}

function duplexMember(linkDuplex: LinkDuplex) {
  if (linkDuplex === LinkDuplex.LINK_DUPLEX_API_FULL) return { "sweetcomb-interfaces:duplex": "full" };
  return linkDuplex === LinkDuplex.LINK_DUPLEX_API_HALF ? { "sweetcomb-interfaces:duplex": "half" } : {};
}
