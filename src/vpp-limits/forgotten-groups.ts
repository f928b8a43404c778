/**
 * VPP forgets all groups of an interface at once when IGMP or the link goes. It takes them from the table that it goes through
 * (igmp_clear_config), and reads memory on the way that it has freed. VPP 26.06 outlives that most of the time; with 4 to 12 groups it ended in 3 of 14
 * runs of 20 such moments (`mspace_free`), with 96 at once. No message has a router forget one: each ends by its own timer only.
 */

import type { VppCaller } from "vpp-binapi-ts";
import { IgmpDump } from "vpp-binapi-ts/api";

/** How many groups there are on an interface (igmp_dump), where they are more than VPP is let forget; otherwise undefined. */
export async function tooManyToForget(
  vpp: Pick<VppCaller, "dump" | "supports">,
  swIfIndex: number,
  most: number,
): Promise<number | undefined> {
  if (!vpp.supports(IgmpDump)) return undefined;
  const groups = new Set<string>();
  for await (const { gaddr } of vpp.dump(IgmpDump, { swIfIndex })) groups.add(gaddr.join("."));
  return groups.size > most ? groups.size : undefined;
}
