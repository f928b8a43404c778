/** Ways of packets that VPP 26.06 does not outlive: where it asks for a neighbour and has no hardware address to ask with, and where one packet goes round for ever. */

import type { VppCaller } from "vpp-binapi-ts";
import { AddressFamily, FibPathNhProto, FibPathType, SwInterfaceGetTable } from "vpp-binapi-ts/api";
import type { VppFields } from "./fence-checks.js";
import { givesBack, hasAddress, interfaceShown } from "./interface-fences.js";
import { NO_INTERFACE } from "./numbers.js";

type Missing = Promise<string | undefined>;

/** VPP takes other tunnels of packets for ones with two ends, or they know their neighbours. */
const ASKING: readonly string[] = ["VXLAN", "VXLAN_GPE", "GENEVE"];

const NORMAL = FibPathType.FIB_API_PATH_TYPE_NORMAL;
const IP4 = FibPathNhProto.FIB_API_PATH_NH_PROTO_IP4;
const IP4_OCTETS = 4;
const IP6_OCTETS = 16;

/** Why a path without an address leaves by an interface where VPP cannot ask who has it (ip4_glean, ip6_glean). */
export async function needsAddressOfHop(paths: readonly VppFields[], vpp: VppCaller): Missing {
  const attached = paths.filter((path) => (path.type ?? NORMAL) === NORMAL && !hasNextHop(path));
  for (const { swIfIndex = 0 } of attached) {
    if (await asks(vpp, swIfIndex))
      return `interface ${swIfIndex} has no hardware address, and a path there no next hop`;
  }
  return undefined;
}

/** The same for a connected subnet: of sw_interface_add_del_address. */
export async function needsHostAddress({ isAdd, swIfIndex = 0, prefix }: VppFields, vpp: VppCaller): Missing {
  const { address, len = 0 } = (prefix ?? {}) as { readonly address?: VppFields; readonly len?: number };
  const isHost = len === (address?.af === AddressFamily.ADDRESS_IP6 ? 128 : 32);
  if (isAdd !== true || isHost || !(await asks(vpp, swIfIndex))) return undefined;
  return `interface ${swIfIndex} has no hardware address, and takes addresses of single hosts only`;
}

async function asks(vpp: VppCaller, index: unknown): Promise<boolean> {
  const found = index === NO_INTERFACE ? undefined : await interfaceShown(vpp, index);
  return found !== undefined && ASKING.includes(found.interfaceDevType) && !hasAddress(found);
}

/** Whether the next hop of a path is an address, or a label. VPP reads the octets by the protocol of the path, whatever else is in them. */
export function hasNextHop({ proto = IP4, nh }: VppFields): boolean {
  if (proto === FibPathNhProto.FIB_API_PATH_NH_PROTO_MPLS) return true;
  const { address } = (nh ?? {}) as VppFields;
  const octets = Object.values((address ?? {}) as VppFields).filter((value) => value instanceof Uint8Array);
  const read = proto === IP4 ? IP4_OCTETS : IP6_OCTETS;
  return octets.some((each) => each.subarray(0, read).some((octet) => octet !== 0));
}

/** Why a packet would not leave VPP by a route: of ip_route_add_del. VPP counts no hop on these. */
export async function needsWayOn({ isAdd, route }: VppFields, vpp: VppCaller): Missing {
  const { paths = [], tableId = 0, prefix } = (route ?? {}) as Route;
  if (isAdd !== true) return undefined;
  for (const { type, swIfIndex = 0 } of paths) {
    if (type === FibPathType.FIB_API_PATH_TYPE_DVR && givesBack(await interfaceShown(vpp, swIfIndex)))
      return `what is sent through interface ${swIfIndex} comes back`;
    if (type !== FibPathType.FIB_API_PATH_TYPE_INTERFACE_RX) continue;
    const isIpv6 = prefix?.address?.af === AddressFamily.ADDRESS_IP6;
    const { vrfId } = await vpp.call(SwInterfaceGetTable, { swIfIndex: Number(swIfIndex), isIpv6 });
    if (vrfId === tableId) return `interface ${swIfIndex} is in the table of the route`;
  }
  return undefined;
}

/** A loopback or a pipe takes back what is for itself or for all, and VPP counts no hop of packets of its own: of ip_neighbor_add_del. */
export async function needsOtherNeighbor({ isAdd, neighbor }: VppFields, vpp: VppCaller): Missing {
  const { swIfIndex = 0, macAddress } = (neighbor ?? {}) as VppFields;
  const found = isAdd === true ? await interfaceShown(vpp, swIfIndex) : undefined;
  if (found === undefined || !givesBack(found)) return undefined;
  const mac = Buffer.from((macAddress ?? []) as Uint8Array);
  const isOfGroup = ((mac[0] ?? 0) & 1) === 1;
  const isBack = isOfGroup || mac.equals(found.l2Address);
  return isBack ? `what is sent to this neighbour comes back to interface ${swIfIndex}` : undefined;
}

/** Without a control plane of PPPoE VPP ends, and what goes to one and comes back is sent to the client, from where it goes there again: of pppoe_add_del_cp. */
export async function needsPeerOfControlPlane({ isAdd = 0, swIfIndex = 0 }: VppFields, vpp: VppCaller): Missing {
  if (Number(isAdd) === 0)
    return "VPP would send the next discovery of a client to no interface: /sweetcomb-tunnels:pppoe takes it away";
  return givesBack(await interfaceShown(vpp, swIfIndex))
    ? `what is sent through interface ${swIfIndex} comes back`
    : undefined;
}

interface Route {
  readonly paths?: readonly VppFields[];
  readonly tableId?: number;
  readonly prefix?: { readonly address?: { readonly af?: number } };
}
