import { L2MacsEvent, MacEventAction, WantL2MacsEvents2 } from "vpp-binapi-ts/api";
import { defineVppEvent } from "../../src/southbound/vpp-event.js";
import { defineAskedEvent } from "../asked-event.js";
import { interfaces } from "../interfaces/interface.js";
import { formatMac } from "../ip/addresses.js";

const notification = "/sweetcomb-l2:mac-address-change";

/**
 * VPP takes one listener, and knows it by this number, not by its connection: it keeps one that has gone, and refuses another. So the
 * number is the same for every run of the server.
 */
const LISTENER = 0x7363;

/** In units of ten, the most addresses in one event. */
const MOST_TENS = 10;

export const macAddressEvents = defineAskedEvent({
  name: "mac-address-events",
  path: "/sweetcomb-l2:l2-events",
  leaf: "mac-addresses",
  want: WantL2MacsEvents2,
  wantFields: (enableDisable) => ({ enableDisable, maxMacsInEvent: MOST_TENS, pid: LISTENER }),
});

const changes: Readonly<Record<number, string>> = {
  [MacEventAction.MAC_EVENT_ACTION_API_ADD]: "learned",
  [MacEventAction.MAC_EVENT_ACTION_API_MOVE]: "moved",
  [MacEventAction.MAC_EVENT_ACTION_API_DELETE]: "forgotten",
};

/** Bridge domains have learned addresses, found them elsewhere, or forgotten them. */
export const macAddressEvent = defineVppEvent({
  event: L2MacsEvent,
  notification,
  tell({ keyOf }, { mac }) {
    const known = mac.flatMap(({ swIfIndex, macAddr, action }) => {
      const name = keyOf(interfaces, swIfIndex)?.name;
      if (name === undefined) return [];
      return [{ "mac-address": formatMac(macAddr), interface: name, change: changes[action] }];
    });
    return known.length === 0 ? undefined : { path: notification, content: { address: known } };
  },
});
