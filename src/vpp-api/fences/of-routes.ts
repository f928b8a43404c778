/** Requests for routes, labels, segments and BIER. Part of the table in fences.ts. */

import { needsInterfaceOfTable } from "./attached-fence.js";
import { type Fence, oneAfterTheOther, refuseWhen } from "./fence.js";
import {
  addsEmptyList,
  isBehindBits,
  isBierWithoutPaths,
  isFaultyLabelPolicy,
  isLabelTunnelOfFrames,
  isLocalSidToNeighbour,
  isOfIpv6,
  isOtherThanGtp4,
  isRedirectionWithoutPaths,
  isUnknownBehavior,
  isWithoutSegments,
} from "./fence-checks.js";
import {
  needsDefaultVrf,
  needsRoomInTable,
  needsTableOfLabelSteering,
  needsTableOfLocalSid,
  needsTableOfSteering,
} from "./fence-states.js";
import { framesOfRoute, needsOtherThanGreOfPackets } from "./interface-fences.js";
import { needsRoomForTable, needsTableOfPaths, needsTableZeroFirst } from "./label-fences.js";
import { needsPathsOfRoute, needsRoomForPaths } from "./multicast-fence.js";
import { needsBierImposition, needsTableOfRedirect, needsUnusedLabel } from "./object-states.js";
import { needsNoTunnelReceived } from "./own-end-fence.js";
import {
  needsEncapsulation,
  needsOtherReceiver,
  needsOtherThanFirst,
  needsOtherThanNull,
  needsPacketsBehindLabel,
  needsSourceOfRoute,
  needsWayOfBier,
  needsWayOfIp,
} from "./path-fences.js";
import {
  needsFirstSegmentElsewhere,
  needsNextSegmentElsewhere,
  needsNoSegmentOnRoute,
  needsSegmentsElsewhere,
} from "./segment-fence.js";
import { needsReceiverInLayer2, unwrappedTo } from "./sent-outside-fence.js";
import {
  acceptsFromNowhere,
  hasLabelWithoutEntry,
  isNeitherIp4NorIp6,
  isUnevenBitString,
  isUnknownBierPayload,
} from "./size-checks.js";
import { needsNoSourceVrf } from "./source-vrf-fence.js";
import { needsWayOutOfTunnel } from "./tunnel-loop-fence.js";
import { needsNoWayBackFromPolicy, needsNoWayBackFromSid, needsNoWayBackFromSteering } from "./unwrapped-fence.js";
import { needsWayOn } from "./way-fences.js";

const NO_SEGMENTS = "a policy has no segments";
const BEHIND_BITS = "packets of the table have fewer bits";
const NO_BEHAVIOR = "the behavior is none of a local SID";
const LABEL_POLICY =
  "a policy of labels has no segments, label 0 for the first, a label that is none of its own, or a weight other than 1, which VPP takes for a length";
const FRAMES_TO_ALL = "the tunnel is for Ethernet frames and for all of its paths";
const TO_NEIGHBOUR = "VPP keeps the way to a neighbour when its interface goes; /sweetcomb-srv6:srv6 does it";
const localSid = oneAfterTheOther(
  refuseWhen(isUnknownBehavior, NO_BEHAVIOR),
  refuseWhen(isLocalSidToNeighbour, TO_NEIGHBOUR),
  needsTableOfLocalSid,
  needsReceiverInLayer2(unwrappedTo, true),
  needsNextSegmentElsewhere,
  needsNoWayBackFromSid,
);
const routeFrames = needsOtherThanGreOfPackets(framesOfRoute);
const ipRoute = oneAfterTheOther(
  needsWayOfIp,
  routeFrames,
  needsTableOfPaths,
  needsNoTunnelReceived,
  needsWayOutOfTunnel,
  needsOtherThanFirst,
  needsWayOn,
  needsNoSegmentOnRoute,
  needsInterfaceOfTable,
);
const policySegments = oneAfterTheOther(needsFirstSegmentElsewhere, needsNoWayBackFromPolicy);
const policy = oneAfterTheOther(refuseWhen(isWithoutSegments, NO_SEGMENTS), policySegments);
const policyChange = oneAfterTheOther(refuseWhen(addsEmptyList, NO_SEGMENTS), policySegments);
const redirect = oneAfterTheOther(needsTableOfRedirect, needsRoomInTable);
const knownLabel = refuseWhen(hasLabelWithoutEntry, "a label has more than 20 bits");

export const routeFences: readonly (readonly [string, Fence])[] = [
  [
    "add_del_ip_punt_redirect_v2",
    oneAfterTheOther(refuseWhen(isRedirectionWithoutPaths, "a redirection has no paths"), needsWayOfIp),
  ],
  [
    "bier_disp_entry_add_del",
    refuseWhen(isUnknownBierPayload, "there are no paths, or the payload is of no known protocol"),
  ],
  ["bier_imp_add", refuseWhen(isUnevenBitString, "the bits are not as many as the header has")],
  ["bier_imp_del", needsBierImposition],
  ["bier_table_add_del", knownLabel],
  [
    "bier_route_add_del",
    oneAfterTheOther(
      refuseWhen(isBehindBits, BEHIND_BITS),
      refuseWhen(isBierWithoutPaths, "there are no paths"),
      needsWayOfBier,
    ),
  ],
  ["ip_container_proxy_add_del", needsDefaultVrf],
  [
    "ip_mroute_add_del",
    oneAfterTheOther(
      refuseWhen(acceptsFromNowhere, "packets are accepted from no interface"),
      needsPathsOfRoute,
      needsRoomForPaths,
      routeFrames,
    ),
  ],
  ["ip_route_add_del", ipRoute],
  ["ip_route_add_del_v2", oneAfterTheOther(needsSourceOfRoute, ipRoute)],
  ["ip_session_redirect_add", redirect],
  ["ip_session_redirect_add_v2", redirect],
  ["ip_source_and_port_range_check_add_del", refuseWhen(isOfIpv6, "VPP has range checks of IPv4 only")],
  [
    "mpls_ip_bind_unbind",
    oneAfterTheOther(knownLabel, async (fields, vpp) =>
      fields.mbIsBind === true ? needsTableZeroFirst(fields, vpp) : undefined,
    ),
  ],
  ["l3xc_update", oneAfterTheOther(needsWayOfIp, needsOtherReceiver)],
  ["udp_encap_del", needsEncapsulation],
  [
    "mpls_route_add_del",
    oneAfterTheOther(knownLabel, needsPacketsBehindLabel, needsOtherThanNull, needsOtherThanFirst, needsTableOfPaths),
  ],
  ["mpls_table_add_del", needsRoomForTable],
  ["mpls_tunnel_add_del", refuseWhen(isLabelTunnelOfFrames, FRAMES_TO_ALL)],
  ["sr_localsid_add_del", localSid],
  ["sr_localsid_add_del_v2", localSid],
  ["sr_mobile_policy_add", refuseWhen(isOtherThanGtp4, "the behavior is another one than t.m.gtp4.d")],
  ["sr_mpls_policy_add", oneAfterTheOther(refuseWhen(isFaultyLabelPolicy, LABEL_POLICY), needsTableZeroFirst)],
  ["sr_mpls_policy_del", needsUnusedLabel],
  ["sr_mpls_steering_add_del", needsTableOfLabelSteering],
  ["sr_policy_add", policy],
  ["sr_policy_add_v2", policy],
  ["sr_policy_mod", policyChange],
  ["sr_policy_mod_v2", policyChange],
  ["sr_steering_add_del", oneAfterTheOther(needsTableOfSteering, needsSegmentsElsewhere, needsNoWayBackFromSteering)],
  ["svs_enable_disable", needsNoSourceVrf],
  [
    "svs_table_add_del",
    refuseWhen(
      ({ isAdd }) => isAdd !== true,
      "VPP does not look whether the table is one of source VRFs, and lets go of that of others",
    ),
  ],
  ["udp_decap_add_del", refuseWhen(isNeitherIp4NorIp6, "is-ip4 is neither 0 nor 1")],
];
