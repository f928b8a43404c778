/**
 * VPP forgets all groups of an interface at once when IGMP or the link goes. It takes them from the table that it goes through
 * (igmp_clear_config), and reads memory on the way that it has freed. VPP 26.06 outlived that with 32 groups; with 48 it was left with
 * some of them or hung, with 96 it ended.
 */

import type { VppCaller } from "vpp-binapi-ts";
import { IgmpDump } from "vpp-binapi-ts/api";

const FORGETTABLE = 24;

/** How many groups there are on an interface (igmp_dump), where they are more than VPP can forget; otherwise undefined. */
export async function tooManyToForget(
  vpp: Pick<VppCaller, "dump" | "supports">,
  swIfIndex: number,
): Promise<number | undefined> {
  if (!vpp.supports(IgmpDump)) return undefined;
  const groups = new Set<string>();
  for await (const { gaddr } of vpp.dump(IgmpDump, { swIfIndex })) groups.add(gaddr.join("."));
  return groups.size > FORGETTABLE ? groups.size : undefined;
}
