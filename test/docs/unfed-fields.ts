/** Fields of requests that serve objects, which no leaf feeds: a reason for each, which docs/coverage.md tells. */

/** By reason, the fields that have it: the name of the request, a dot, and the field as VPP writes it. */
export const unfedFields: Readonly<Record<string, readonly string[]>> = {
  "VPP 26.06 does not read it": [
    "ipip_6rd_add_tunnel.tc_tos",
    "l2_interface_pbb_tag_rewrite.outer_tag",
    "nat44_ed_plugin_enable_disable.session_memory",
    "nat44_ei_plugin_enable_disable.session_memory",
    "nat44_ei_plugin_enable_disable.user_memory",
    "sr_localsid_add_del_v2.vlan_index",
    "sr_mobile_localsid_add_del.nhtype",
  ],
  "Other leafs of the same object say it": [
    "ip_route_add_del_v2.is_multipath",
    "mpls_route_add_del.mr_is_multipath",
    "sr_policy_add_v2.weight",
    "sw_interface_add_del_address.del_all",
    "sw_interface_ip6nd_ra_prefix.off_link",
    "sw_interface_ip6nd_ra_prefix.use_default",
  ],
  "It is a number of VPP's own for what has a name or an address": [
    "sr_policy_del.sr_policy_index",
    "sr_policy_mod_v2.sr_policy_index",
    "sr_steering_add_del.sr_policy_index",
  ],
  "It is for behaviours that VPP 26.06 does not answer for (`end.m.gtp6.d.dt4`, `dt6`, `dt46`)": [
    "sr_mobile_localsid_add_del.local_fib_table",
  ],
  "VPP ends or goes wrong by it (vpp-api.md)": [
    "sr_mpls_policy_add.weight",
    "sr_mpls_steering_add_del.co_bits",
    "sr_mpls_steering_add_del.color",
    "sr_mpls_steering_add_del.next_hop",
  ],
  "Each table of the classifier is an object of its own": ["classify_add_del_table.del_chain"],
};
