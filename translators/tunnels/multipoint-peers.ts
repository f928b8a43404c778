import { defineKind } from "../../src/southbound/translator.js";
import type { TunnelEnd } from "../ip/tunnel-ends.js";

export type MultipointPeerKey = { readonly interface: string; readonly peer: string };

export interface MultipointPeer {
  readonly "next-hop": string;
  readonly vrf?: string;
}

/** Remote ends of multipoint tunnels. */
export const multipointPeers = defineKind<MultipointPeerKey>("multipoint-peer", ["interface", "peer"]);

/** Where packets for a remote end go. */
export function endOfPeer({ "next-hop": remote, vrf }: MultipointPeer): TunnelEnd {
  return { remote, ...(vrf !== undefined && { vrf }) };
}
