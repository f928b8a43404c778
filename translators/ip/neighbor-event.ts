import { IpNeighborEventFlags, IpNeighborEventV2, IpNeighborFlags, WantIpNeighborEventsV2 } from "vpp-binapi-ts/api";
import { defineVppEvent } from "../../src/southbound/vpp-event.js";
import { defineAskedEvent } from "../asked-event.js";
import { interfaces } from "../interfaces/interface.js";
import { address, formatAddress, formatMac } from "./addresses.js";

const notification = "/sweetcomb-neighbors:neighbor-change";

/** VPP tells of a neighbour each time that it answers, so that nobody gets this without asking. */
export const neighborEvents = defineAskedEvent({
  name: "neighbor-events",
  path: "/sweetcomb-neighbors:neighbor-tables",
  leaf: "events",
  want: WantIpNeighborEventsV2,
  // No address and no interface: all of both families.
  wantFields: (enable) => ({ enable, pid: process.pid, ip: address("0.0.0.0") }),
});

/** A neighbour was learned or forgotten. Configured ones tell so by the configuration. */
export const neighborEvent = defineVppEvent({
  event: IpNeighborEventV2,
  notification,
  tell({ keyOf }, { flags, neighbor }) {
    const name = keyOf(interfaces, neighbor.swIfIndex)?.name;
    const isStatic = (neighbor.flags & IpNeighborFlags.IP_API_NEIGHBOR_FLAG_STATIC) !== 0;
    if (name === undefined || isStatic) return undefined;
    const isForgotten = (flags & IpNeighborEventFlags.IP_NEIGHBOR_API_EVENT_FLAG_REMOVED) !== 0;
    return {
      path: notification,
      content: {
        interface: name,
        ip: formatAddress(neighbor.ipAddress),
        "link-layer-address": formatMac(neighbor.macAddress),
        change: isForgotten ? "forgotten" : "heard",
      },
    };
  },
});
