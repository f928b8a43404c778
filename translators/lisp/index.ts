/** The Locator/ID Separation Protocol. */

import type { AnyTranslator } from "../../src/southbound/translator.js";
import { adjacency } from "./adjacency.js";
import { eidTableOfBridgeDomain, eidTableOfVrf } from "./eid-table.js";
import { forwardingEntry } from "./forwarding-entry.js";
import { layer2Neighbor } from "./layer-2-neighbor.js";
import { localMapping } from "./local-mapping.js";
import { locatorSet } from "./locator-set.js";
import { locatorsInUse } from "./locators-in-use.js";
import { mapResolver, mapServer } from "./map-servers.js";
import { nativeNextHop } from "./native-next-hop.js";
import { plane } from "./plane.js";
import { remoteMapping } from "./remote-mapping.js";
import { settings } from "./settings.js";

export const lispTranslators: readonly AnyTranslator[] = [
  plane,
  ...settings,
  mapResolver,
  mapServer,
  locatorSet,
  ...locatorsInUse,
  eidTableOfVrf,
  eidTableOfBridgeDomain,
  localMapping,
  remoteMapping,
  adjacency,
  layer2Neighbor,
  nativeNextHop,
  forwardingEntry,
];
