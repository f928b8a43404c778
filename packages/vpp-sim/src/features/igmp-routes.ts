import type { IpMroute } from "vpp-binapi-ts/api";
import { NONE } from "../retval.js";
import { PATH_TYPE } from "../state/fib-path.js";
import type { Vpp } from "../state/vpp.js";
import { allSpeakers } from "./igmp-state.js";
import { type MulticastPath, multicastPath, prefixOf } from "./ip-mroute-specials.js";

const ACCEPT = 2;
const FORWARD = 4;
const REPORTS = "224.0.0.22";

/** The multicast routes that IGMP makes in a table of IPv4: reports are received, and wanted groups go where they are wanted. */
export function igmpRoutes(vpp: Vpp, tableId: number): IpMroute[] {
  const paths = new Map<string, MulticastPath[]>();
  const add = (group: string, path: MulticastPath) => paths.set(group, [...(paths.get(group) ?? []), path]);
  const path = (swIfIndex: number, flags: number) => multicastPath({ swIfIndex, type: PATH_TYPE.normal }, flags, "ip4");
  for (const { swIfIndex, isHost, proxy, groups } of allSpeakers(vpp)) {
    if (vpp.interfaces.get(swIfIndex)?.ip4.tableId !== tableId) continue;
    if (!paths.has(REPORTS)) add(REPORTS, multicastPath({ swIfIndex: NONE, type: PATH_TYPE.local }, 0, "ip4"));
    add(REPORTS, path(swIfIndex, ACCEPT));
    if (isHost && proxy === undefined) continue;
    for (const group of groups.keys()) add(group, path(swIfIndex, FORWARD));
  }
  return Array.from(paths, ([group, list]) => ({
    tableId,
    entryFlags: 0 as IpMroute["entryFlags"],
    rpfId: 0,
    prefix: prefixOf("ip4", group.split(".").map(Number), 32),
    paths: list,
  })) as IpMroute[];
}
