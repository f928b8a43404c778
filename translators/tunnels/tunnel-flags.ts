/** What headers of a tunnel take over from each other: YANG's bits, VPP's flags. */

import { TunnelEncapDecapFlags } from "vpp-binapi-ts/api";

/** In the order of their positions, which is the canonical one. */
const flagsByName = {
  "copy-df": TunnelEncapDecapFlags.TUNNEL_API_ENCAP_DECAP_FLAG_ENCAP_COPY_DF,
  "set-df": TunnelEncapDecapFlags.TUNNEL_API_ENCAP_DECAP_FLAG_ENCAP_SET_DF,
  "copy-dscp": TunnelEncapDecapFlags.TUNNEL_API_ENCAP_DECAP_FLAG_ENCAP_COPY_DSCP,
  "copy-ecn": TunnelEncapDecapFlags.TUNNEL_API_ENCAP_DECAP_FLAG_ENCAP_COPY_ECN,
  "decap-copy-ecn": TunnelEncapDecapFlags.TUNNEL_API_ENCAP_DECAP_FLAG_DECAP_COPY_ECN,
  "inner-hash": TunnelEncapDecapFlags.TUNNEL_API_ENCAP_DECAP_FLAG_ENCAP_INNER_HASH,
  "copy-hop-limit": TunnelEncapDecapFlags.TUNNEL_API_ENCAP_DECAP_FLAG_ENCAP_COPY_HOP_LIMIT,
  "copy-flow-label": TunnelEncapDecapFlags.TUNNEL_API_ENCAP_DECAP_FLAG_ENCAP_COPY_FLOW_LABEL,
} as const;

/** "copy-df copy-dscp" as VPP takes it. The API declares single values, but means any sum of them. */
export function encodeFlags(text: string | undefined): TunnelEncapDecapFlags {
  const names = (text ?? "").split(" ").filter((name) => name !== "");
  let flags = 0;
  for (const name of names) flags |= flagsByName[name as keyof typeof flagsByName];
  return flags as TunnelEncapDecapFlags;
}

export function decodeFlags(flags: number): string {
  return Object.entries(flagsByName)
    .filter(([, flag]) => (flags & flag) !== 0)
    .map(([name]) => name)
    .join(" ");
}
