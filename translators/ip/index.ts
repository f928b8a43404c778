/** What IP says of an interface: its table and its addresses. */

import type { AnyTranslator } from "../../src/southbound/translator.js";
import { interfaceIpv4Address, interfaceIpv6Address } from "./interface-address.js";
import { interfaceIpv4Vrf, interfaceIpv6Vrf } from "./interface-vrf.js";

export const ipTranslators: readonly AnyTranslator[] = [
  interfaceIpv4Vrf,
  interfaceIpv6Vrf,
  interfaceIpv4Address,
  interfaceIpv6Address,
];
