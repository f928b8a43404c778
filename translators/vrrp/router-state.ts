import { VrrpVrState } from "vpp-binapi-ts/api";

const names: Readonly<Record<VrrpVrState, string>> = {
  [VrrpVrState.VRRP_API_VR_STATE_INIT]: "initialize",
  [VrrpVrState.VRRP_API_VR_STATE_BACKUP]: "backup",
  [VrrpVrState.VRRP_API_VR_STATE_MASTER]: "master",
  [VrrpVrState.VRRP_API_VR_STATE_INTF_DOWN]: "interface-down",
};

/** Name of a state in YANG (RFC 5798 6.4). */
export function routerStateName(state: VrrpVrState): string {
  return names[state];
}
