/** All events of VPP that become notifications. */

import type { AnyVppEvent } from "../src/southbound/vpp-event.js";
import { bfdSessionEvent } from "./bfd/session-event.js";
import { dhcpLeaseEvent } from "./dhcp/lease-event.js";
import { igmpMembershipEvent } from "./igmp/membership-event.js";
import { interfaceEvent } from "./interfaces/interface-event.js";
import { neighborEvent } from "./ip/neighbor-event.js";
import { routerAdvertisementEvent } from "./ip/router-advertisement-event.js";
import { hostEvent } from "./l2/host-event.js";
import { macAddressEvent } from "./l2/mac-event.js";
import { vrrpRouterEvent } from "./vrrp/router-event.js";
import { wireguardPeerEvent } from "./wireguard/peer-event.js";

export const vppEvents: readonly AnyVppEvent[] = [
  interfaceEvent,
  wireguardPeerEvent,
  bfdSessionEvent,
  vrrpRouterEvent,
  dhcpLeaseEvent,
  neighborEvent,
  routerAdvertisementEvent,
  macAddressEvent,
  hostEvent,
  igmpMembershipEvent,
];
