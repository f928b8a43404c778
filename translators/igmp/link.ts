import { IfStatusFlags, type SwInterfaceDetails } from "vpp-binapi-ts/api";
import type { TranslatorContext } from "../../src/southbound/translator.js";
import { interfaceDetails } from "../interfaces/interface.js";

/** Whether a message would get out. VPP 26.06 dies of an IGMP message of its own that it drops. */
export async function isLinkUp(context: TranslatorContext, swIfIndex: number): Promise<boolean> {
  const details = await interfaceDetails(context, swIfIndex);
  return details !== undefined && isUp(details);
}

export function isUp({ flags }: Pick<SwInterfaceDetails, "flags">): boolean {
  const wanted = IfStatusFlags.IF_STATUS_API_FLAG_ADMIN_UP | IfStatusFlags.IF_STATUS_API_FLAG_LINK_UP;
  return (flags & wanted) === wanted;
}
