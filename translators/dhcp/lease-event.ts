import { DhcpComplEvent } from "vpp-binapi-ts/api";
import { defineVppEvent } from "../../src/southbound/vpp-event.js";
import { interfaces } from "../interfaces/interface.js";
import { leaseFrom } from "./lease.js";

/** A DHCP client got an address. Each client is made with the wish to be told. */
export const dhcpLeaseEvent = defineVppEvent({
  event: DhcpComplEvent,
  notification: "/sweetcomb-dhcp:lease-change",
  tell({ keyOf }, { lease }) {
    const name = keyOf(interfaces, lease.swIfIndex)?.name;
    if (name === undefined) return undefined;
    return { path: "/sweetcomb-dhcp:lease-change", content: { interface: name, ...leaseFrom(lease) } };
  },
});
