/**
 * VPP's index of a piece of hardware. Sub-interfaces and ends of pipes have a sw_if_index and no hardware of their own, so the
 * two numberings drift apart. Only the command line tells this index.
 */

import type { VppCaller } from "vpp-binapi-ts";
import { CliInband } from "vpp-binapi-ts/api";

/** Hardware indexes by VPP's own names of interfaces. */
export async function askHardwareIndexes(vpp: Pick<VppCaller, "call">): Promise<ReadonlyMap<string, number>> {
  const { reply } = await vpp.call(CliInband, { cmd: "show hardware-interfaces brief" });
  // Lines are "<name>   <index>   <link>   <hardware>"; a long name has a line of its own.
  return new Map([...reply.matchAll(/^(\S+)\s+(\d+)\s/gm)].map(([, name, index]) => [name!, Number(index)]));
}
