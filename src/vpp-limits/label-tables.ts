/**
 * Bindings, policies of segment routing and paths by a label use table 0 of labels. VPP 26.06 takes the table with the lowest place among
 * its tables for it, whichever that is, and deletes that one with the last policy (fib_table_unlock is given the number of the table).
 */

import type { VppCaller } from "vpp-binapi-ts";
import { CliInband } from "vpp-binapi-ts/api";

type Caller = Pick<VppCaller, "call">;

/** The places of all tables of labels, in VPP's order. */
export function askPlacesOfLabelTables(vpp: Caller): Promise<readonly number[]> {
  return askPlaces(vpp, "");
}

/** Whether table 0 is there, and where VPP looks for it. */
export async function isLabelTableZeroFirst(vpp: Caller): Promise<boolean> {
  return (await askPlaces(vpp, "table 0")).includes(0);
}

/** Tables begin with "MPLS-VRF:0, fib_index:0 locks:[API:1, ]"; of their routes those of one label are asked for. */
async function askPlaces(vpp: Caller, which: "" | "table 0"): Promise<readonly number[]> {
  const { reply } = await vpp.call(CliInband, { cmd: `show mpls fib ${which} 1048575` });
  return [...reply.matchAll(/^.*, fib_index:(\d+) locks:/gm)].map(([, place]) => Number(place));
}
