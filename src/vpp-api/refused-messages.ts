/** Requests that are no rpcs, each with the reason. docs/vpp-api.md lists them; a test compares. */

const SESSION = "belongs to the session between client and VPP, which the server keeps itself";
const MEMORY = "hands over addresses or descriptors of memory on VPP's machine";

export const refusedMessages: ReadonlyMap<string, string> = new Map([
  ["memclnt_create", SESSION],
  ["memclnt_create_v2", SESSION],
  ["memclnt_delete", SESSION],
  ["memclnt_rx_thread_suspend", SESSION],
  ["memclnt_read_timeout", SESSION],
  ["memclnt_keepalive", SESSION],
  ["rx_thread_exit", SESSION],
  ["sockclnt_create", SESSION],
  ["sockclnt_delete", SESSION],
  ["trace_plugin_msg_ids", SESSION],
  ["sock_init_shm", MEMORY],
  ["cli", MEMORY],
  ["get_node_graph", MEMORY],
  ["selog_get_shm", MEMORY],
  ["rpc_call", "has VPP call any address"],
  ["abf_policy_add_del", "ends VPP when a path is added twice, or the last path of an attached policy goes"],
  ["abf_itf_attach_add_del", "ends VPP when the policy is not there"],
  ["adl_allowlist_enable_disable", "ends VPP when the interface was not enabled for it before"],
  ["cnat_session_purge", "deletes all translations with the sessions, and hangs VPP"],
  ["dns_resolve_ip", "ends VPP when no name server can be reached"],
  ["flow_classify_dump", "answers nothing for all interfaces, and reads memory of others for one"],
  ["gtpu_add_del_tunnel_v2", "ends VPP when it fails; gtpu_add_del_tunnel does the same"],
  ["lisp_add_del_adjacency", "ends VPP for endpoints that it does not know"],
  ["nat64_add_del_static_bib", "ends VPP when NAT64 is not enabled"],
  ["policer_classify_dump", "answers nothing for all interfaces, and reads memory of others for one"],
  ["selog_event_type_string_dump", "ends VPP for an event type that is not there"],
  ["selog_get_string_table", "ends VPP"],
  ["sfdp_gateway_set_geneve_output", "ends VPP when the tenant is not there"],
  ["sfdp_interface_input_set", "ends VPP when the tenant is not there"],
  ["sfdp_nat_set_external_interface", "ends VPP when the tenant is not there"],
  ["sfdp_nat_snat_set_unset", "ends VPP when the tenant is not there"],
  ["tls_openssl_set_engine", "ends VPP for an engine that OpenSSL does not have"],
]);
