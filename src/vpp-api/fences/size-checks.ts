/** Numbers and sizes of a request that VPP 26.06 takes as they are, and does not outlive. Absent fields are zero. */

import { FibPathType, MfibItfFlags } from "vpp-binapi-ts/api";
import type { VppFields } from "./fence-checks.js";
import { LAST_LABEL, NO_LABEL, NO_TABLE } from "./numbers.js";

/** Addresses of a range, from first to last; negative where the last one is below the first. */
export function addressesIn({ startAddr, endAddr }: VppFields): number {
  return asNumber(endAddr) - asNumber(startAddr) + 1;
}

function asNumber(address: unknown): number {
  return Buffer.from((address as Uint8Array | undefined) ?? Buffer.alloc(4)).readUInt32BE();
}

/** Of the ranges that NAT44 walks, each address past all that it has. */
const NAT44_ADDRESSES = 1024;

export function isUnsafeRange({ firstIpAddress, lastIpAddress }: VppFields): boolean {
  const addresses = addressesIn({ startAddr: firstIpAddress, endAddr: lastIpAddress });
  return addresses < 1 || addresses > NAT44_ADDRESSES;
}

/** Whether the label of a binding, a route or a table of BIER is none. All bits set is said where a table of BIER has none. */
export function hasLabelWithoutEntry({ mbLabel = 0, btLabel = 0, mrRoute }: VppFields): boolean {
  const { mrLabel = 0 } = (mrRoute ?? {}) as VppFields;
  const isOfTable = Number(btLabel) > LAST_LABEL && Number(btLabel) !== NO_LABEL;
  return isOfTable || Number(mbLabel) > LAST_LABEL || Number(mrLabel) > LAST_LABEL;
}

/** The name of an interface of Linux, which VPP copies to a place for 15 bytes and a NUL. */
export function isLongHostName({ hostIfName = "" }: VppFields): boolean {
  return Buffer.byteLength(String(hostIfName)) > 15;
}

/** More policies of one direction than identifiers: VPP counts the rest with a number below zero. */
export function hasMorePoliciesThanIds({ numRxPolicies = 0, numTxPolicies = 0, policyIds }: VppFields): boolean {
  return Number(numRxPolicies) + Number(numTxPolicies) > ((policyIds as readonly unknown[] | undefined) ?? []).length;
}

const PROBES_SECONDS = 8;

/** A probe that cannot leave is followed by the next one at once. */
const MOST_PROBES = 1024;

/** VPP answers after the last probe, and hears nobody before. */
export function isLongProbe({ repeat = 0, interval = 0 }: VppFields): boolean {
  if (Number(repeat) > MOST_PROBES) return true;
  return Number(repeat) > 1 && !(Number(repeat) * Number(interval) <= PROBES_SECONDS);
}

/** VPP takes any number for a place in an array of two. */
export function isNeitherIp4NorIp6({ udpDecap }: VppFields): boolean {
  return Number((udpDecap as VppFields | undefined)?.isIp4 ?? 0) > 1;
}

const MAX_FLOWS = 1024;
const LAST_PORT = 65_535;

/**
 * Flows are one for each pair of ports. VPP walks to the last port by adding to 16 bits, and counts flows in them. With an interval of 0 it
 * sends without a pause, until its memory is used up.
 */
export function isEndlessPing(fields: VppFields): boolean {
  if (Number(fields.interval ?? 0) === 0 && Number(fields.dis ?? 0) === 0) return true;
  const [fromSource, toSource, fromDestination, toDestination] = [
    "startSrcPort",
    "endSrcPort",
    "startDstPort",
    "endDstPort",
  ].map((name) => Number(fields[name] ?? 0)) as [number, number, number, number];
  const sources = toSource - fromSource + 1;
  const destinations = toDestination - fromDestination + 1;
  if (toSource === LAST_PORT || toDestination === LAST_PORT) return true;
  return sources < 1 || destinations < 1 || sources * destinations > MAX_FLOWS;
}

/** Of `bier_hdr_proto_id`: the first is invalid. */
const BIER_PAYLOADS = 8;

export function isUnknownBierPayload({ bdePayloadProto = 0, bdePaths }: VppFields): boolean {
  const hasNoPaths = ((bdePaths as readonly unknown[] | undefined) ?? []).length === 0;
  return hasNoPaths || Number(bdePayloadProto) < 1 || Number(bdePayloadProto) > BIER_PAYLOADS;
}

/** Of `bier_hdr_len_id`: 64 bits, and twice as many each. VPP copies as many bytes as are given. */
export function isUnevenBitString({ biTblId, biBytes }: VppFields): boolean {
  const { btHdrLenId = 0 } = (biTblId ?? {}) as VppFields;
  return ((biBytes as Uint8Array | undefined)?.length ?? 0) !== 8 * 2 ** Number(btHdrLenId);
}

/** VPP has the places in memory of its tables here, which it tells nobody. */
export function isOfOtherTables({ fwdFibIndex = 0, retFibIndex = 0 }: VppFields): boolean {
  return fwdFibIndex !== 0 || retFibIndex !== 0;
}

/** Of `pnat_attachment_point`: in and out. */
export function isNoAttachment({ attachment = 0 }: VppFields): boolean {
  return Number(attachment) > 1;
}

const IP4_INPUT = 1;

/** VPP has the number of a table for IPv4, and else what it takes for the place of one in memory when it shows the tunnel. */
export function isTunnelOfNoTable({ isAdd, protocol = 0, decapVrfId = 0 }: VppFields): boolean {
  return isAdd === true && protocol !== IP4_INPUT && decapVrfId !== 0;
}

/** VPP takes the place of the IPv4 table with this number for that of an IPv6 table. */
export function isIp6TunnelInVrf({ isAdd, remoteAddress, remote, encapVrfId = 0 }: VppFields): boolean {
  const { af } = (remoteAddress ?? remote ?? {}) as VppFields;
  return isAdd === true && af === 1 && encapVrfId !== 0;
}

/** The table that spreads new flows is a power of two of four bytes each; VPP takes 0 for one of 2^32. */
const MOST_FLOWS = 2 ** 24;

export function isTableOfAnySize({ isDel, newFlowsTableLength = 0 }: VppFields): boolean {
  return isDel !== true && (newFlowsTableLength === 0 || Number(newFlowsTableLength) > MOST_FLOWS);
}

/** VPP gives up where it has not begun. It knows frames and packets. */
export function isUnknownMemif({ mode = 0 }: VppFields): boolean {
  return Number(mode) > 1;
}

/** A path of a multicast route that packets are accepted from is one to an interface. */
export function acceptsFromNowhere({ isAdd, route }: VppFields): boolean {
  const { paths } = (route ?? {}) as VppFields;
  return (
    isAdd === true &&
    ((paths ?? []) as readonly VppFields[]).some(({ itfFlags = 0, path }) => {
      const { type = 0 } = (path ?? {}) as VppFields;
      return (Number(itfFlags) & MfibItfFlags.MFIB_API_ITF_FLAG_ACCEPT) !== 0 && !HAS_INTERFACE.includes(type);
    })
  );
}

const HAS_INTERFACE: readonly unknown[] = [
  FibPathType.FIB_API_PATH_TYPE_NORMAL,
  FibPathType.FIB_API_PATH_TYPE_LOCAL,
  FibPathType.FIB_API_PATH_TYPE_DROP,
  FibPathType.FIB_API_PATH_TYPE_DVR,
];

/** VPP answers with room for as many as are wanted. */
export function wantsTooMany({ capacity = 0 }: VppFields): boolean {
  return Number(capacity) > 1024;
}

/** VPP divides seconds by it. */
export function isNoPollingInterval({ pollingS = 0 }: VppFields): boolean {
  return pollingS === 0;
}

/** VPP waits so long and looks again. */
export function isWithoutPause({ timeout = 0 }: VppFields): boolean {
  return !(Number(timeout) > 0);
}

export function isOfNoTable({ rxVrfId, serverVrfId }: VppFields): boolean {
  return rxVrfId === NO_TABLE || serverVrfId === NO_TABLE;
}

/** The certificate comes before the key. */
export function isBadCertificate({ certLen = 0, certkey }: VppFields): boolean {
  return certLen === 0 || Number(certLen) >= ((certkey as Uint8Array | undefined)?.length ?? 0);
}

const MOST_LEASES = 32;
const NO_SERVER = 0xffff_ffff;

/** VPP keeps servers by numbers that it tells with their answers, and has one buffer for all addresses. */
export function isLongLeaseMessage({ stop, serverIndex, addresses, prefixes }: VppFields): boolean {
  const leases = (addresses ?? prefixes ?? []) as readonly unknown[];
  return stop !== true && ((serverIndex ?? 0) !== NO_SERVER || leases.length > MOST_LEASES);
}

/** VPP makes a route for each address, of IPv6 up to the last there is. */
const SOURCES_OF_TCP = 1024n;

export function isLongSourceRange({ firstAddress, lastAddress }: VppFields): boolean {
  const [first, last] = [firstAddress, lastAddress].map((address) => wholeOf(address as VppFields | undefined));
  return last! < first! || last! - first! >= SOURCES_OF_TCP;
}

function wholeOf(address: VppFields | undefined): bigint {
  const { ip4, ip6 } = (address?.un ?? {}) as { readonly ip4?: Uint8Array; readonly ip6?: Uint8Array };
  return BigInt(`0x${Buffer.from((address?.af === 1 ? ip6 : ip4) ?? [0]).toString("hex")}`);
}

/** VPP finds a table of its own by this number. */
export function isEncapsulationOfNoTable({ udpEncap }: VppFields): boolean {
  return (udpEncap as VppFields | undefined)?.tableId === NO_TABLE;
}

/** Of `rt_backend_engine`. VPP runs the host stack without having made it when it does not know the kind. */
const LAST_BACKEND = 3;

export function isUnknownBackend({ rtEngineType = 0 }: VppFields): boolean {
  return Number(rtEngineType) > LAST_BACKEND;
}

/** A namespace of the host stack whose socket could not be made is at `local0`, and VPP closes that socket when the table changes. */
export function isMoveOfLocal0({ swIfIndex = 0 }: VppFields): boolean {
  return swIfIndex === 0;
}

/** VPP takes memory for as many at once. */
const MOST_USERS = 2 ** 20;

export function isNatOfAnySize({ enable, users = 0, sessions = 0 }: VppFields): boolean {
  return enable === true && (Number(users) > MOST_USERS || Number(sessions) > MOST_USERS);
}

/** VPP makes all of them before it hears anybody again. */
const MOST_FIFOS = 1024;

export function wantsManyFifos({ preallocFifos = 0 }: VppFields): boolean {
  return Number(preallocFifos) > MOST_FIFOS;
}

export function clearsAll({ delAll }: VppFields): boolean {
  return delAll === true;
}
