/**
 * Requests that end VPP 26.06 with some inputs or in some states, make a later one end it, or get no answer: what is looked at
 * before VPP hears of them. docs/vpp-api.md lists them. What ends VPP in ways that nobody can see beforehand is in refused-messages.ts.
 */

import { needsMoveElsewhere, needsPolicyElsewhere, needsProtectionElsewhere } from "./association-fence.js";
import { type Fence, oneAfterTheOther, refuseWhen } from "./fence.js";
import {
  isAdding,
  isAnyWithoutLocators,
  isDeleting,
  isEnabling,
  isTableThatFillsUp,
  isTunnelWithBadKey,
  isWithoutFilterName,
  isWithoutWalkInterval,
  wantsAllNodes,
} from "./fence-checks.js";
import { needsFilter, needsRoomInTable } from "./fence-states.js";
import { needsClassifyTable, needsKeysNotInUse, needsTableNotExported } from "./held-by-others-fence.js";
import { needsPlaceOfPeer, needsSomeProfile } from "./ikev2-fence.js";
import { needsTableOfVni } from "./lisp-fences.js";
import { needsAddressesOfLocators } from "./locator-fence.js";
import { needsNode } from "./object-states.js";
import { interfaceFences } from "./of-interfaces.js";
import { layer2Fences } from "./of-layer-2.js";
import { routeFences } from "./of-routes.js";
import { translationFences } from "./of-translation.js";
import { needsLocatorsElsewhere } from "./own-end-fence.js";
import { needsKnownPunt } from "./punt-fence.js";
import { needsMoveOutOfRules, needsOlderRuleForOthers, needsRuleForOthers } from "./rule-fence.js";
import {
  clearsAll,
  isBadCertificate,
  isEncapsulationOfNoTable,
  isEndlessPing,
  isLongSourceRange,
  isNoPollingInterval,
  isUnknownBackend,
  isWithoutPause,
  wantsManyFifos,
} from "./size-checks.js";

const BAD_KEY = "the key of a tunnel has a length that its algorithm has not";
const NO_FILTER = "the name of the filter function is empty";
const DEFAULT_ROUTE = "the default route of LISP itself would get an entry without locators";
const LISP_DELETE =
  "VPP does not look whether what it deletes is there, or writes elsewhere; /sweetcomb-lisp:lisp does";
const LISP_CLEARS = "VPP lets go of locators that are not there when it deletes all";
const NAMESPACE = "a namespace whose socket could not be made may not be deleted, and nothing tells which that is";

const REGISTERS =
  "VPP looks for a map server for ever, and hears nobody any more, when it has no address on the way to it";
const RESOLVES =
  "VPP looks for a map resolver for ever, and hears nobody any more, when it has lost the way to it; /sweetcomb-lisp:lisp has mappings that need none";
const ENDLESS_PING =
  "a range of ports is empty, has port 65535, or makes too many flows, or the interval is 0: VPP would send until its memory is used up";
const MANY_FIFOS = "more than 1024 pairs of queues are made before VPP hears anybody";

const remoteMapping = oneAfterTheOther(
  refuseWhen(clearsAll, LISP_CLEARS),
  needsAddressesOfLocators,
  needsLocatorsElsewhere,
);
const locatorsAdded = oneAfterTheOther(refuseWhen(isDeleting, LISP_DELETE), needsAddressesOfLocators);

const proxyAdded = oneAfterTheOther(locatorsAdded, needsLocatorsElsewhere);

/** Requests about a profile of IKEv2. */
const OF_PROFILES: readonly string[] = [
  "ikev2_profile_add_del",
  "ikev2_profile_set_auth",
  "ikev2_profile_set_id",
  "ikev2_profile_disable_natt",
  "ikev2_profile_set_ts",
  "ikev2_profile_set_udp_encap",
  "ikev2_profile_set_ipsec_udp_port",
  "ikev2_profile_set_liveness",
  "ikev2_set_tunnel_interface",
  "ikev2_set_responder",
  "ikev2_set_responder_hostname",
  "ikev2_set_ike_transforms",
  "ikev2_set_esp_transforms",
  "ikev2_set_sa_lifetime",
];

/** By the name of the message. */
export const fences: ReadonlyMap<string, Fence> = new Map<string, Fence>([
  ...interfaceFences,
  ...layer2Fences,
  ...routeFences,
  ...translationFences,
  ["app_namespace_add_del", refuseWhen(isDeleting, NAMESPACE)],
  ["app_namespace_add_del_v2", refuseWhen(isDeleting, NAMESPACE)],
  ["app_namespace_add_del_v3", refuseWhen(isDeleting, NAMESPACE)],
  ["app_namespace_add_del_v4", refuseWhen(isDeleting, NAMESPACE)],
  ["app_add_cert_key_pair", refuseWhen(isBadCertificate, "the certificate is empty, or longer than what is given")],
  ["ikev2_plugin_set_sleep_interval", refuseWhen(isWithoutPause, "the interval is not above 0")],
  ["lisp_add_del_map_resolver", refuseWhen(isAdding, RESOLVES)],
  ["one_add_del_map_resolver", refuseWhen(isAdding, RESOLVES)],
  ["lisp_add_del_locator", needsAddressesOfLocators],
  ["one_add_del_locator", needsAddressesOfLocators],
  ["lisp_add_del_remote_mapping", remoteMapping],
  ["one_add_del_remote_mapping", remoteMapping],
  ["tcp_configure_src_addresses", refuseWhen(isLongSourceRange, "there are no addresses, or more than 1024")],
  ["udp_encap_add", refuseWhen(isEncapsulationOfNoTable, "the table has the number of none")],
  ["bfd_auth_set_key", needsKeysNotInUse],
  ["classify_add_del_session", needsRoomInTable],
  [
    "classify_add_del_table",
    oneAfterTheOther(
      refuseWhen(isTableThatFillsUp, "the memory is too small, or too much is skipped"),
      needsTableNotExported,
    ),
  ],
  [
    "gpe_add_del_fwd_entry",
    oneAfterTheOther(refuseWhen(isAnyWithoutLocators, DEFAULT_ROUTE), needsTableOfVni, needsLocatorsElsewhere),
  ],
  ["http_static_enable_v4", refuseWhen(wantsManyFifos, MANY_FIFOS)],
  ["http_static_enable_v5", refuseWhen(wantsManyFifos, MANY_FIFOS)],
  ["session_enable_disable_v2", refuseWhen(isUnknownBackend, "VPP does not know the kind of rules")],
  ["lisp_map_register_enable_disable", refuseWhen(isEnabling, REGISTERS)],
  ["one_map_register_enable_disable", refuseWhen(isEnabling, REGISTERS)],
  ["graph_node_get", refuseWhen(wantsAllNodes, "all nodes are asked for over a socket; name one")],
  ["ikev2_initiate_sa_init", oneAfterTheOther(needsSomeProfile, needsPlaceOfPeer)],
  ...OF_PROFILES.map((name): [string, Fence] => [name, needsSomeProfile]),
  ["ip_reassembly_set", refuseWhen(isWithoutWalkInterval, "the interval between walks is 0")],
  ["ipfix_classify_table_add_del", needsClassifyTable],
  ["ipsec_sad_entry_add", refuseWhen(isTunnelWithBadKey, BAD_KEY)],
  ["ipsec_sad_entry_add_del", refuseWhen(isTunnelWithBadKey, BAD_KEY)],
  ["ipsec_sad_entry_add_del_v2", refuseWhen(isTunnelWithBadKey, BAD_KEY)],
  ["ipsec_sad_entry_add_del_v3", refuseWhen(isTunnelWithBadKey, BAD_KEY)],
  ["ipsec_sad_entry_update", oneAfterTheOther(needsMoveElsewhere, needsMoveOutOfRules)],
  ["ipsec_spd_entry_add_del", oneAfterTheOther(needsPolicyElsewhere, needsOlderRuleForOthers)],
  ["ipsec_spd_entry_add_del_v2", oneAfterTheOther(needsPolicyElsewhere, needsRuleForOthers)],
  ["ipsec_tunnel_protect_update", needsProtectionElsewhere],
  ["ipsec_sad_entry_add_v2", refuseWhen(isTunnelWithBadKey, BAD_KEY)],
  ["lisp_add_del_local_eid", refuseWhen(isDeleting, LISP_DELETE)],
  ["lisp_add_del_locator_set", locatorsAdded],
  ["lisp_pitr_set_locator_set", refuseWhen(isDeleting, LISP_DELETE)],
  ["lisp_use_petr", proxyAdded],
  ["one_add_del_local_eid", refuseWhen(isDeleting, LISP_DELETE)],
  ["one_add_del_locator_set", locatorsAdded],
  ["one_pitr_set_locator_set", refuseWhen(isDeleting, LISP_DELETE)],
  ["one_use_petr", proxyAdded],
  ["pcap_set_filter_function", refuseWhen(isWithoutFilterName, NO_FILTER)],
  ["punt_socket_register", needsKnownPunt],
  ["session_rules_dump", needsFilter("rules")],
  ["session_rules_v2_dump", needsFilter("rules")],
  ["session_sdl_dump", needsFilter("source deny lists")],
  ["session_sdl_v2_dump", needsFilter("source deny lists")],
  ["session_sdl_v3_dump", needsFilter("source deny lists")],
  ["sflow_polling_interval_set", refuseWhen(isNoPollingInterval, "the interval is 0")],
  ["trace_capture_packets", needsNode],
  ["trace_set_filter_function", refuseWhen(isWithoutFilterName, NO_FILTER)],
  ["trace_set_filters", async (fields, vpp) => ((fields.flag ?? 0) === 0 ? undefined : needsNode(fields, vpp))],
  ["udp_ping_add_del", refuseWhen(isEndlessPing, ENDLESS_PING)],
]);
