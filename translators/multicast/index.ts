/** Multicast routes. */

import type { AnyTranslator } from "../../src/southbound/translator.js";
import { multicastRib } from "./rib.js";
import { ipv4MulticastRoute, ipv6MulticastRoute } from "./route.js";

export const multicastTranslators: readonly AnyTranslator[] = [ipv4MulticastRoute, ipv6MulticastRoute, multicastRib];
