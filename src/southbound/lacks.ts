/** What a loaded VPP does not offer: a plugin is absent, or a message has another CRC. */

import type { Message } from "vpp-binapi-ts";
import { apiModules } from "vpp-binapi-ts/api";
import { absentFeatures, featureOf } from "./features.js";
import type { ConnectedVpp } from "./link.js";
import { type MissingMessages, missingMessages, missingOfParts, type Registry } from "./registry.js";
import type { SouthboundLog } from "./southbound-options.js";

export interface Lacks {
  /** By the translators that need them. */
  readonly missing: MissingMessages;
  /** Messages by the features of the YANG library that are off without them. */
  readonly absentFeatures: ReadonlyMap<string, readonly string[]>;
}

export const lacksNothing: Lacks = { missing: new Map(), absentFeatures: new Map() };

/** What this VPP lacks for these translators. Each absent feature is logged. */
export function lacksOf({ vpp }: ConnectedVpp, registry: Registry, log: SouthboundLog): Lacks {
  const supports = (message: Message<unknown>) => vpp.supports(message);
  const missing = missingMessages(registry, supports);
  const absent = absentFeatures(missing, missingOfParts(registry, supports), featureOf(apiModules));
  for (const [feature, messages] of absent) {
    log.warn({ feature, messages }, "VPP lacks a feature, so objects that need it are refused");
  }
  return { missing, absentFeatures: absent };
}
