/**
 * Requests that end VPP 26.06 with some inputs or in some states, make a later one end it, or get no answer: what is looked at
 * before VPP hears of them. docs/vpp-api.md lists them. What ends VPP in ways that nobody can see beforehand is in refused-messages.ts.
 */

import type { VppCaller } from "vpp-binapi-ts";
import {
  isAnyWithoutLocators,
  isDeleting,
  isDisabling,
  isFaultyLabelPolicy,
  isLargeOrUnevenMap,
  isOfIpv6,
  isTableThatFillsUp,
  isTunnelWithBadKey,
  isUnevenQueue,
  isUnknownBehavior,
  isUnsafePoolRange,
  isWithoutFilterName,
  isWithoutPaths,
  isWithoutRetransmission,
  isWithoutSegments,
  isWithoutWalkInterval,
  type VppFields,
  wantsAllNodes,
} from "./fence-checks.js";
import {
  needsBridgePort,
  needsCnatAddresses,
  needsDefaultVrf,
  needsEndpointIndependentNat,
  needsFilter,
  needsPnatInterface,
  needsRoomInTable,
  needsTableOfLabelSteering,
  needsTableOfLocalSid,
  needsTableOfSteering,
  needsUdpEncapsulations,
  needsUntranslatedVip,
} from "./fence-states.js";
import { needsEndOfBridged, needsEndOfConnected } from "./frame-circle-fence.js";
import { needsClassifyTable, needsKeysNotInUse, needsTableNotExported } from "./held-by-others-fence.js";
import {
  framesOfRoute,
  needsEthernet,
  needsHardwareAddress,
  needsOtherThanGreOfPackets,
  needsSameNumbers,
} from "./interface-fences.js";
import { needsTableOfPaths, needsTableZeroFirst } from "./label-fences.js";
import { needsPathsOfRoute } from "./multicast-fence.js";
import { needsKnownPunt } from "./punt-fence.js";

/** Why a request is refused; undefined lets it through. `fields` are the codec's; absent ones are zero. */
export type Fence = (fields: VppFields, vpp: VppCaller) => Promise<string | undefined>;

const BAD_KEY = "the key of a tunnel has a length that its algorithm has not";
const NO_SEGMENTS = "a policy has no segments";
const NO_TIMEOUT = "it would send without pause: irt is 0";
const NO_FILTER = "the name of the filter function is empty";
const DEFAULT_ROUTE = "the default route of LISP itself would get an entry without locators";
const LISP_DELETE =
  "VPP does not look whether what it deletes is there, or writes elsewhere; /sweetcomb-lisp:lisp does";
const POOL_RANGE = "addresses are taken out of the pool, or the last one is below the first";
const NO_BEHAVIOR = "the behavior is none of a local SID";

const LABEL_POLICY = "a policy of labels has no segments, or a weight other than 1, which VPP takes for a length";
const BAD_QUEUE = "the length of the queues is no power of two from 64 on";

const localSid = oneAfterTheOther(refuseWhen(isUnknownBehavior, NO_BEHAVIOR), needsTableOfLocalSid);
const bondMember = needsHardwareAddress(({ swIfIndex = 0 }) => [swIfIndex]);
const dhcp6Client = needsHardwareAddress(({ enable, swIfIndex = 0 }) => (enable === true ? [swIfIndex] : []));
const routeFrames = needsOtherThanGreOfPackets(framesOfRoute);
const ipRoute = oneAfterTheOther(needsUdpEncapsulations, routeFrames, needsTableOfPaths);

export const fences: ReadonlyMap<string, Fence> = new Map<string, Fence>([
  ["bfd_auth_set_key", needsKeysNotInUse],
  ["bond_add_member", bondMember],
  ["bond_enslave", bondMember],
  ["classify_add_del_session", needsRoomInTable],
  [
    "classify_add_del_table",
    oneAfterTheOther(
      refuseWhen(isTableThatFillsUp, "the memory is too small, or too much is skipped"),
      needsTableNotExported,
    ),
  ],
  ["cnat_translation_update", refuseWhen(isWithoutPaths, "a translation has no paths")],
  ["cnat_set_snat_policy", needsCnatAddresses],
  ["cnat_snat_policy_add_del_exclude_pfx", needsCnatAddresses],
  [
    "det44_add_del_map",
    refuseWhen(isLargeOrUnevenMap, "the outside is larger than the inside, or the inside than a /20"),
  ],
  ["det44_plugin_enable_disable", refuseWhen(isDisabling, "an outside interface is still set; this is not looked at")],
  [
    "dhcp_client_config",
    needsHardwareAddress(({ isAdd, client }) =>
      isAdd === true ? [(client as VppFields | undefined)?.swIfIndex ?? 0] : [],
    ),
  ],
  ["dhcp6_client_enable_disable", dhcp6Client],
  ["dhcp6_pd_client_enable_disable", dhcp6Client],
  ["dhcp6_pd_send_client_message", refuseWhen(isWithoutRetransmission, NO_TIMEOUT)],
  ["dhcp6_send_client_message", refuseWhen(isWithoutRetransmission, NO_TIMEOUT)],
  ["gpe_add_del_fwd_entry", refuseWhen(isAnyWithoutLocators, DEFAULT_ROUTE)],
  ["dslite_add_del_pool_addr_range", refuseWhen(isUnsafePoolRange, POOL_RANGE)],
  ["graph_node_get", refuseWhen(wantsAllNodes, "all nodes are asked for over a socket; name one")],
  ["ip_mroute_add_del", oneAfterTheOther(needsPathsOfRoute, routeFrames)],
  ["ip_container_proxy_add_del", needsDefaultVrf],
  ["ip_source_and_port_range_check_add_del", refuseWhen(isOfIpv6, "VPP has range checks of IPv4 only")],
  ["ip_route_add_del", ipRoute],
  ["ip_route_add_del_v2", ipRoute],
  ["ip_reassembly_set", refuseWhen(isWithoutWalkInterval, "the interval between walks is 0")],
  ["ipsec_sad_entry_add", refuseWhen(isTunnelWithBadKey, BAD_KEY)],
  ["ipsec_sad_entry_add_v2", refuseWhen(isTunnelWithBadKey, BAD_KEY)],
  ["ipsec_sad_entry_add_del", refuseWhen(isTunnelWithBadKey, BAD_KEY)],
  ["ipsec_sad_entry_add_del_v2", refuseWhen(isTunnelWithBadKey, BAD_KEY)],
  ["ipsec_sad_entry_add_del_v3", refuseWhen(isTunnelWithBadKey, BAD_KEY)],
  ["ipfix_classify_table_add_del", needsClassifyTable],
  ["l2_patch_add_del", needsEthernet(["rxSwIfIndex", "txSwIfIndex"])],
  ["l2fib_flush_int", needsBridgePort],
  ["lb_add_del_as", needsUntranslatedVip],
  ["lisp_add_del_local_eid", refuseWhen(isDeleting, LISP_DELETE)],
  ["lisp_add_del_locator_set", refuseWhen(isDeleting, LISP_DELETE)],
  ["lisp_pitr_set_locator_set", refuseWhen(isDeleting, LISP_DELETE)],
  ["lisp_use_petr", refuseWhen(isDeleting, LISP_DELETE)],
  [
    "mpls_ip_bind_unbind",
    async (fields, vpp) => (fields.mbIsBind === true ? needsTableZeroFirst(fields, vpp) : undefined),
  ],
  ["mpls_route_add_del", needsTableOfPaths],
  ["nat44_ed_set_fq_options", refuseWhen(isUnevenQueue, BAD_QUEUE)],
  ["nat44_ei_del_user", needsEndpointIndependentNat],
  ["nat44_ei_set_fq_options", refuseWhen(isUnevenQueue, BAD_QUEUE)],
  ["nat44_ei_user_session_dump", needsEndpointIndependentNat],
  ["nat44_ei_user_session_v2_dump", needsEndpointIndependentNat],
  ["one_add_del_local_eid", refuseWhen(isDeleting, LISP_DELETE)],
  ["one_add_del_locator_set", refuseWhen(isDeleting, LISP_DELETE)],
  ["one_pitr_set_locator_set", refuseWhen(isDeleting, LISP_DELETE)],
  ["one_use_petr", refuseWhen(isDeleting, LISP_DELETE)],
  ["p2p_ethernet_add", oneAfterTheOther(needsEthernet(["parentIfIndex"]), needsSameNumbers)],
  ["pcap_set_filter_function", refuseWhen(isWithoutFilterName, NO_FILTER)],
  ["pnat_flow_lookup", needsPnatInterface],
  ["punt_socket_register", needsKnownPunt],
  ["session_rules_dump", needsFilter("rules")],
  ["session_rules_v2_dump", needsFilter("rules")],
  ["session_sdl_dump", needsFilter("source deny lists")],
  ["session_sdl_v2_dump", needsFilter("source deny lists")],
  ["session_sdl_v3_dump", needsFilter("source deny lists")],
  ["sr_localsid_add_del", localSid],
  ["sr_localsid_add_del_v2", localSid],
  ["sr_mpls_policy_add", oneAfterTheOther(refuseWhen(isFaultyLabelPolicy, LABEL_POLICY), needsTableZeroFirst)],
  ["sr_mpls_steering_add_del", needsTableOfLabelSteering],
  ["sr_policy_add", refuseWhen(isWithoutSegments, NO_SEGMENTS)],
  ["sr_policy_add_v2", refuseWhen(isWithoutSegments, NO_SEGMENTS)],
  ["sr_steering_add_del", needsTableOfSteering],
  [
    "sw_interface_set_l2_bridge",
    oneAfterTheOther(
      needsOtherThanGreOfPackets(({ enable, rxSwIfIndex = 0 }) => (enable === false ? [] : [rxSwIfIndex])),
      needsEndOfBridged,
    ),
  ],
  [
    "sw_interface_set_l2_xconnect",
    oneAfterTheOther(
      needsOtherThanGreOfPackets(({ enable, txSwIfIndex = 0 }) => (enable === false ? [] : [txSwIfIndex])),
      needsEndOfConnected,
    ),
  ],
  [
    "sw_interface_span_enable_disable",
    needsOtherThanGreOfPackets(({ state = 0, swIfIndexTo = 0 }) => (state === 0 ? [] : [swIfIndexTo])),
  ],
  ["trace_set_filter_function", refuseWhen(isWithoutFilterName, NO_FILTER)],
  ["vrrp_vr_add_del", needsHardwareAddress(({ isAdd = 0, swIfIndex = 0 }) => (isAdd === 0 ? [] : [swIfIndex]))],
  ["vrrp_vr_update", needsHardwareAddress(({ swIfIndex = 0 }) => [swIfIndex])],
]);

function refuseWhen(isBad: (fields: VppFields) => boolean, reason: string): Fence {
  return async (fields) => (isBad(fields) ? reason : undefined);
}

function oneAfterTheOther(...several: readonly Fence[]): Fence {
  return async (fields, vpp) => {
    for (const fence of several) {
      const reason = await fence(fields, vpp);
      if (reason !== undefined) return reason;
    }
    return undefined;
  };
}
