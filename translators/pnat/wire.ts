/** A translation in YANG and in VPP's binary API. Masks say which fields of a tuple count. */

import { IpProto, PnatMask, type PnatMatchTuple, type PnatRewriteTuple } from "vpp-binapi-ts/api";
import { formatIp4, ip4Bytes } from "../ip/addresses.js";

export interface Translation {
  readonly name: string;
  readonly match: Match;
  readonly rewrite: Rewrite;
}

interface Ends {
  readonly "source-address"?: string;
  readonly "destination-address"?: string;
  readonly "source-port"?: number;
  readonly "destination-port"?: number;
}

export interface Match extends Ends {
  readonly protocol?: keyof typeof protocols;
}

export interface Rewrite extends Ends {
  readonly "copy-byte"?: { readonly "from-offset": number; readonly "to-offset": number };
  readonly "clear-byte"?: number;
}

const protocols = {
  icmp: IpProto.IP_API_PROTO_ICMP,
  igmp: IpProto.IP_API_PROTO_IGMP,
  tcp: IpProto.IP_API_PROTO_TCP,
  udp: IpProto.IP_API_PROTO_UDP,
  gre: IpProto.IP_API_PROTO_GRE,
  esp: IpProto.IP_API_PROTO_ESP,
  ah: IpProto.IP_API_PROTO_AH,
  eigrp: IpProto.IP_API_PROTO_EIGRP,
  ospf: IpProto.IP_API_PROTO_OSPF,
  sctp: IpProto.IP_API_PROTO_SCTP,
} as const;

export function matchTuple(match: Match): PnatMatchTuple {
  const { protocol } = match;
  return {
    ...endsTuple(match),
    proto: protocol === undefined ? IpProto.IP_API_PROTO_HOPOPT : protocols[protocol],
    mask: (endsMask(match) | (protocol === undefined ? 0 : PnatMask.PNAT_PROTO)) as PnatMask,
  };
}

export function rewriteTuple(rewrite: Rewrite): PnatRewriteTuple {
  const { "copy-byte": copied, "clear-byte": cleared } = rewrite;
  const bytes =
    (copied === undefined ? 0 : PnatMask.PNAT_COPY_BYTE) | (cleared === undefined ? 0 : PnatMask.PNAT_CLEAR_BYTE);
  return {
    ...endsTuple(rewrite),
    mask: (endsMask(rewrite) | bytes) as PnatMask,
    fromOffset: copied?.["from-offset"] ?? 0,
    toOffset: copied?.["to-offset"] ?? 0,
    clearOffset: cleared ?? 0,
  };
}

/** Undefined for one that others made of a protocol that YANG cannot say. */
export function matchFrom(tuple: PnatMatchTuple): Match | undefined {
  if ((tuple.mask & PnatMask.PNAT_PROTO) === 0) return endsFrom(tuple);
  const found = Object.entries(protocols).find(([, number]) => number === tuple.proto);
  return found && { ...endsFrom(tuple), protocol: found[0] as keyof typeof protocols };
}

export function rewriteFrom(tuple: PnatRewriteTuple): Rewrite {
  const has = (bit: PnatMask) => (tuple.mask & bit) !== 0;
  return {
    ...endsFrom(tuple),
    ...(has(PnatMask.PNAT_COPY_BYTE) && {
      "copy-byte": { "from-offset": tuple.fromOffset, "to-offset": tuple.toOffset },
    }),
    ...(has(PnatMask.PNAT_CLEAR_BYTE) && { "clear-byte": tuple.clearOffset }),
  };
}

/** What a translation matches, as a text that tells it from others. */
export function matchText(match: Match): string {
  const { "source-address": source, "destination-address": destination, protocol } = match;
  return [source, match["source-port"], protocol, destination, match["destination-port"]]
    .map((part) => part ?? "*")
    .join(" ");
}

function endsTuple(ends: Ends) {
  const { "source-address": source, "destination-address": destination } = ends;
  return {
    src: ip4Bytes(source ?? "0.0.0.0"),
    dst: ip4Bytes(destination ?? "0.0.0.0"),
    sport: ends["source-port"] ?? 0,
    dport: ends["destination-port"] ?? 0,
  };
}

function endsMask(ends: Ends): number {
  return (
    (ends["source-address"] === undefined ? 0 : PnatMask.PNAT_SA) |
    (ends["destination-address"] === undefined ? 0 : PnatMask.PNAT_DA) |
    (ends["source-port"] === undefined ? 0 : PnatMask.PNAT_SPORT) |
    (ends["destination-port"] === undefined ? 0 : PnatMask.PNAT_DPORT)
  );
}

function endsFrom({
  mask,
  src,
  dst,
  sport,
  dport,
}: Pick<PnatMatchTuple, "mask" | "src" | "dst" | "sport" | "dport">): Ends {
  return {
    ...((mask & PnatMask.PNAT_SA) !== 0 && { "source-address": formatIp4(src) }),
    ...((mask & PnatMask.PNAT_DA) !== 0 && { "destination-address": formatIp4(dst) }),
    ...((mask & PnatMask.PNAT_SPORT) !== 0 && { "source-port": sport }),
    ...((mask & PnatMask.PNAT_DPORT) !== 0 && { "destination-port": dport }),
  };
}
