import type { VppCaller } from "vpp-binapi-ts";
import { Ikev2SaDump } from "vpp-binapi-ts/api";

/**
 * Whether a peer of IKEv2 has begun an association and not said who it is, so that it has no profile yet. VPP 26.06 ends when it is asked for the
 * name of that, which the first version of the request does not do.
 */
export async function isPeerUnknown(vpp: Pick<VppCaller, "dump">): Promise<boolean> {
  for await (const { sa } of vpp.dump(Ikev2SaDump)) if (sa.iId.type === 0) return true;
  return false;
}
