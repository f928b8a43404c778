/** Security associations between YANG and VPP's ipsec_sad_entry_v4. */

import {
  type IpDscp,
  IpsecProto,
  type IpsecSadEntryV4,
  IpsecSadFlags,
  type IpsecSaV5Details,
  type Key,
  type Tunnel,
  TunnelEncapDecapFlags,
} from "vpp-binapi-ts/api";
import { address, formatAddress } from "../ip/addresses.js";
import { encryptionName, encryptionNamed, integrityName, integrityNumber } from "./algorithms.js";

export interface SecurityAssociation {
  readonly spi: number;
  readonly protocol?: "esp" | "ah";
  readonly direction?: "outbound" | "inbound";
  readonly "encryption-algorithm"?: string;
  /** Hexadecimal digits. */
  readonly "encryption-key"?: string;
  readonly "integrity-algorithm"?: string;
  readonly "integrity-key"?: string;
  /** Eight hexadecimal digits. */
  readonly salt?: string;
  readonly "extended-sequence-numbers"?: boolean;
  readonly "anti-replay-window"?: number;
  readonly asynchronous?: boolean;
  readonly tunnel?: SaTunnel;
  readonly "udp-encapsulation"?: { readonly "source-port"?: number; readonly "destination-port"?: number };
}

export interface SaTunnel {
  readonly source: string;
  readonly destination: string;
  readonly vrf?: string;
  readonly dscp?: number;
  readonly "hop-limit"?: number;
  /** Names of bits with a space between. */
  readonly options?: string;
}

const flags = IpsecSadFlags;
/** RFC 3948. */
export const NAT_TRAVERSAL_PORT = 4500;

/** In the order of the bits in YANG, which is that of the canonical form. */
const tunnelOptions: readonly (readonly [string, number])[] = [
  ["encap-copy-df", TunnelEncapDecapFlags.TUNNEL_API_ENCAP_DECAP_FLAG_ENCAP_COPY_DF],
  ["encap-set-df", TunnelEncapDecapFlags.TUNNEL_API_ENCAP_DECAP_FLAG_ENCAP_SET_DF],
  ["encap-copy-dscp", TunnelEncapDecapFlags.TUNNEL_API_ENCAP_DECAP_FLAG_ENCAP_COPY_DSCP],
  ["encap-copy-ecn", TunnelEncapDecapFlags.TUNNEL_API_ENCAP_DECAP_FLAG_ENCAP_COPY_ECN],
  ["decap-copy-ecn", TunnelEncapDecapFlags.TUNNEL_API_ENCAP_DECAP_FLAG_DECAP_COPY_ECN],
  ["encap-inner-hash", TunnelEncapDecapFlags.TUNNEL_API_ENCAP_DECAP_FLAG_ENCAP_INNER_HASH],
  ["encap-copy-hop-limit", TunnelEncapDecapFlags.TUNNEL_API_ENCAP_DECAP_FLAG_ENCAP_COPY_HOP_LIMIT],
  ["encap-copy-flow-label", TunnelEncapDecapFlags.TUNNEL_API_ENCAP_DECAP_FLAG_ENCAP_COPY_FLOW_LABEL],
];

/** @param tableId where the ends of the tunnel are routed */
export function sadEntry(id: string, value: SecurityAssociation, tableId: number) {
  const udp = value["udp-encapsulation"];
  return {
    sadId: Number(id),
    spi: value.spi,
    protocol: value.protocol === "ah" ? IpsecProto.IPSEC_API_PROTO_AH : IpsecProto.IPSEC_API_PROTO_ESP,
    cryptoAlgorithm: encryptionNamed(value["encryption-algorithm"] ?? "none").number,
    cryptoKey: keyOf(value["encryption-key"]),
    integrityAlgorithm: integrityNumber(value["integrity-algorithm"] ?? "none"),
    integrityKey: keyOf(value["integrity-key"]),
    flags: flagsOf(value),
    ...(value.tunnel !== undefined && { tunnel: tunnelFields(value.tunnel, tableId) }),
    salt: Number.parseInt(value.salt ?? "0", 16),
    udpSrcPort: udp?.["source-port"] ?? NAT_TRAVERSAL_PORT,
    udpDstPort: udp?.["destination-port"] ?? NAT_TRAVERSAL_PORT,
    antiReplayWindowSize: value["anti-replay-window"] ?? 64,
  };
}

export function tunnelFields(tunnel: SaTunnel, tableId: number): Partial<Tunnel> {
  return {
    src: address(tunnel.source),
    dst: address(tunnel.destination),
    tableId,
    dscp: (tunnel.dscp ?? 0) as IpDscp,
    hopLimit: tunnel["hop-limit"] ?? 0,
    encapDecapFlags: optionBits(tunnel.options ?? "") as Tunnel["encapDecapFlags"],
  };
}

/** What a dump says of one; `vrfOf` names the VRF of a table. Undefined for algorithms that the model does not have. */
export function associationFrom(
  { entry }: IpsecSaV5Details,
  vrfOf: (tunnel: Tunnel) => string | undefined,
): SecurityAssociation | undefined {
  const encryption = encryptionName(entry.cryptoAlgorithm);
  const integrity = integrityName(entry.integrityAlgorithm);
  if (encryption === undefined || integrity === undefined) return undefined;
  const has = (flag: number) => (entry.flags & flag) !== 0;
  const salt = saltFrom(entry);
  return {
    spi: entry.spi,
    protocol: entry.protocol === IpsecProto.IPSEC_API_PROTO_AH ? "ah" : "esp",
    direction: has(flags.IPSEC_API_SAD_FLAG_IS_INBOUND) ? "inbound" : "outbound",
    "encryption-algorithm": encryption,
    ...(entry.cryptoKey.length > 0 && { "encryption-key": hexOf(entry.cryptoKey) }),
    "integrity-algorithm": integrity,
    ...(entry.integrityKey.length > 0 && { "integrity-key": hexOf(entry.integrityKey) }),
    ...(salt !== "00000000" && { salt }),
    "extended-sequence-numbers": has(flags.IPSEC_API_SAD_FLAG_USE_ESN),
    ...(has(flags.IPSEC_API_SAD_FLAG_USE_ANTI_REPLAY) && { "anti-replay-window": entry.antiReplayWindowSize }),
    asynchronous: has(flags.IPSEC_API_SAD_FLAG_ASYNC),
    ...(has(flags.IPSEC_API_SAD_FLAG_IS_TUNNEL) && { tunnel: tunnelFrom(entry.tunnel, vrfOf(entry.tunnel)) }),
    ...(has(flags.IPSEC_API_SAD_FLAG_UDP_ENCAP) && {
      "udp-encapsulation": { "source-port": entry.udpSrcPort, "destination-port": entry.udpDstPort },
    }),
  };
}

function tunnelFrom(tunnel: Tunnel, vrf: string | undefined): SaTunnel {
  return {
    source: formatAddress(tunnel.src),
    destination: formatAddress(tunnel.dst),
    ...(vrf !== undefined && { vrf }),
    dscp: tunnel.dscp,
    "hop-limit": tunnel.hopLimit,
    options: optionNames(tunnel.encapDecapFlags),
  };
}

function flagsOf(value: SecurityAssociation): IpsecSadFlags {
  const set = [
    value["extended-sequence-numbers"] === true && flags.IPSEC_API_SAD_FLAG_USE_ESN,
    value["anti-replay-window"] !== undefined && flags.IPSEC_API_SAD_FLAG_USE_ANTI_REPLAY,
    value.tunnel !== undefined && flags.IPSEC_API_SAD_FLAG_IS_TUNNEL,
    value["udp-encapsulation"] !== undefined && flags.IPSEC_API_SAD_FLAG_UDP_ENCAP,
    value.direction === "inbound" && flags.IPSEC_API_SAD_FLAG_IS_INBOUND,
    value.asynchronous === true && flags.IPSEC_API_SAD_FLAG_ASYNC,
  ];
  return set.reduce<number>((bits, flag) => bits | Number(flag), 0) as IpsecSadFlags;
}

function optionBits(names: string): number {
  const set = names.split(" ");
  return tunnelOptions.reduce((bits, [name, bit]) => (set.includes(name) ? bits | bit : bits), 0);
}

function optionNames(bits: number): string {
  return tunnelOptions
    .filter(([, bit]) => (bits & bit) !== 0)
    .map(([name]) => name)
    .join(" ");
}

const KEY_SIZE = 128;

function keyOf(hex: string | undefined): Key {
  const data = new Uint8Array(KEY_SIZE);
  const bytes = Buffer.from(hex ?? "", "hex");
  data.set(bytes);
  return { length: bytes.length, data };
}

function hexOf({ length, data }: Key): string {
  return Buffer.from(data.subarray(0, length)).toString("hex");
}

/** VPP takes the salt in network order and tells it in the order of the host (26.06). */
function saltFrom({ salt }: IpsecSadEntryV4): string {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(salt);
  return bytes.toString("hex");
}
