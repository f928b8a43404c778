/** What is wrong with the paths of routes, in whatever request: VPP 26.06 takes the memory of others for what is not there. */

import type { VppCaller } from "vpp-binapi-ts";
import { FibPathNhProto, FibPathType, FibSourceDump, L3xcDump, type Prefix, UdpEncapDump } from "vpp-binapi-ts/api";
import { labelsToWatched } from "./bfd-fence.js";
import type { VppFields } from "./fence-checks.js";
import { ALL } from "./numbers.js";
import { hasBierImposition } from "./object-states.js";
import { needsAddressOfHop } from "./way-fences.js";

/** @returns why VPP would not outlive one of these paths */
export async function faultyPath(paths: readonly VppFields[], vpp: VppCaller): Promise<string | undefined> {
  for (const index of idsIn(paths, FibPathType.FIB_API_PATH_TYPE_BIER_IMP)) {
    if (!(await hasBierImposition(vpp, index))) return `there is no BIER imposition ${index}`;
  }
  return (
    (await absentEncapsulation(paths, vpp)) ??
    (await labelsToWatched(paths, vpp)) ??
    (await needsAddressOfHop(paths, vpp))
  );
}

async function absentEncapsulation(paths: readonly VppFields[], vpp: VppCaller): Promise<string | undefined> {
  const wanted = encapsulationsIn(paths);
  if (wanted.length === 0) return undefined;
  const there = new Set<number>();
  for await (const { udpEncap } of vpp.dump(UdpEncapDump)) there.add(udpEncap.id);
  const absent = wanted.find((id) => !there.has(id));
  return absent === undefined ? undefined : `there is no UDP encapsulation ${absent}`;
}

/** The numbers of the UDP encapsulations that paths lead into. */
export function encapsulationsIn(paths: readonly VppFields[]): readonly number[] {
  return idsIn(paths, FibPathType.FIB_API_PATH_TYPE_UDP_ENCAP);
}

function idsIn(paths: readonly VppFields[], wanted: FibPathType): readonly number[] {
  return paths.filter(({ type }) => type === wanted).map(({ nh }) => Number((nh as VppFields | undefined)?.objId ?? 0));
}

const {
  FIB_API_PATH_NH_PROTO_MPLS: MPLS,
  FIB_API_PATH_NH_PROTO_ETHERNET: ETHERNET,
  FIB_API_PATH_NH_PROTO_BIER: BIER,
} = FibPathNhProto;

/** VPP has no way from IP packets to frames, or to those of BIER but by an imposition, and takes one that is not there. */
export async function needsWayOfIp({ route, punt, l3xc }: VppFields): Promise<string | undefined> {
  const { paths = [] } = (route ?? punt ?? l3xc ?? {}) as { readonly paths?: readonly VppFields[] };
  const isOther = ({ proto, type = FibPathType.FIB_API_PATH_TYPE_NORMAL }: VppFields) =>
    proto === ETHERNET ||
    (proto === BIER && type !== FibPathType.FIB_API_PATH_TYPE_BIER_IMP) ||
    (proto === MPLS && type !== FibPathType.FIB_API_PATH_TYPE_NORMAL);
  return paths.some(isOther) ? "a path is one of frames, of BIER, or by a label and of another type" : undefined;
}

/** Of `fib_source_t`: those that come after the last one belong to plugins and clients. */
const SOURCE_API = 8;
const SOURCE_CLI = 9;
const LAST_OWN_SOURCE = 21;

/** What a cross-connect of layer 3 takes to be received by an interface that has one which does the same goes round for ever. */
export async function needsOtherReceiver({ l3xc }: VppFields, vpp: VppCaller): Promise<string | undefined> {
  const { swIfIndex = 0, paths = [] } = (l3xc ?? {}) as {
    readonly swIfIndex?: number;
    readonly paths?: readonly VppFields[];
  };
  const receivers = receiversOf(paths);
  if (receivers.includes(swIfIndex)) return `interface ${swIfIndex} would receive its packets again`;
  if (receivers.length === 0) return undefined;
  for await (const { l3xc: other } of vpp.dump(L3xcDump, { swIfIndex: ALL })) {
    if (receivers.includes(other.swIfIndex) && receiversOf(other.paths).length > 0) {
      return `interface ${other.swIfIndex} has a cross-connect whose packets another interface receives again`;
    }
  }
  return undefined;
}

function receiversOf(paths: readonly { readonly type?: unknown; readonly swIfIndex?: unknown }[]): readonly number[] {
  const received = paths.filter(({ type }) => type === FibPathType.FIB_API_PATH_TYPE_INTERFACE_RX);
  return received.map(({ swIfIndex }) => Number(swIfIndex));
}

/** VPP takes any number for a place among those that add routes, and looks for what its own parts leave at their routes. */
export async function needsSourceOfRoute({ route }: VppFields, vpp: VppCaller): Promise<string | undefined> {
  const wanted = Number(((route ?? {}) as VppFields).src ?? 0);
  if (wanted === 0 || wanted === SOURCE_API || wanted === SOURCE_CLI) return undefined;
  if (wanted <= LAST_OWN_SOURCE) return `source ${wanted} of routes is one of VPP's own parts`;
  for await (const { src } of vpp.dump(FibSourceDump)) if (src.id === wanted) return undefined;
  return `there is no source ${wanted} of routes`;
}

const WAYS_OF_BIER: readonly unknown[] = [
  FibPathType.FIB_API_PATH_TYPE_NORMAL,
  FibPathType.FIB_API_PATH_TYPE_LOCAL,
  FibPathType.FIB_API_PATH_TYPE_UDP_ENCAP,
];

/** The same from BIER. */
export async function needsWayOfBier({ brRoute }: VppFields): Promise<string | undefined> {
  const { brPaths = [] } = (brRoute ?? {}) as { readonly brPaths?: readonly VppFields[] };
  const isOther = ({ type = FibPathType.FIB_API_PATH_TYPE_NORMAL }: VppFields) => !WAYS_OF_BIER.includes(type);
  return brPaths.some(isOther) ? "a path is of a type that BIER has not" : undefined;
}

const { FIB_API_PATH_NH_PROTO_IP6: LAST_OF_IP } = FibPathNhProto;

interface LabelRoute {
  readonly mrPaths?: readonly VppFields[];
  readonly mrEos?: number;
  readonly mrEosProto?: number;
}

/** An interface is one that packets come from, once the last label is off. */
export async function needsPacketsBehindLabel({ mrRoute }: VppFields): Promise<string | undefined> {
  const { mrPaths = [], mrEos = 0, mrEosProto = 0 } = (mrRoute ?? {}) as LabelRoute;
  const isOfPackets = (proto: unknown) => Number(proto ?? 0) <= LAST_OF_IP;
  const isOther = ({ type, proto }: VppFields) =>
    type === FibPathType.FIB_API_PATH_TYPE_INTERFACE_RX &&
    !(mrEos === 1 && isOfPackets(mrEosProto) && isOfPackets(proto));
  return mrPaths.some(isOther) ? "a path into an interface is not for packets behind the last label" : undefined;
}

/** The entry of the IPv4 explicit null label is none for packets that have labels behind the last one. */
export async function needsOtherThanNull({ mrIsAdd, mrRoute }: VppFields): Promise<string | undefined> {
  const { mrPaths = [], mrEos = 0, mrEosProto = 0 } = (mrRoute ?? {}) as LabelRoute;
  if (mrIsAdd !== true || mrEos !== 1 || mrEosProto <= LAST_OF_IP) return undefined;
  const isByNull = ({ proto, type = FibPathType.FIB_API_PATH_TYPE_NORMAL, nh }: VppFields) =>
    proto === MPLS &&
    type === FibPathType.FIB_API_PATH_TYPE_NORMAL &&
    ((nh as VppFields | undefined)?.viaLabel ?? 0) === 0;
  return mrPaths.some(isByNull) ? "a path by label 0 is for packets of IP" : undefined;
}

/**
 * Number 0 of an encapsulation looks like no address to VPP, which takes the address of the host, or the label, instead, and then the
 * first bytes of it for the number. Those of an IPv4 address stand elsewhere.
 */
export async function needsOtherThanFirst({ isAdd, mrIsAdd, route, mrRoute }: VppFields): Promise<string | undefined> {
  const { prefix, paths = [] } = (route ?? {}) as { readonly prefix?: Prefix; readonly paths?: readonly VppFields[] };
  const { mrPaths = [] } = (mrRoute ?? {}) as LabelRoute;
  const isOfHost = isAdd === true && prefix?.len === 128;
  const taken = isOfHost ? paths : mrIsAdd === true ? mrPaths : [];
  const numbers = [...encapsulationsIn(taken), ...idsIn(taken, FibPathType.FIB_API_PATH_TYPE_BIER_IMP)];
  return numbers.includes(0) ? "a label, or a host of IPv6, leads into encapsulation 0" : undefined;
}

export async function needsEncapsulation({ id = 0 }: VppFields, vpp: VppCaller): Promise<string | undefined> {
  return absentEncapsulation([{ type: FibPathType.FIB_API_PATH_TYPE_UDP_ENCAP, nh: { objId: id } }], vpp);
}
