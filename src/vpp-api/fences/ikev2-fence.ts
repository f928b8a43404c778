/** Profiles of IKEv2 that VPP 26.06 does not outlive to be asked for. Each asks VPP, and says what is missing. */

import type { VppCaller } from "vpp-binapi-ts";
import { CliInband, Ikev2ProfileDump } from "vpp-binapi-ts/api";
import type { VppFields } from "./fence-checks.js";
import { unlessRefused } from "./unless-refused.js";

type Missing = Promise<string | undefined>;

/** VPP makes the table of profiles with the first of them. */
export async function needsSomeProfile({ isAdd }: VppFields, vpp: VppCaller): Missing {
  if (isAdd === true) return undefined;
  for await (const _profile of vpp.dump(Ikev2ProfileDump)) return undefined;
  return "there is no IKEv2 profile";
}

/** Of ikev2_initiate_sa_init: VPP looks up the name of a peer by the first IPv4 name server, which it takes to be there. */
export async function needsPlaceOfPeer({ name = "" }: VppFields, vpp: VppCaller): Missing {
  for await (const { profile } of vpp.dump(Ikev2ProfileDump)) {
    const { ip4, ip6 } = profile.responder.addr.un;
    const isPlaced = [...(ip4 ?? []), ...(ip6 ?? [])].some((octet) => octet !== 0);
    if (profile.name === name && !isPlaced && !(await hasNameServer(vpp))) {
      return "the peer has no address, and no IPv4 name server could tell it; sweetcomb-services has dns-resolver for this";
    }
  }
  return undefined;
}

/** VPP complains where it has none at all. */
async function hasNameServer(vpp: VppCaller): Promise<boolean> {
  const shown = await unlessRefused(vpp.call(CliInband, { cmd: "show dns servers" }));
  return shown?.reply.includes("ip4 name servers") === true;
}
