/** /ietf-system-capabilities:system-capabilities (RFC 9196): what can be pushed. */

import type { StateProvider } from "../../datastore/southbound-port.js";
import { SHORTEST_PERIOD_CS } from "../subscriptions/requested-terms.js";
import { watchedState } from "../subscriptions/state-feed.js";

const OF_SUBSCRIPTIONS = "ietf-notification-capabilities:subscription-capabilities";

export function notificationCapabilities(): StateProvider {
  return { topLevel: ["ietf-system-capabilities:system-capabilities"], read: async () => document };
}

const document = {
  "ietf-system-capabilities:system-capabilities": {
    [OF_SUBSCRIPTIONS]: {
      "periodic-notifications-supported": "config-changes state-changes",
      "minimum-update-period": SHORTEST_PERIOD_CS,
      "on-change-supported": "config-changes",
      "minimum-dampening-period": 0,
      "supported-excluded-change-type": ["create", "delete", "move", "replace"],
    },
    "datastore-capabilities": [
      ...["startup", "candidate"].map((name) => ({
        datastore: `ietf-datastores:${name}`,
        "per-node-capabilities": [{ [OF_SUBSCRIPTIONS]: { "on-change-supported": "" } }],
      })),
      {
        datastore: "ietf-datastores:operational",
        "per-node-capabilities": [
          { [OF_SUBSCRIPTIONS]: { "on-change-supported": "" } },
          ...[...watchedState.values()].flat().map((path) => ({
            "node-selector": path,
            [OF_SUBSCRIPTIONS]: { "on-change-supported": "config-changes state-changes" },
          })),
        ],
      },
    ],
  },
};
