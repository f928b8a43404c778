/** Requests for the translation of addresses and for load balancers. Part of the table in fences.ts. */

import { needsNoWayBack, needsTableZeroAlone, needsTableZeroAloneToEnable } from "./cnat-fence.js";
import { type Fence, oneAfterTheOther, refuseWhen } from "./fence.js";
import { isDisabling, isLargeOrUnevenMap, isUnevenQueue, isUnsafePoolRange, isWithoutPaths } from "./fence-checks.js";
import { needsCnatAddresses, needsPnatInterface, needsUntranslatedVip } from "./fence-states.js";
import { needsMapDomain, needsNoNextHopOfMap, needsRoomInPool, needsSessionsOfNat } from "./object-states.js";
import { needsNoTunnelToOutside } from "./outside-fence.js";
import { needsNoServerOfLb, needsServerOutsideVips, needsVipWithoutServers } from "./served-fence.js";
import {
  hasMorePoliciesThanIds,
  isNatOfAnySize,
  isNoAttachment,
  isOfOtherTables,
  isTableOfAnySize,
  isUnsafeRange,
} from "./size-checks.js";

const POOL_RANGE = "addresses are taken out of the pool, the last one is below the first, or there are more than 1024";
const BAD_QUEUE = "the length of the queues is no power of two from 64 on";
const addressRange = oneAfterTheOther(
  refuseWhen(isUnsafeRange, "the last address is below the first, or there are more than 1024"),
  needsNoTunnelToOutside,
);
const ofOtherTables = refuseWhen(isOfOtherTables, "tables are meant by their place in memory");
const withoutPaths = refuseWhen(isWithoutPaths, "a translation has no paths");
const flowTable = refuseWhen(isTableOfAnySize, "the table for new flows has no length, or more than 2^24");
const vip = oneAfterTheOther(flowTable, needsVipWithoutServers);
const detMap = oneAfterTheOther(
  refuseWhen(isLargeOrUnevenMap, "the outside is larger than the inside, or the inside than a /20"),
  needsNoTunnelToOutside,
);
const attachment = refuseWhen(isNoAttachment, "the attachment is neither in nor out");

export const translationFences: readonly (readonly [string, Fence])[] = [
  ["cnat_set_snat_addresses", needsTableZeroAlone],
  ["cnat_set_snat_addresses_v2", oneAfterTheOther(ofOtherTables, needsTableZeroAlone)],
  ["cnat_set_snat_policy", needsCnatAddresses],
  ["cnat_snat_policy_add_del_exclude_pfx", needsCnatAddresses],
  ["cnat_translation_update", oneAfterTheOther(withoutPaths, needsTableZeroAlone, needsNoWayBack, needsNoServerOfLb)],
  ["det44_add_del_map", detMap],
  ["det44_plugin_enable_disable", refuseWhen(isDisabling, "an outside interface is still set; this is not looked at")],
  ["dslite_add_del_pool_addr_range", refuseWhen(isUnsafePoolRange, POOL_RANGE)],
  ["feature_cnat_enable_disable", needsTableZeroAloneToEnable],
  ["lb_add_del_as", oneAfterTheOther(needsUntranslatedVip, needsServerOutsideVips)],
  ["lb_add_del_vip", vip],
  ["lb_add_del_vip_v2", vip],
  ["map_param_add_del_pre_resolve", needsNoNextHopOfMap],
  ["map_rule_dump", needsMapDomain],
  ["nat44_ed_set_fq_options", refuseWhen(isUnevenQueue, BAD_QUEUE)],
  ["nat44_ei_plugin_enable_disable", refuseWhen(isNatOfAnySize, "more than 2^20 users or sessions")],
  ["nat44_ei_del_session", needsSessionsOfNat],
  ["nat44_ei_del_user", needsSessionsOfNat],
  ["nat44_ei_set_fq_options", refuseWhen(isUnevenQueue, BAD_QUEUE)],
  ["nat44_ei_user_session_dump", needsSessionsOfNat],
  ["nat44_ei_user_session_v2_dump", needsSessionsOfNat],
  ["nat44_add_del_address_range", addressRange],
  ["nat44_ei_add_del_address_range", addressRange],
  [
    "nat64_add_del_interface",
    refuseWhen(({ isAdd }) => isAdd === true, "a packet would end VPP when NAT64 is not enabled, which nothing tells"),
  ],
  ["nat44_add_del_static_mapping", needsNoTunnelToOutside],
  ["nat44_add_del_static_mapping_v2", needsNoTunnelToOutside],
  ["nat44_add_del_lb_static_mapping", needsNoTunnelToOutside],
  ["nat44_ei_add_del_static_mapping", needsNoTunnelToOutside],
  ["nat64_add_del_pool_addr_range", oneAfterTheOther(needsRoomInPool, needsNoTunnelToOutside)],
  ["nat_det_add_del_map", detMap],
  ["npol_configure_policies", refuseWhen(hasMorePoliciesThanIds, "there are more policies than identifiers")],
  ["pnat_binding_attach", attachment],
  ["pnat_binding_detach", oneAfterTheOther(attachment, needsPnatInterface)],
  ["pnat_flow_lookup", needsPnatInterface],
];
