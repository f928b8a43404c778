/** Tables and routes. */

import type { AnyTranslator } from "../../src/southbound/translator.js";
import { ipv4Table, ipv6Table } from "./ip-table.js";
import { rib } from "./rib.js";
import { ipv4StaticInstance, ipv6StaticInstance } from "./static-instance.js";
import { ipv4StaticRoute, ipv6StaticRoute } from "./static-route.js";
import { udpDecapsulation } from "./udp-decapsulation.js";
import { udpEncapsulation } from "./udp-encapsulation.js";

export const routingTranslators: readonly AnyTranslator[] = [
  ipv4Table,
  ipv6Table,
  ipv4StaticInstance,
  ipv6StaticInstance,
  ipv4StaticRoute,
  ipv6StaticRoute,
  rib,
  udpEncapsulation,
  udpDecapsulation,
];
