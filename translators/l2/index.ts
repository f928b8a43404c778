/** Layer 2: bridge domains and cross-connects. */

import type { AnyTranslator } from "../../src/southbound/translator.js";
import { arpEntry } from "./arp-entry.js";
import { bridgeDomain } from "./bridge-domain.js";
import { bridgePort } from "./bridge-port.js";
import { crossConnect } from "./cross-connect.js";
import { efpFilter } from "./efp-filter.js";
import { hostEvents } from "./host-event.js";
import { macEntry } from "./mac-entry.js";
import { macAddressEvents } from "./mac-event.js";
import { macScanDelay } from "./mac-scan-delay.js";
import { l2Patch } from "./patch.js";
import { pbbTagRewrite } from "./pbb-tag-rewrite.js";
import { vlanTagRewrite } from "./vlan-tag-rewrite.js";

export const l2Translators: readonly AnyTranslator[] = [
  bridgeDomain,
  bridgePort,
  crossConnect,
  l2Patch,
  macEntry,
  arpEntry,
  vlanTagRewrite,
  pbbTagRewrite,
  efpFilter,
  macAddressEvents,
  macScanDelay,
  hostEvents,
];
