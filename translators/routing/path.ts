/**
 * Paths of VPP's FIB: what a route, an MPLS label, a tunnel or a policy sends packets to. Here in names and not in indexes; YANG's
 * forms of them are in next-hops.ts (RFC 8349) and path-list.ts (ours).
 */

import { type FibPath, FibPathFlags, FibPathNhProto, FibPathType } from "vpp-binapi-ts/api";
import type { ObjectRef, TranslatorContext } from "../../src/southbound/translator.js";
import { refuseGreOfPackets } from "../interfaces/frames.js";
import { interfaces } from "../interfaces/interface.js";
import { type Family, formatIp4, formatIp6, ip4Bytes, ip6Bytes, isAllZero } from "../ip/addresses.js";
import { mplsTables } from "../mpls/table.js";
import { tableDependency, tableIdOf, vrfOfTable } from "./ip-table.js";
import { decodeLabels, encodeLabels, type ImposedLabel } from "./label-stack.js";
import { udpEncapsulations } from "./udp-encapsulations.js";

/** Gives VPP's indexes for names. */
type Indexes = Pick<TranslatorContext, "handleOf" | "configured">;
/** Gives names for VPP's indexes. */
type Names = Pick<TranslatorContext, "keyOf">;

export interface Path {
  readonly via: Via;
  readonly weight: number;
  readonly preference: number;
  /** Imposed on packets, the outermost first. */
  readonly labels: readonly ImposedLabel[];
}

export type SpecialNextHop = "blackhole" | "unreachable" | "prohibit" | "receive";

export type Via =
  | { readonly kind: "special"; readonly special: SpecialNextHop; readonly family: Family }
  /** Looked up again in the table of a VRF, by destination or by source address. */
  | { readonly kind: "lookup"; readonly vrf: string; readonly family: Family; readonly bySource: boolean }
  /** Out of an interface of a bridge domain without a change to the Ethernet header. */
  | { readonly kind: "dvr"; readonly interface: string; readonly family: Family }
  /** As if it had been received by the interface. */
  | { readonly kind: "received"; readonly interface: string; readonly family: Family }
  /** As another label of MPLS table 0 is; VPP does not tell which. */
  | { readonly kind: "label"; readonly label: number | undefined }
  /** With a UDP header before it, to the end that the encapsulation names. */
  | { readonly kind: "udp"; readonly encapsulation: string; readonly family: Family }
  /** Ethernet frames, as if the interface of layer 2 had received them. */
  | { readonly kind: "ethernet"; readonly interface: string; readonly popControlWord: boolean }
  | Hop;

/** The ordinary next hop: an interface, an address, or both. */
export interface Hop {
  readonly kind: "hop";
  readonly family: Family;
  readonly interface: string | undefined;
  readonly address: string | undefined;
  /** Where an address without an interface is looked up. */
  readonly vrf: string;
  /** What such a lookup has to find: only a connected subnet, or only a host. */
  readonly resolveVia: "attached" | "host" | undefined;
}

const specialTypes: Readonly<Record<SpecialNextHop, FibPathType>> = {
  blackhole: FibPathType.FIB_API_PATH_TYPE_DROP,
  unreachable: FibPathType.FIB_API_PATH_TYPE_ICMP_UNREACH,
  prohibit: FibPathType.FIB_API_PATH_TYPE_ICMP_PROHIBIT,
  receive: FibPathType.FIB_API_PATH_TYPE_LOCAL,
};

const NONE = 0xffff_ffff;

/** Interfaces and tables that a path needs. */
export function pathDependencies({ via }: Path): readonly ObjectRef[] {
  if (via.kind === "lookup") return tableDependency(via.family, via.vrf);
  if (via.kind === "special") return [];
  if (via.kind === "label") return [mplsTables.at({ tableId: "0" })];
  if (via.kind === "udp") return [udpEncapsulations.at({ name: via.encapsulation })];
  if (via.interface !== undefined) return [interfaces.at({ name: via.interface })];
  return via.kind === "hop" ? tableDependency(via.family, via.vrf) : [];
}

/** A path as VPP takes it. */
export function encodePath(context: Indexes, path: Path) {
  const { weight, preference, labels } = path;
  return { swIfIndex: NONE, ...encodeVia(context, path.via), weight, preference, ...encodeLabels(labels) };
}

function encodeVia(context: Indexes, via: Via) {
  const indexOf = (name: string) => context.handleOf(interfaces.at({ name }));
  switch (via.kind) {
    case "special":
      return { type: specialTypes[via.special], proto: protoOf(via.family) };
    case "lookup": {
      // A path without interface and address is looked up again in the table that it names.
      const type = via.bySource ? FibPathType.FIB_API_PATH_TYPE_SOURCE_LOOKUP : FibPathType.FIB_API_PATH_TYPE_NORMAL;
      return { type, tableId: tableIdOf(context, via.family, via.vrf), proto: protoOf(via.family) };
    }
    case "dvr":
      refuseGreOfPackets(context, via.interface, "next-hop");
      return {
        type: FibPathType.FIB_API_PATH_TYPE_DVR,
        swIfIndex: indexOf(via.interface),
        proto: protoOf(via.family),
      };
    case "received":
      return {
        type: FibPathType.FIB_API_PATH_TYPE_INTERFACE_RX,
        swIfIndex: indexOf(via.interface),
        proto: protoOf(via.family),
      };
    case "label":
      return { proto: FibPathNhProto.FIB_API_PATH_NH_PROTO_MPLS, nh: { viaLabel: via.label } };
    case "udp": {
      const objId = context.handleOf(udpEncapsulations.at({ name: via.encapsulation }));
      return { type: FibPathType.FIB_API_PATH_TYPE_UDP_ENCAP, proto: protoOf(via.family), nh: { objId } };
    }
    case "ethernet":
      // With the ordinary type VPP crashes as soon as the interface is up.
      return {
        type: FibPathType.FIB_API_PATH_TYPE_INTERFACE_RX,
        swIfIndex: indexOf(via.interface),
        proto: FibPathNhProto.FIB_API_PATH_NH_PROTO_ETHERNET,
        ...(via.popControlWord && { flags: FibPathFlags.FIB_API_PATH_FLAG_POP_PW_CW }),
      };
    case "hop":
      return {
        ...(via.interface === undefined
          ? { tableId: tableIdOf(context, via.family, via.vrf), ...resolution(via.resolveVia) }
          : { swIfIndex: indexOf(via.interface) }),
        proto: protoOf(via.family),
        ...(via.address !== undefined && { nh: { address: addressUnion(via.address, via.family) } }),
      };
  }
}

/** A path as VPP shows it; undefined for one that YANG cannot say, or whose interface is gone. */
export function decodePath(context: Names, path: FibPath): Path | undefined {
  const via = decodeVia(context, path);
  if (via === undefined) return undefined;
  return { via, weight: path.weight, preference: path.preference, labels: decodeLabels(path) };
}

function decodeVia(context: Names, path: FibPath): Via | undefined {
  const family = path.proto === FibPathNhProto.FIB_API_PATH_NH_PROTO_IP6 ? "ipv6" : "ipv4";
  const special = Object.entries(specialTypes).find(([, type]) => type === path.type)?.[0];
  if (special !== undefined) return { kind: "special", special: special as SpecialNextHop, family };
  if (path.type === FibPathType.FIB_API_PATH_TYPE_UDP_ENCAP) {
    const encapsulation = context.keyOf(udpEncapsulations, swapped(path.nh.objId))?.name;
    return encapsulation === undefined ? undefined : { kind: "udp", encapsulation, family };
  }
  if (path.proto === FibPathNhProto.FIB_API_PATH_NH_PROTO_MPLS) return { kind: "label", label: undefined };
  const name = path.swIfIndex === NONE ? undefined : context.keyOf(interfaces, path.swIfIndex)?.name;
  if (path.swIfIndex !== NONE && name === undefined) return undefined;
  if (name !== undefined && path.type === FibPathType.FIB_API_PATH_TYPE_DVR)
    return { kind: "dvr", interface: name, family };
  const isEthernet = path.proto === FibPathNhProto.FIB_API_PATH_NH_PROTO_ETHERNET;
  if (name !== undefined && path.type === FibPathType.FIB_API_PATH_TYPE_INTERFACE_RX) {
    if (isEthernet) return { kind: "ethernet", interface: name, popControlWord: false };
    return { kind: "received", interface: name, family };
  }
  if (path.type !== FibPathType.FIB_API_PATH_TYPE_NORMAL || isEthernet) return undefined;
  const vrf = vrfOfTable(context, family, path.tableId);
  if (vrf === undefined) return undefined;
  const address = addressIn(path, family);
  if (name === undefined && address === undefined) return { kind: "lookup", vrf, family, bySource: false };
  return { kind: "hop", family, interface: name, address, vrf, resolveVia: undefined };
}

/**
 * What can be compared with a dump, as text. VPP does not show how a lookup is made, which label is meant, the mode of labels and
 * the control word.
 */
export function comparablePath({ via, weight, preference, labels }: Path): string {
  let text = `${comparableVia(via)} ${weight} ${preference}`;
  for (const { label, ttl, trafficClass } of labels) text += ` ${label}/${ttl}/${trafficClass}`;
  return text;
}

/** Called for every route of a read-back, so it makes nothing but the text. */
function comparableVia(via: Via): string {
  switch (via.kind) {
    case "special":
      return `${via.family} ${via.special}`;
    case "lookup":
      return `${via.family} lookup ${via.vrf}`;
    case "label":
      return "label";
    case "hop":
      return `${via.family} ${via.interface} ${via.address} ${via.interface === undefined ? via.vrf : ""}`;
    case "ethernet":
      return `ethernet ${via.interface}`;
    case "udp":
      return `${via.family} udp ${via.encapsulation}`;
    default:
      return `${via.family} ${via.kind} ${via.interface}`;
  }
}

/** Whether two lists have the same paths, in any order. */
export function samePaths(some: readonly Path[], others: readonly Path[]): boolean {
  if (some.length !== others.length) return false;
  if (some.length === 1) return comparablePath(some[0]!) === comparablePath(others[0]!);
  const text = (paths: readonly Path[]) => paths.map(comparablePath).sort().join();
  return text(some) === text(others);
}

function protoOf(family: Family): FibPathNhProto {
  return family === "ipv6" ? FibPathNhProto.FIB_API_PATH_NH_PROTO_IP6 : FibPathNhProto.FIB_API_PATH_NH_PROTO_IP4;
}

/** The bytes of a 32 bit number the other way round: VPP shows the number of an object in the order of its own machine. */
function swapped(number: number): number {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(number);
  return bytes.readUInt32BE();
}

function resolution(resolveVia: Hop["resolveVia"]) {
  if (resolveVia === undefined) return {};
  const { FIB_API_PATH_FLAG_RESOLVE_VIA_ATTACHED, FIB_API_PATH_FLAG_RESOLVE_VIA_HOST } = FibPathFlags;
  const flags = resolveVia === "attached" ? FIB_API_PATH_FLAG_RESOLVE_VIA_ATTACHED : FIB_API_PATH_FLAG_RESOLVE_VIA_HOST;
  return { flags };
}

function addressUnion(text: string, family: Family) {
  return family === "ipv6" ? { ip6: ip6Bytes(text) } : { ip4: ip4Bytes(text) };
}

function addressIn({ nh }: FibPath, family: Family): string | undefined {
  const bytes = family === "ipv6" ? nh.address.ip6 : nh.address.ip4;
  if (bytes === undefined || isAllZero(bytes)) return undefined;
  return family === "ipv6" ? formatIp6(bytes) : formatIp4(bytes);
}
