/**
 * How the lb plugin is spoken to. API 1.1.0, which VPP up to 26.06 has, reads and writes several fields wrongly; the next one
 * does as its description says. All work-arounds are here.
 *
 *   field                  1.1.0 takes and gives
 *   length of a prefix     that of the IPv6-mapped address: 96 more for IPv4
 *   encap, type            little-endian
 *   protocol in dumps      always 0
 *   deleted VIPs           stay in the dump
 *   application servers    a dump for one VIP finds nothing: all are dumped
 *
 * Seen on a running VPP 26.06, except `type`, which was read in its source.
 */

import { AddressFamily, LbEncapType, type LbSrvType, type Prefix } from "vpp-binapi-ts/api";
import type { TranslatorContext } from "../../src/southbound/translator.js";
import { formatPrefix, prefix } from "../ip/addresses.js";
import { isRelease2606OrEarlier } from "../vpp-release.js";

export interface LbWire {
  /** NAT carries UDP to the same port only, node ports cannot be taken back: VPP-side defects that nothing here can mend. */
  readonly hasNatDefects: boolean;
  prefix(text: string): Prefix;
  encapsulation(encapsulation: Encapsulation): LbEncapType;
  serviceType(type: LbSrvType): LbSrvType;
  /** Prefix of a VIP in a dump, as YANG writes it. */
  formatPrefix(prefix: Prefix): string;
}

export type Encapsulation = "gre4" | "gre6" | "l3dsr" | "nat4" | "nat6";

const encapsulations: Readonly<Record<Encapsulation, LbEncapType>> = {
  gre4: LbEncapType.LB_API_ENCAP_TYPE_GRE4,
  gre6: LbEncapType.LB_API_ENCAP_TYPE_GRE6,
  l3dsr: LbEncapType.LB_API_ENCAP_TYPE_L3DSR,
  nat4: LbEncapType.LB_API_ENCAP_TYPE_NAT4,
  nat6: LbEncapType.LB_API_ENCAP_TYPE_NAT6,
};

/**
 * The way that suits the connected VPP. VPP does not say the version of an API over the socket, so its own decides: the mended lb came
 * after 26.06.
 */
export async function lbWire(context: TranslatorContext): Promise<LbWire> {
  return (await isRelease2606OrEarlier(context)) ? wire110 : wireAsDescribed;
}

const wire110: LbWire = {
  hasNatDefects: true,
  prefix: (text) => {
    const plain = prefix(text);
    return plain.address.af === AddressFamily.ADDRESS_IP4 ? { ...plain, len: plain.len + 96 } : plain;
  },
  encapsulation: (encapsulation) => swapped(encapsulations[encapsulation]) as LbEncapType,
  serviceType: (type) => swapped(type) as LbSrvType,
  formatPrefix: ({ address, len }) =>
    formatPrefix(address.af === AddressFamily.ADDRESS_IP4 ? { address, len: len - 96 } : { address, len }),
};

const wireAsDescribed: LbWire = {
  hasNatDefects: false,
  prefix,
  encapsulation: (encapsulation) => encapsulations[encapsulation],
  serviceType: (type) => type,
  formatPrefix,
};

function swapped(value: number): number {
  const view = new DataView(new ArrayBuffer(4));
  view.setUint32(0, value);
  return view.getUint32(0, true);
}
