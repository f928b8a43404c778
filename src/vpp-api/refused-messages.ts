/** Requests that are no rpcs, each with the reason. docs/vpp-api.md lists them; a test compares. */

const SESSION = "it belongs to the session between client and VPP, which the server keeps itself";
const MEMORY = "it hands VPP an address in memory shared with a client on the same machine";

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
  ["sock_init_shm", MEMORY],
  ["trace_plugin_msg_ids", SESSION],
  ["rpc_call", "it has VPP call any address"],
  ["cli", MEMORY],
]);
