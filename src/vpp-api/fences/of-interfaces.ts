/** Requests for interfaces, tunnels and what runs on them. Part of the table in fences.ts. */

import { needsNoRouteLeftBehind } from "./attached-fence.js";
import { needsNeighbourWithoutLabels } from "./bfd-fence.js";
import { type Fence, oneAfterTheOther, refuseWhen } from "./fence.js";
import {
  isLocalInterface,
  isNotOfLink,
  isSolicitationWithoutPause,
  isWithoutRetransmission,
  type VppFields,
} from "./fence-checks.js";
import { needsBridgePort } from "./fence-states.js";
import { needsEndOfBridged, needsEndOfConnected } from "./frame-circle-fence.js";
import { geneveTunnels, gtpuTunnels, needsSafeGroup, vxlanGpeTunnels, vxlanTunnels } from "./group-fences.js";
import { needsFewGroups, needsFewGroupsToGoDown } from "./igmp-fence.js";
import {
  needsAddressOfBvi,
  needsEthernet,
  needsHardwareAddress,
  needsInterface,
  needsLoopback,
  needsOtherThanGreOfPackets,
  needsPacketGenerator,
  needsPolicerToTakeAway,
  needsSameNumbers,
  needsTunnelOfNeighbors,
  needsTunnelTablesBeyond,
} from "./interface-fences.js";
import { needsAddressToStay } from "./locator-fence.js";
import { needsMasterWithoutOwnSlave, needsOtherMemifPeer, needsUnusedMemifSocket } from "./memif-fence.js";
import { needsLinkLocal, needsLinkLocalToTakeAway, needsNode, needsPolicer } from "./object-states.js";
import {
  needsNoTunnelTo,
  needsNoTunnelToDelegated,
  needsNoTunnelToVirtual,
  needsPeerElsewhere,
  needsRemoteElsewhere,
} from "./own-end-fence.js";
import {
  byHostName,
  byKind,
  byNumber,
  byPartOf,
  needsClientsThere,
  needsClientThere,
  needsNoClients,
} from "./pppoe-fence.js";
import {
  connectedTo,
  mirroredFrom,
  mirroredTo,
  needsReceiverInLayer2,
  needsSenderInLayer2,
} from "./sent-outside-fence.js";
import {
  isIp6TunnelInVrf,
  isLongHostName,
  isLongLeaseMessage,
  isLongProbe,
  isMoveOfLocal0,
  isOfNoTable,
  isTunnelOfNoTable,
  isUnknownMemif,
  wantsTooMany,
} from "./size-checks.js";
import { needsSubnetWithoutEnd } from "./tunnel-loop-fence.js";
import { needsNoRouter, needsNoRouterOfAddress } from "./vrrp-fence.js";
import { needsHostAddress, needsOtherNeighbor, needsPeerOfControlPlane } from "./way-fences.js";

const LEASES = "a server is named, or there are more than 32 addresses";
const NO_TIMEOUT = "it would send without pause: irt is 0";
const LONG_PROBE = "VPP hears nobody until the last probe, which is later than 8 s or behind 1024 others";
const NO_INNER_TABLE = "a table for what is inside is of IPv4 only";
const OTHER_TABLE = "VPP looks for the table of a tunnel of IPv6 among those of IPv4";
const bondMember = needsHardwareAddress(({ swIfIndex = 0 }) => [swIfIndex]);
const dhcp6Client = needsHardwareAddress(({ enable, swIfIndex = 0 }) => (enable === true ? [swIfIndex] : []));
const geneveTunnel = oneAfterTheOther(
  refuseWhen(isIp6TunnelInVrf, OTHER_TABLE),
  needsSafeGroup(geneveTunnels),
  needsRemoteElsewhere,
  needsNoClients(byKind(/^GENEVE/)),
);
const gpeTunnel = oneAfterTheOther(
  refuseWhen(isTunnelOfNoTable, NO_INNER_TABLE),
  refuseWhen(isIp6TunnelInVrf, OTHER_TABLE),
  needsSafeGroup(vxlanGpeTunnels),
  needsRemoteElsewhere,
);
const vxlanTunnel = oneAfterTheOther(
  needsSafeGroup(vxlanTunnels),
  needsRemoteElsewhere,
  needsNoClients(byKind(/^VXLAN$/)),
);
const greTunnel = oneAfterTheOther(needsRemoteElsewhere, needsNoClients(byKind(/^GRE/)));
const deletion = oneAfterTheOther(needsFewGroups, needsNoClients(byNumber));
/** The end of a pair in Linux goes with it. */
const pairWithLinux = needsNoClients(byKind(/^(virtio|tun)/));
const memif = oneAfterTheOther(
  refuseWhen(isUnknownMemif, "the mode is neither of frames nor of packets"),
  needsOtherMemifPeer,
);
const policedOutput = oneAfterTheOther(
  needsPolicerToTakeAway("output"),
  needsSenderInLayer2(({ apply, swIfIndex = 0 }) => (apply === true ? swIfIndex : undefined)),
);
const shortProbe = refuseWhen(isLongProbe, LONG_PROBE);
const probe = oneAfterTheOther(
  needsInterface(({ swIfIndex = 0 }) => [swIfIndex]),
  needsHardwareAddress(({ swIfIndex = 0 }) => [swIfIndex]),
  shortProbe,
);
const onInterface = needsInterface(({ swIfIndex = 0 }) => [swIfIndex]);
const virtualRouter = oneAfterTheOther(
  needsHardwareAddress(({ swIfIndex = 0 }) => [swIfIndex]),
  needsNoTunnelToVirtual,
);
const hostInterface = refuseWhen(isLongHostName, "the name of the interface of Linux has more than 15 bytes");
const dhcp6Message = oneAfterTheOther(
  refuseWhen(isWithoutRetransmission, NO_TIMEOUT),
  refuseWhen(isLongLeaseMessage, LEASES),
  needsLinkLocal,
);

/** Requests that delete the interface that they name by its number. */
const DELETIONS: readonly string[] = [
  "af_xdp_delete",
  "bond_delete",
  "delete_subif",
  "delete_vhost_user_if",
  "dev_remove_port_if",
  "pg_delete_interface",
  "rdma_delete",
  "tap_delete_v2",
  "virtio_pci_delete",
  "vmxnet3_delete",
];

export const interfaceFences: readonly (readonly [string, Fence])[] = [
  ...DELETIONS.map((name): [string, Fence] => [name, deletion]),
  ["af_packet_delete", needsNoClients(byHostName)],
  ["lcp_itf_pair_add_del", pairWithLinux],
  ["lcp_itf_pair_add_del_v2", pairWithLinux],
  ["lcp_itf_pair_add_del_v3", pairWithLinux],
  ["lcp_itf_pair_replace_end", pairWithLinux],
  ["p2p_ethernet_del", needsNoClients(byPartOf)],
  ["af_packet_create", hostInterface],
  ["af_packet_create_v2", hostInterface],
  ["af_packet_create_v3", hostInterface],
  ["arping", probe],
  ["arping_acd", probe],
  ["bfd_udp_add", needsNeighbourWithoutLabels],
  ["bfd_udp_upd", needsNeighbourWithoutLabels],
  ["bond_add_member", bondMember],
  ["bond_enslave", bondMember],
  ["create_subif", needsEthernet(["swIfIndex"])],
  ["create_vlan_subif", needsEthernet(["swIfIndex"])],
  [
    "ip6nd_send_router_solicitation",
    refuseWhen(isSolicitationWithoutPause, "it would send without pause: irt or mrt is 0"),
  ],
  ["ip6_add_del_address_using_prefix", needsNoTunnelToDelegated],
  ["ip_neighbor_add_del", needsOtherNeighbor],
  ["ip_punt_police", needsPolicer],
  [
    "sw_interface_set_table",
    oneAfterTheOther(
      refuseWhen(isMoveOfLocal0, "local0 has the namespaces whose socket could not be made"),
      needsNoRouteLeftBehind,
    ),
  ],
  ["collect_detailed_interface_stats", onInterface],
  ["delete_loopback", deletion],
  ["dhcp6_client_enable_disable", dhcp6Client],
  ["dhcp6_pd_client_enable_disable", dhcp6Client],
  ["dhcp6_pd_send_client_message", dhcp6Message],
  ["dhcp6_send_client_message", dhcp6Message],
  ["dhcp_proxy_config", refuseWhen(isOfNoTable, "a table has the number of none")],
  ["gtpu_get_transfer_counts", refuseWhen(wantsTooMany, "more than 1024 are wanted")],
  ["policer_input", needsPolicerToTakeAway("input")],
  ["policer_input_v2", needsPolicerToTakeAway("input")],
  ["policer_output", policedOutput],
  ["policer_output_v2", policedOutput],
  [
    "dhcp_client_config",
    needsHardwareAddress(({ isAdd, client }) =>
      isAdd === true ? [(client as VppFields | undefined)?.swIfIndex ?? 0] : [],
    ),
  ],
  ["geneve_add_del_tunnel", geneveTunnel],
  ["geneve_add_del_tunnel2", geneveTunnel],
  ["gtpu_add_del_tunnel", oneAfterTheOther(needsSafeGroup(gtpuTunnels), needsRemoteElsewhere)],
  ["gre_tunnel_add_del", greTunnel],
  ["gre_tunnel_add_del_v2", greTunnel],
  ["ipip_add_tunnel", needsRemoteElsewhere],
  ["ip_reassembly_enable_disable", onInterface],
  ["l2_patch_add_del", needsEthernet(["rxSwIfIndex", "txSwIfIndex"])],
  ["l2fib_flush_int", needsBridgePort],
  ["memif_create", memif],
  ["memif_create_v2", memif],
  ["memif_delete", oneAfterTheOther(needsMasterWithoutOwnSlave, deletion)],
  ["memif_socket_filename_add_del", needsUnusedMemifSocket],
  ["memif_socket_filename_add_del_v2", needsUnusedMemifSocket],
  ["p2p_ethernet_add", oneAfterTheOther(needsLoopback, needsSameNumbers)],
  ["pg_interface_enable_disable_coalesce", needsPacketGenerator],
  ["pppoe_add_del_cp", oneAfterTheOther(onInterface, needsPeerOfControlPlane, needsClientsThere)],
  ["pppoe_add_del_session", needsClientThere],
  ["qos_mark_enable_disable", needsInterface(({ mark }) => [(mark as VppFields | undefined)?.swIfIndex ?? 0])],
  ["sfdp_gateway_geneve_input_enable_disable", onInterface],
  ["sfdp_set_icmp_error_node", needsNode],
  [
    "sw_interface_add_del_address",
    oneAfterTheOther(
      needsLinkLocalToTakeAway,
      needsHostAddress,
      needsAddressToStay,
      needsNoTunnelTo,
      needsSubnetWithoutEnd,
      needsNoRouterOfAddress,
    ),
  ],
  ["sw_interface_ip6_enable_disable", needsNoRouter],
  ["sw_interface_ip6_set_link_local_address", refuseWhen(isNotOfLink, "the address is none of a link (fe80::/10)")],
  ["sw_interface_set_flags", needsFewGroupsToGoDown],
  [
    "sw_interface_set_l2_bridge",
    oneAfterTheOther(
      refuseWhen(isLocalInterface, "local0 has no hardware"),
      needsAddressOfBvi,
      needsOtherThanGreOfPackets(({ enable, rxSwIfIndex = 0 }) => (enable === false ? [] : [rxSwIfIndex])),
      needsEndOfBridged,
    ),
  ],
  [
    "sw_interface_set_l2_xconnect",
    oneAfterTheOther(
      refuseWhen(isLocalInterface, "local0 has no hardware"),
      needsOtherThanGreOfPackets(({ enable, txSwIfIndex = 0 }) => (enable === false ? [] : [txSwIfIndex])),
      needsEndOfConnected,
      needsReceiverInLayer2(connectedTo),
    ),
  ],
  [
    "sw_interface_span_enable_disable",
    oneAfterTheOther(
      needsOtherThanGreOfPackets(({ state = 0, swIfIndexTo = 0 }) => (state === 0 ? [] : [swIfIndexTo])),
      needsReceiverInLayer2(mirroredTo),
      needsSenderInLayer2(mirroredFrom),
    ),
  ],
  ["teib_entry_add_del", oneAfterTheOther(needsTunnelOfNeighbors, needsTunnelTablesBeyond, needsPeerElsewhere)],
  ["vrrp_vr_add_del", async (fields, vpp) => ((fields.isAdd ?? 0) === 0 ? undefined : virtualRouter(fields, vpp))],
  ["vrrp_vr_update", virtualRouter],
  ["vxlan_add_del_tunnel", vxlanTunnel],
  ["vxlan_add_del_tunnel_v2", vxlanTunnel],
  ["vxlan_add_del_tunnel_v3", vxlanTunnel],
  ["vxlan_gpe_add_del_tunnel", gpeTunnel],
  ["vxlan_gpe_add_del_tunnel_v2", gpeTunnel],
  ["want_ping_finished_events", shortProbe],
];
