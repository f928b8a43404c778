/** What IP says of an interface: its tables, addresses and neighbours, and what it advertises. */

import type { AnyTranslator } from "../../src/southbound/translator.js";
import { advertisedPrefix } from "./advertised-prefix.js";
import { interfaceIpv4Address, interfaceIpv6Address } from "./interface-address.js";
import { interfaceIpv4Vrf, interfaceIpv6Vrf } from "./interface-vrf.js";
import { interfaceIpv6Enabled } from "./ipv6-enabled.js";
import { interfaceNdProxyHost, interfaceNdProxyMirror } from "./nd-proxy.js";
import { interfaceIpv4Neighbor, interfaceIpv6Neighbor } from "./neighbor.js";
import { neighborEvents } from "./neighbor-event.js";
import { ipv4NeighborTable, ipv6NeighborTable } from "./neighbor-table.js";
import { interfaceProxyArp, proxyArpRange } from "./proxy-arp.js";
import { interfaceAdvertisements } from "./router-advertisements.js";
import { interfaceUnnumbered } from "./unnumbered.js";

export const ipTranslators: readonly AnyTranslator[] = [
  interfaceIpv4Vrf,
  interfaceIpv6Vrf,
  interfaceIpv4Address,
  interfaceIpv6Address,
  interfaceIpv6Enabled,
  interfaceIpv4Neighbor,
  interfaceIpv6Neighbor,
  ipv4NeighborTable,
  ipv6NeighborTable,
  neighborEvents,
  proxyArpRange,
  interfaceProxyArp,
  interfaceNdProxyHost,
  interfaceNdProxyMirror,
  interfaceAdvertisements,
  advertisedPrefix,
  interfaceUnnumbered,
];
