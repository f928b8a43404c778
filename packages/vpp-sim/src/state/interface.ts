import type { IpAddress, IpPrefix } from "./ip.js";

/** What made the interface: "local", "hardware", or the feature, such as "memif". */
export type InterfaceKind = string;

/** One interface, with all that sw_interface_dump tells and what other features keep on it. */
export interface Interface {
  readonly swIfIndex: number;
  readonly kind: InterfaceKind;
  readonly deviceType: string;
  name: string;
  mac: Uint8Array;
  tag: string;
  isAdminUp: boolean;
  isLinkUp: boolean;
  linkMtu: number;
  /** L3, IPv4, IPv6, MPLS; 0 inherits. */
  mtu: readonly number[];
  /** Kilobits per second; 0 where VPP knows none. */
  readonly linkSpeed: number;
  rxQueues: RxQueue[];
  /** Rewriting of VLAN tags, as sw_interface_details shows it. */
  tagRewrite: TagRewrite;
  /** The backbone header, as sw_interface_details shows it; undefined for none. */
  backboneHeader: BackboneHeader | undefined;
  /** What a part of another interface is; undefined for an interface of its own. */
  readonly part: InterfacePart | undefined;
  readonly ip4: InterfaceIp;
  readonly ip6: InterfaceIp & Ip6Link;
}

export interface TagRewrite {
  readonly vtrOp: number;
  readonly vtrPushDot1q: number;
  readonly vtrTag1: number;
  readonly vtrTag2: number;
}

/** A header of IEEE 802.1ah. The numbers have the bytes of the host's order: VPP 26.06 shows them so. */
export interface BackboneHeader {
  readonly bDmac: Uint8Array;
  readonly bSmac: Uint8Array;
  readonly bVlanid: number;
  readonly iSid: number;
}

/** A sub-interface, or an end of a pipe. */
export interface InterfacePart {
  /** sw_if_index of the whole. */
  readonly supSwIfIndex: number;
  /** if_type: 1 sub-interface, 3 end of a pipe. */
  readonly type: number;
  readonly subId: number;
  readonly subIfFlags: number;
  readonly outerVlanId: number;
  readonly innerVlanId: number;
}

/** A queue and its rx_mode: 1 polling, 2 interrupt, 3 adaptive. */
export interface RxQueue {
  mode: number;
}

/** What an interface has of one address family. */
export interface InterfaceIp {
  tableId: number;
  addresses: InterfaceAddress[];
}

export interface InterfaceAddress extends IpPrefix {
  /** Set by sw_interface_address_replace_begin: goes away at the end unless added again. */
  isStale: boolean;
}

export interface Ip6Link {
  /** How many want IPv6: each address, sw_interface_ip6_enable_disable, and clients of DHCPv6, which never say that they do no more. */
  users: number;
  linkLocal: IpAddress | undefined;
  /** Load-balance objects of the link-local routes, which no dump shows. */
  loadBalances: number[];
}

export interface NewInterface {
  readonly kind: InterfaceKind;
  readonly deviceType: string;
  readonly name: string;
  readonly mac?: Uint8Array;
  readonly mtu?: number;
  /** Default: as the MTU. */
  readonly linkMtu?: number;
  readonly linkSpeed?: number;
  readonly isLinkUp?: boolean;
  readonly rxQueues?: readonly RxQueue[];
  readonly part?: InterfacePart;
}

/** A fresh interface: admin down, in table 0, Ethernet MTU of VPP (9000) unless said otherwise. */
export function newInterface(swIfIndex: number, given: NewInterface): Interface {
  const mtu = given.mtu ?? 9000;
  return {
    swIfIndex,
    kind: given.kind,
    deviceType: given.deviceType,
    name: given.name,
    mac: given.mac ?? new Uint8Array(6),
    tag: "",
    isAdminUp: false,
    isLinkUp: given.isLinkUp ?? false,
    linkMtu: given.linkMtu ?? mtu,
    mtu: [mtu, 0, 0, 0],
    linkSpeed: given.linkSpeed ?? 0,
    rxQueues: [...(given.rxQueues ?? [])],
    tagRewrite: NO_REWRITE,
    backboneHeader: undefined,
    part: given.part,
    ip4: { tableId: 0, addresses: [] },
    ip6: { tableId: 0, addresses: [], users: 0, linkLocal: undefined, loadBalances: [] },
  };
}

export const NO_REWRITE: TagRewrite = { vtrOp: 0, vtrPushDot1q: 0, vtrTag1: 0, vtrTag2: 0 };

export const IF_FLAG = { adminUp: 1, linkUp: 2 } as const;

/** The flags of sw_interface_details. */
export function statusFlags({ isAdminUp, isLinkUp }: Interface): number {
  return (isAdminUp ? IF_FLAG.adminUp : 0) | (isLinkUp ? IF_FLAG.linkUp : 0);
}

/** The link-local address that VPP makes of a MAC address (modified EUI-64, RFC 4291 appendix A). */
export function linkLocalOf(mac: Uint8Array): IpAddress {
  const [a, b, c, d, e, f] = mac as unknown as [number, number, number, number, number, number];
  return Uint8Array.of(0xfe, 0x80, 0, 0, 0, 0, 0, 0, a ^ 2, b, c, 0xff, 0xfe, d, e, f);
}

/** The flags of create_subif that the simulator looks at. */
export const SUB_IF_FLAG = { noTags: 1, oneTag: 2, twoTags: 4, dot1ad: 8, exactMatch: 16, default: 32, outerAny: 64, innerAny: 128 } as const;
