import { L2ArpTermEvent, WantL2ArpTermEvents } from "vpp-binapi-ts/api";
import { defineVppEvent } from "../../src/southbound/vpp-event.js";
import { defineAskedEvent } from "../asked-event.js";
import { interfaces } from "../interfaces/interface.js";
import { formatAddress, formatMac } from "../ip/addresses.js";

const notification = "/sweetcomb-l2:host-heard";

export const hostEvents = defineAskedEvent({
  name: "l2-host-events",
  path: "/sweetcomb-l2:l2-events",
  leaf: "hosts",
  want: WantL2ArpTermEvents,
  wantFields: (enable) => ({ enable, pid: process.pid }),
});

/** A host in a bridge domain with ARP termination has said its address, in ARP or neighbour discovery. */
export const hostEvent = defineVppEvent({
  event: L2ArpTermEvent,
  notification,
  tell({ keyOf }, { swIfIndex, ip, mac }) {
    const name = keyOf(interfaces, swIfIndex)?.name;
    if (name === undefined) return undefined;
    return {
      path: notification,
      content: { interface: name, ip: formatAddress(ip), "mac-address": formatMac(mac) },
    };
  },
});
