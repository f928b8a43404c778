import { FilterMode, IgmpEvent, WantIgmpEvents } from "vpp-binapi-ts/api";
import { defineVppEvent } from "../../src/southbound/vpp-event.js";
import { interfaces } from "../interfaces/interface.js";
import { formatIp4 } from "../ip/addresses.js";
import { ANY_SOURCE } from "./members.js";

/** On the link of a router a source is wanted, or no longer. */
export const igmpMembershipEvent = defineVppEvent({
  want: WantIgmpEvents,
  wantFields: { enable: 1 },
  event: IgmpEvent,
  notification: "/sweetcomb-igmp:membership-change",
  tell({ keyOf }, { swIfIndex, filter, saddr, gaddr }) {
    const name = keyOf(interfaces, swIfIndex)?.name;
    if (name === undefined) return undefined;
    const source = formatIp4(saddr);
    return {
      path: "/sweetcomb-igmp:membership-change",
      content: {
        interface: name,
        group: formatIp4(gaddr),
        source: source === ANY_SOURCE ? "*" : source,
        change: filter === FilterMode.INCLUDE ? "joined" : "left",
      },
    };
  },
});
