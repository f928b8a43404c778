/**
 * What a tunnel sends and is routed into it again gets one more header in each round, until VPP 26.06 has written over the memory before the packet.
 * It sees that for GRE and IP in IP alone. Asked is for ways straight into the tunnel, and not for those through others.
 */

import type { VppCaller } from "vpp-binapi-ts";
import {
  type Address,
  GeneveTunnelDump,
  GtpuTunnelDump,
  type Prefix,
  PvtiInterfaceDump,
  UdpEncapDump,
  VxlanGpeTunnelV2Dump,
  VxlanTunnelV2Dump,
} from "vpp-binapi-ts/api";
import { formatAddress } from "../../../translators/ip/addresses.js";
import { isIn } from "../../../translators/ip/prefix-relations.js";
import type { VppFields } from "./fence-checks.js";
import { geneveTunnels, gtpuTunnels, vxlanGpeTunnels, vxlanTunnels } from "./group-fences.js";
import { ALL } from "./numbers.js";
import { encapsulationsIn } from "./path-fences.js";

type Missing = Promise<string | undefined>;

/** Of ip_route_add_del and ip_route_add_del_v2. Costs all tunnels, for a route by an interface, and all UDP encapsulations, for one by these. */
export async function needsWayOutOfTunnel({ isAdd, route }: VppFields, vpp: VppCaller): Missing {
  const { prefix, paths = [] } = (route ?? {}) as { readonly prefix?: Prefix; readonly paths?: readonly VppFields[] };
  if (isAdd !== true) return undefined;
  const interfaces = paths.map(({ swIfIndex }) => swIfIndex);
  return (await intoItself(interfaces, prefix, vpp)) ?? intoEncapsulation(paths, prefix, vpp);
}

/** Whatever table the encapsulation sends in. */
async function intoEncapsulation(paths: readonly VppFields[], prefix: Prefix | undefined, vpp: VppCaller): Missing {
  const wanted = encapsulationsIn(paths);
  if (prefix === undefined || wanted.length === 0) return undefined;
  for await (const { udpEncap } of vpp.dump(UdpEncapDump)) {
    const { id, dstIp } = udpEncap;
    if (wanted.includes(id) && dstIp.af === prefix.address.af && isIn(prefix, dstIp)) {
      return `what UDP encapsulation ${id} sends to ${formatAddress(dstIp)} would be routed into it again`;
    }
  }
  return undefined;
}

/** Of sw_interface_add_del_address. Costs all tunnels. */
export async function needsSubnetWithoutEnd({ isAdd, swIfIndex = 0, prefix }: VppFields, vpp: VppCaller): Missing {
  return isAdd === true ? intoItself([swIfIndex], prefix as Prefix | undefined, vpp) : undefined;
}

/** Whatever table the tunnel sends in: VPP's dumps name it in different ways. */
async function intoItself(interfaces: readonly unknown[], prefix: Prefix | undefined, vpp: VppCaller): Missing {
  if (prefix === undefined || !interfaces.some((swIfIndex) => swIfIndex !== undefined && swIfIndex !== ALL)) {
    return undefined;
  }
  for await (const { swIfIndex, remote } of tunnels(vpp)) {
    const isInside = remote.af === prefix.address.af && isIn(prefix, remote);
    if (isInside && interfaces.includes(swIfIndex)) {
      return `what interface ${swIfIndex} sends to ${formatAddress(remote)} would be routed into it again`;
    }
  }
  return undefined;
}

interface Tunnel {
  readonly swIfIndex: number;
  readonly remote: Address;
}

/** With the message that a VPP without the plugin lacks. */
const KINDS = [
  [VxlanTunnelV2Dump, vxlanTunnels],
  [VxlanGpeTunnelV2Dump, vxlanGpeTunnels],
  [GeneveTunnelDump, geneveTunnels],
  [GtpuTunnelDump, gtpuTunnels],
  [PvtiInterfaceDump, pvtiTunnels],
] as const;

async function* tunnels(vpp: VppCaller): AsyncGenerator<Tunnel> {
  for (const [message, list] of KINDS) if (vpp.supports(message)) yield* list(vpp);
}

async function* pvtiTunnels(vpp: VppCaller): AsyncGenerator<Tunnel> {
  for await (const { interface: tunnel } of vpp.dump(PvtiInterfaceDump, { swIfIndex: ALL })) {
    yield { swIfIndex: tunnel.swIfIndex, remote: tunnel.remoteIp };
  }
}
