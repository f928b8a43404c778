/**
 * The mark that Sweetcomb leaves in a VPP process. It is a FIB source, because VPP keeps those as long as it lives, forgets
 * them with the process, and lets everyone read them. Its name tells this process from any other, also in a container where
 * a restarted VPP gets the same process id; its number marks our routes.
 */

import type { VppCaller } from "vpp-binapi-ts";
import { FibSourceAdd, FibSourceDump } from "vpp-binapi-ts/api";

export interface ProcessMark {
  readonly identity: string;
  readonly routeSource: number;
}

const namePrefix = "sweetcomb-";

/** Like routes of VPP's own API. The routes of interfaces come before, those of routing protocols after. */
const priority = 128;

/** Finds the mark, or leaves it. `newToken` gives text that no other process was marked with. */
export async function markProcess(vpp: VppCaller, newToken: () => string): Promise<ProcessMark> {
  for await (const { src } of vpp.dump(FibSourceDump)) {
    if (src.name.startsWith(namePrefix)) return { identity: src.name, routeSource: src.id };
  }
  const identity = `${namePrefix}${newToken()}`;
  const { id } = await vpp.call(FibSourceAdd, { src: { priority, name: identity } });
  return { identity, routeSource: id };
}
