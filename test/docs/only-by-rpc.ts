/** Why requests of API modules that are modelled serve no object: a reason for each, which docs/coverage.md tells. */

/** API modules of which every request serves an object or has a reason here. */
export const modelledModules: ReadonlySet<string> = new Set(
  (
    "interface ip ip_neighbor ip6_nd arp fib feature mpls sr abf l3xc af_packet memif tapv2 virtio vhost_user bond lacp lldp span l2 pipe gso gre " +
    "ipip vxlan geneve gtpu pppoe pvti acl classify urpf mss_clamp cnat lb nat44_ed nat44_ei nat64 nat66 det44 ipsec ikev2 wireguard crypto " +
    "crypto_sw_scheduler dhcp dns policer qos bfd vrrp lcp ipfix_export flowprobe punt sr_mobile sr_mpls pnat rd_cp arping ping udp teib vxlan_gpe " +
    "igmp l2tp nsh npt66 dslite adl stn svs ip_session_redirect mactime syslog sflow cdp p2p_ethernet af_xdp rdma vmxnet3 dhcp6_ia_na_client_cp " +
    "dhcp6_pd_client_cp"
  ).split(" "),
);

/** By reason, the requests that have it. */
export const onlyByRpc: Readonly<Record<string, readonly string[]>> = {
  "A newer form of it is used": words(
    "ip_table_add_del ip_route_add_del ip_route_dump ip_route_lookup set_ip_flow_hash_v2 create_vlan_subif create_loopback sr_localsid_add_del " +
      "sr_localsids_dump sr_policy_add sr_policy_mod gre_tunnel_add_del gtpu_tunnel_dump macip_acl_add cnat_set_snat_addresses lb_add_del_vip " +
      "nat44_ei_user_session_dump ipsec_sad_entry_add_del_v3 ipsec_sad_entry_add ipsec_sa_v3_dump ipsec_sa_v4_dump " +
      "ikev2_child_sa_dump policer_bind policer_input policer_output policer_add_del policer_dump urpf_update lcp_itf_pair_add_del_v2 " +
      "lcp_itf_pair_get_v2 flowprobe_tx_interface_add_del flowprobe_params pnat_binding_add vxlan_gpe_add_del_tunnel vxlan_gpe_tunnel_dump",
  ),
  "Another request that is used does the same": words(
    "acl_interface_add_del macip_acl_interface_get bfd_udp_upd vrrp_vr_update vrrp_vr_del l2_flags l2_flags_get l2_flags_set ip_dump " +
      "ip_mtable_dump sr_policies_with_sl_index_dump sw_interface_get_mac_address ipsec_spd_interface_dump classify_set_interface_ip_table " +
      "classify_set_interface_l2_tables",
  ),
  "It is something to do once, and nothing that stays": words(
    "sw_interface_clear_stats ip_table_flush ip_neighbor_flush ip6nd_send_router_solicitation l2_fib_clear_table l2fib_flush_all " +
      "l2fib_flush_bd l2fib_flush_int bd_ip_mac_flush cnat_session_purge lb_flush_vip nat44_ei_ha_flush nat44_ei_ha_resync nat44_ei_del_user " +
      "det44_close_session_out det44_close_session_in ikev2_initiate_sa_init ikev2_initiate_del_ike_sa ikev2_initiate_del_child_sa " +
      "ikev2_initiate_rekey_child_sa dhcp6_send_client_message dhcp6_pd_send_client_message dns_resolve_name dns_resolve_ip policer_reset ipfix_flush " +
      "arping arping_acd want_ping_finished_events igmp_clear_interface",
  ),
  "It asks for what the configuration says, or what other state shows": words(
    "abf_plugin_get_version l3xc_plugin_get_version acl_plugin_get_version acl_plugin_control_ping acl_plugin_get_conn_table_max_entries " +
      "acl_plugin_use_hash_lookup_get dhcp_plugin_get_version dhcp_plugin_control_ping ikev2_plugin_get_version det44_forward det44_reverse " +
      "gtpu_get_transfer_counts mfib_signal_dump svs_plugin_get_version",
  ),
  "It gives all objects of a kind up but those that are made again, also those of others": words(
    "sw_interface_address_replace_begin sw_interface_address_replace_end ip_table_replace_begin ip_table_replace_end ip_path_mtu_replace_begin " +
      "ip_path_mtu_replace_end ip_neighbor_replace_begin ip_neighbor_replace_end lcp_itf_pair_replace_begin lcp_itf_pair_replace_end",
  ),
  "The configuration has its own numbers and names, and VPP's tags tell them": words(
    "sw_interface_set_interface_name interface_name_renumber ip_table_allocate fib_source_add",
  ),
  "Each interface or bridge domain has its own setting": words(
    "sw_interface_set_default_rx_mode sw_interface_get_default_rx_mode bridge_domain_set_default_learn_limit",
  ),
  "It is set when the interface is made": words("af_packet_set_l4_cksum_offload"),
  "IPv4 is on where an interface has an address or borrows one": words("sw_interface_ip4_enable_disable"),
  "It would end VPP 26.06, or does not do there what it says (vpp-api.md)": words(
    "pipe_delete bvi_create bvi_delete policer_classify_dump flow_classify_dump lcp_default_ns_get " +
      "ip_source_and_port_range_check_add_del ip_source_and_port_range_check_interface_add_del sr_mpls_policy_mod " +
      "sr_mpls_policy_assign_endpoint_color sr_mobile_policy_add igmp_group_prefix_set ikev2_sa_v2_dump ikev2_sa_v3_dump",
  ),
  "VPP 26.06 answers that it cannot do it": words(
    "crypto_set_async_dispatch_v2 ipsec_select_backend ipsec_backend_dump",
  ),
  "It needs a card that looks flows up": words("vxlan_offload_rx gtpu_offload_rx"),
  "It tells secrets": words("ikev2_nonce_get"),
  "It is for a client of DHCPv6 outside of VPP": words("want_dhcp6_reply_events want_dhcp6_pd_reply_events"),
  "It is for captures": words(
    "pcap_set_filter_function pcap_trace_on pcap_trace_off classify_pcap_lookup_table classify_pcap_set_table classify_pcap_get_tables " +
      "classify_trace_lookup_table classify_trace_set_table classify_trace_get_tables",
  ),
  "VPP does not tell what it had chosen itself, so that it could not be taken back": words(
    "crypto_set_handler crypto_sw_scheduler_set_worker dhcp6_duid_ll_set sw_interface_set_vpath",
  ),
};

function words(text: string): readonly string[] {
  return text.split(" ");
}
