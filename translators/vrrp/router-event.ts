import { VrrpVrEvent, WantVrrpVrEvents } from "vpp-binapi-ts/api";
import { defineVppEvent } from "../../src/southbound/vpp-event.js";
import { interfaces } from "../interfaces/interface.js";
import { routerStateName } from "./router-state.js";

/** A virtual router went from one state to another. */
export const vrrpRouterEvent = defineVppEvent({
  want: WantVrrpVrEvents,
  wantFields: { enableDisable: true },
  event: VrrpVrEvent,
  notification: "/sweetcomb-vrrp:virtual-router-state-change",
  tell({ keyOf }, { vr, oldState, newState }) {
    const name = keyOf(interfaces, vr.swIfIndex)?.name;
    if (name === undefined) return undefined;
    return {
      path: "/sweetcomb-vrrp:virtual-router-state-change",
      content: {
        interface: name,
        id: vr.vrId,
        "address-family": vr.isIpv6 === 0 ? "ipv4" : "ipv6",
        "old-state": routerStateName(oldState),
        state: routerStateName(newState),
      },
    };
  },
});
