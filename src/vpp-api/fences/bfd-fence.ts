/**
 * A neighbour on a link that a BFD session watches, and that paths impose labels towards. When the session goes, VPP 26.06 makes the adjacency
 * for labels anew while it walks what uses the neighbour, walks the same again, and finds no end (adj_bfd_notify). Where an interface has two
 * ends only, all neighbours are one.
 */

import type { VppCaller } from "vpp-binapi-ts";
import {
  type Address,
  AddressFamily,
  BfdUdpSessionDump,
  CliInband,
  FibPathNhProto,
  FibPathType,
  IfStatusFlags,
} from "vpp-binapi-ts/api";
import { formatAddress, formatIp4, formatIp6, ip6Bytes } from "../../../translators/ip/addresses.js";
import type { VppFields } from "./fence-checks.js";
import { hasAddress, interfaceShown } from "./interface-fences.js";
import { NO_INTERFACE } from "./numbers.js";

type Missing = Promise<string | undefined>;

const IS_UP = IfStatusFlags.IF_STATUS_API_FLAG_ADMIN_UP | IfStatusFlags.IF_STATUS_API_FLAG_LINK_UP;

/** Of bfd_udp_add and bfd_udp_upd. VPP shows the adjacencies for labels of an interface that is up. Costs its neighbours. */
export async function needsNeighbourWithoutLabels({ swIfIndex = 0, peerAddr }: VppFields, vpp: VppCaller): Missing {
  const found = swIfIndex === NO_INTERFACE ? undefined : await interfaceShown(vpp, swIfIndex);
  if (found === undefined) return undefined;
  if ((found.flags & IS_UP) !== IS_UP) return `VPP does not tell about labels while interface ${swIfIndex} is down`;
  const { reply } = await vpp.call(CliInband, { cmd: `show adj nbr ${found.interfaceName}` });
  const labelled = neighboursWithLabels(reply);
  const { af, un } = (peerAddr ?? {}) as Partial<Address>;
  const peer = textOf(af === AddressFamily.ADDRESS_IP6, un);
  if (!(hasAddress(found) ? labelled.includes(peer) : labelled.length > 0)) return undefined;
  return `labels are imposed towards ${peer} on interface ${swIfIndex}`;
}

/** Lines are "[@5] arp-mpls: via 192.0.2.2 loop0", and without "arp" where the neighbour is known. */
function neighboursWithLabels(shown: string): readonly string[] {
  const addresses = [...shown.matchAll(/^\[@\d+\] +(?:arp-)?mpls.*? via (\S+) /gm)].map(([, address]) => address!);
  return addresses.map((address) => (address.includes(":") ? formatIp6(ip6Bytes(address)) : address));
}

/** Why labels are imposed towards a neighbour that a session watches, by one of these paths; undefined where they are not. */
export async function labelsToWatched(paths: readonly VppFields[], vpp: VppCaller): Missing {
  const hops = paths.filter(
    ({ nLabels = 0, type = FibPathType.FIB_API_PATH_TYPE_NORMAL, swIfIndex }) =>
      Number(nLabels) > 0 && type === FibPathType.FIB_API_PATH_TYPE_NORMAL && swIfIndex !== NO_INTERFACE,
  );
  if (hops.length === 0) return undefined;
  for await (const { swIfIndex, peerAddr } of vpp.dump(BfdUdpSessionDump)) {
    const onLink = hops.filter((hop) => (hop.swIfIndex ?? 0) === swIfIndex);
    if (onLink.length === 0) continue;
    const peer = formatAddress(peerAddr);
    const found = onLink.some((hop) => nextHopOf(hop) === peer) ? undefined : await interfaceShown(vpp, swIfIndex);
    if (found !== undefined && hasAddress(found)) continue;
    return `labels would be imposed towards ${peer} on interface ${swIfIndex}, which a BFD session watches`;
  }
  return undefined;
}

function nextHopOf({ proto, nh }: VppFields): string {
  const { address } = (nh ?? {}) as { readonly address?: Address["un"] };
  return textOf(proto === FibPathNhProto.FIB_API_PATH_NH_PROTO_IP6, address);
}

function textOf(isIp6: boolean, un: Partial<Address["un"]> | undefined): string {
  return isIp6 ? formatIp6(un?.ip6 ?? new Uint8Array(16)) : formatIp4(un?.ip4 ?? new Uint8Array(4));
}
