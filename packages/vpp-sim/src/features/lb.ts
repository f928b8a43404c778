import {
  LbAddDelAs,
  LbAddDelIntfNat4,
  LbAddDelIntfNat6,
  LbAddDelVip,
  LbAddDelVipV2,
  LbAsDump,
  LbConf,
  LbFlushVip,
  LbVipDump,
} from "vpp-binapi-ts/api";
import { answer, answerDump, type Feature } from "../handler.js";
import { Retval } from "../retval.js";
import { masked, sameAddress } from "../state/ip.js";
import {
  addServer,
  addVip,
  collectServers,
  deleteVip,
  findVip,
  isNat,
  removeServer,
  VIP_TYPE,
  type Vip,
  vipsOnPrefix,
} from "../state/lb.js";
import type { Vpp } from "../state/vpp.js";
import { addressFromWire, prefixToWire, type WireAddress, type WirePrefix } from "../values.js";
import { swapped16, swapped32 } from "./byte-order.js";
import { matches } from "./lb-as-filter.js";
import { onInterface } from "./on-interface.js";

/**
 * The load balancer (plugin lb, API 1.1.0) with the defects that VPP 26.06 has on the wire: IPv4 lengths count from
 * ::/96, `encap` and `type` are read little-endian, the dumps show VPP's inner numbers, and deleted VIPs stay listed.
 */
export const lb: Feature = {
  name: "lb",
  handlers: [
    answer(LbConf, (_vpp, { stickyBucketsPerCore: buckets }) => ({
      retval: buckets === KEEP || isPowerOfTwo(buckets) ? Retval.OK : Retval.INVALID_MEMORY_SIZE,
    })),
    answer(LbAddDelVip, (vpp, asked) => ({ retval: addOrDeleteVip(vpp, { ...asked, srcIpSticky: false }) })),
    answer(LbAddDelVipV2, (vpp, asked) => ({ retval: addOrDeleteVip(vpp, asked) })),
    answer(LbAddDelAs, (vpp, asked) => ({ retval: addOrDeleteServer(vpp, asked) })),
    // VPP flushes whatever it finds, and always succeeds.
    answer(LbFlushVip, () => ({ retval: Retval.OK })),
    // The filter of the request is not looked at.
    answerDump(LbVipDump, function* (vpp) {
      for (const vip of vpp.lb.vips.values()) yield vipDetails(vip);
    }),
    answerDump(LbAsDump, function* (vpp, filter) {
      for (const vip of vpp.lb.vips.values()) {
        if (!matches(filter, vip)) continue;
        for (const { address, isUsed } of vip.servers) {
          yield { vip: vipOnWire(vip), appSrv: wireOf(address), flags: isUsed ? 1 : 0 };
        }
      }
    }),
    onInterface(LbAddDelIntfNat4, (vpp, { swIfIndex }, { isAdd }) => {
      setMember(vpp.lb.natInterfaces.ip4, swIfIndex, isAdd);
      return Retval.OK;
    }),
    onInterface(LbAddDelIntfNat6, (vpp, { swIfIndex }, { isAdd }) => {
      setMember(vpp.lb.natInterfaces.ip6, swIfIndex, isAdd);
      return Retval.OK;
    }),
  ],
};

const KEEP = 0xffffffff;
const NODE_PORT = 1;
const ENCAP = { gre4: 0, gre6: 1, l3dsr: 2, nat4: 3, nat6: 4 } as const;

interface AskedVip {
  readonly pfx: WirePrefix;
  readonly protocol: number;
  readonly port: number;
  readonly encap: number;
  readonly dscp: number;
  readonly type: number;
  readonly targetPort: number;
  readonly nodePort: number;
  readonly newFlowsTableLength: number;
  readonly srcIpSticky: boolean;
  readonly isDel: boolean;
}

function addOrDeleteVip(vpp: Vpp, asked: AskedVip): number {
  const key = { ...storedPrefix(asked.pfx), protocol: asked.protocol, port: asked.port };
  const existing = findVip(vpp.lb, key);
  if (asked.isDel) {
    if (existing === undefined) return Retval.NO_SUCH_ENTRY;
    deleteVip(vpp.lb, existing, vpp.now());
    return Retval.OK;
  }
  const neighbors = [...vipsOnPrefix(vpp.lb, key)];
  // All ports and single ports of one prefix exclude each other.
  const isCovered = neighbors.some(({ port }) => (port === 0) !== (key.port === 0));
  if (existing !== undefined || isCovered) return Retval.VALUE_EXIST;
  const type = vipType(isIp4(key), swapped32(asked.encap));
  if (type === undefined) return Retval.INVALID_ADDRESS_FAMILY;
  if (neighbors.some((other) => other.type !== type)) return Retval.INVALID_ARGUMENT;
  if (!isPowerOfTwo(asked.newFlowsTableLength)) return Retval.INVALID_MEMORY_SIZE;
  const serviceType = isNat({ type }) ? swapped32(asked.type) : 0;
  addVip(vpp.lb, {
    ...key,
    type,
    dscp: type === VIP_TYPE.ip4L3dsr ? asked.dscp & 0x3f : 0,
    serviceType,
    targetPort: isNat({ type }) ? asked.targetPort : 0,
    newFlowsTableLength: asked.newFlowsTableLength,
    isSourceSticky: asked.srcIpSticky,
    collectedAtMs: vpp.now(),
  });
  if (serviceType !== NODE_PORT) return Retval.OK;
  // A port that was ever used is refused, but the VIP is there all the same.
  if (vpp.lb.nodePorts.has(asked.nodePort)) return Retval.VALUE_EXIST;
  vpp.lb.nodePorts.add(asked.nodePort);
  return Retval.OK;
}

/** IPv6 VIPs with an encapsulation that they cannot have become GRE6 without a word; IPv4 VIPs are refused. */
function vipType(isIp4: boolean, encap: number): number | undefined {
  if (isIp4) {
    if (encap === ENCAP.gre4) return VIP_TYPE.ip4Gre4;
    if (encap === ENCAP.gre6) return VIP_TYPE.ip4Gre6;
    if (encap === ENCAP.l3dsr) return VIP_TYPE.ip4L3dsr;
    return encap === ENCAP.nat4 ? VIP_TYPE.ip4Nat4 : undefined;
  }
  if (encap === ENCAP.gre4) return VIP_TYPE.ip6Gre4;
  return encap === ENCAP.nat6 ? VIP_TYPE.ip6Nat6 : VIP_TYPE.ip6Gre6;
}

interface AskedServer {
  readonly pfx: WirePrefix;
  readonly protocol: number;
  readonly port: number;
  readonly asAddress: WireAddress;
  readonly isDel: boolean;
}

function addOrDeleteServer(vpp: Vpp, { pfx, protocol, port, asAddress, isDel }: AskedServer): number {
  const vip = findVip(vpp.lb, { ...storedPrefix(pfx), protocol, port });
  if (vip === undefined) return Retval.NO_SUCH_ENTRY;
  const address = addressFromWire(asAddress);
  const server = vip.servers.find((known) => sameAddress(known.address, address));
  if (isDel) {
    if (server === undefined) return Retval.NO_SUCH_ENTRY;
    collectServers(vpp.lb, vip, vpp.now());
    removeServer(server, vpp.now());
    return Retval.OK;
  }
  if (server?.isUsed) return Retval.VALUE_EXIST;
  if ((address.length === 16) !== wantsIp6Servers(vip.type)) return Retval.INVALID_ADDRESS_FAMILY;
  if (server === undefined) addServer(vpp.lb, vip, address);
  else server.isUsed = true;
  collectServers(vpp.lb, vip, vpp.now());
  return Retval.OK;
}

function wantsIp6Servers(type: number): boolean {
  return type === VIP_TYPE.ip6Gre6 || type === VIP_TYPE.ip4Gre6 || type === VIP_TYPE.ip6Nat6;
}

function vipDetails(vip: Vip) {
  return {
    vip: vipOnWire(vip),
    encap: vip.type,
    // DSCP and service type share their memory.
    dscp: vip.dscp | (vip.serviceType & 0xff),
    srvType: swapped32(vip.serviceType | vip.dscp),
    targetPort: swapped16(vip.targetPort),
  };
}

function vipOnWire({ address, length, port }: Vip) {
  return { pfx: { address: wireOf(address), len: length }, protocol: 0, port };
}

function wireOf(address: Uint8Array): WireAddress {
  const isMapped = address.length === 16 && address.subarray(0, 12).every((byte) => byte === 0);
  return prefixToWire({ address: isMapped ? address.slice(12) : address, length: 0 }).address;
}

/** An IPv4 address goes into the last four of 16 bytes, but its prefix length is taken as one of 128 bits. */
function storedPrefix({ address, len }: WirePrefix) {
  const given = addressFromWire(address);
  const wide = new Uint8Array(16);
  wide.set(given, 16 - given.length);
  return { address: masked(wide, len), length: len };
}

function isIp4({ address, length }: Pick<Vip, "address" | "length">): boolean {
  return length >= 96 && address.subarray(0, 12).every((byte) => byte === 0);
}

function setMember(set: Set<number>, member: number, isIn: boolean): void {
  if (isIn) set.add(member);
  else set.delete(member);
}

function isPowerOfTwo(size: number): boolean {
  return (size & (size - 1)) === 0;
}
