/** All events of VPP that become notifications. */

import type { AnyVppEvent } from "../src/southbound/vpp-event.js";
import { interfaceEvent } from "./interfaces/interface-event.js";
import { wireguardPeerEvent } from "./wireguard/peer-event.js";

export const vppEvents: readonly AnyVppEvent[] = [interfaceEvent, wireguardPeerEvent];
