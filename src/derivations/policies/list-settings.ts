/** How VPP applies the lists that policies become. */

import type { DerivedUnit } from "../incremental.js";
import { unitPath } from "../unit-path.js";

/**
 * Flows are looked at again when a list changes: VPP then asks the new list for the next packet in the direction in which the
 * flow began, so that what it forbids ends, and what it permits goes on. Otherwise VPP forgets all flows of an interface that
 * gets another list, and denies what is on its way back.
 */
export function listSettings(from: string): DerivedUnit {
  return {
    ...unitPath([["ietf-access-control-list:acls"], ["sweetcomb-acl:settings"]]),
    from,
    value: {
      "reclassify-sessions": true,
      "count-matches": false,
      "match-later-fragments": true,
      "hash-lookup": true,
      "session-timeouts": { "udp-idle": 600, "tcp-idle": 86_400, "tcp-transient": 120 },
    },
  };
}
