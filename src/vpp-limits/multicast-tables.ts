/**
 * What tunnels to groups send goes by a route of the multicast table of their VRF. VPP 26.06 takes the index of the unicast table for that of
 * the multicast one (mfib_table_entry_path_update of the encap_fib_index), and ends where there is none, or takes the table of another VRF.
 */

import type { VppCaller } from "vpp-binapi-ts";
import { askPlaceOfTable } from "./place-of-table.js";

/** Why a tunnel to a group cannot be in a table; undefined where it can. The first table of each kind is the default one. */
export async function missingForGroupsIn(
  vpp: Pick<VppCaller, "call">,
  isIp6: boolean,
  tableId: number,
): Promise<string | undefined> {
  if (tableId === 0) return undefined;
  const [unicast, multicast] = await Promise.all([
    askPlaceOfTable(vpp, "fib", isIp6, tableId),
    askPlaceOfTable(vpp, "mfib", isIp6, tableId),
  ]);
  if (unicast !== undefined && unicast === multicast) return undefined;
  return `VPP has the unicast table ${tableId} and its multicast table at two places (${unicast}, ${multicast}), and takes one for the other`;
}
