/**
 * VPP's index of a piece of hardware. Sub-interfaces and ends of pipes have a sw_if_index and no hardware of their own, so the
 * two numberings drift apart. Only the command line tells this index.
 */

import { VppApiError, type VppCaller } from "vpp-binapi-ts";
import { CliInband } from "vpp-binapi-ts/api";

/**
 * Hardware indexes by VPP's own names of interfaces.
 * @param only the one that is wanted, which may have no hardware. Default: all
 */
export async function askHardwareIndexes(
  vpp: Pick<VppCaller, "call">,
  only = "",
): Promise<ReadonlyMap<string, number>> {
  const cmd = `show hardware-interfaces brief ${only}`.trimEnd();
  const { reply } = await vpp.call(CliInband, { cmd }).catch((refusal: unknown) => {
    // VPP does not know the name of hardware that is not there.
    if (only !== "" && refusal instanceof VppApiError) return { reply: "" };
    throw refusal;
  });
  // Lines are "<name>   <index>   <link>   <hardware>"; a long name has a line of its own.
  return new Map([...reply.matchAll(/^(\S+)\s+(\d+)\s/gm)].map(([, name, index]) => [name!, Number(index)]));
}
