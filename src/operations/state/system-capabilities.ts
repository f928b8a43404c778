/** /ietf-system-capabilities:system-capabilities (RFC 9196): what can be pushed, and which lists of state take cursors. */

import type { StateProvider } from "../../datastore/southbound-port.js";
import type { SchemaNode, SchemaTree } from "../../schema/schema-tree.js";
import { SHORTEST_PERIOD_CS } from "../subscriptions/requested-terms.js";
import { watchedState } from "../subscriptions/state-feed.js";

const OF_SUBSCRIPTIONS = "ietf-notification-capabilities:subscription-capabilities";
const CURSORS = "ietf-list-pagination:cursor-supported";

export function systemCapabilities(schema: () => SchemaTree): StateProvider {
  return {
    topLevel: ["ietf-system-capabilities:system-capabilities"],
    read: async () => ({ "ietf-system-capabilities:system-capabilities": capabilities(schema()) }),
  };
}

function capabilities(schema: SchemaTree) {
  return {
    [OF_SUBSCRIPTIONS]: {
      "periodic-notifications-supported": "config-changes state-changes",
      "minimum-update-period": SHORTEST_PERIOD_CS,
      "on-change-supported": "config-changes",
      "minimum-dampening-period": 0,
      "supported-excluded-change-type": ["create", "delete", "insert", "move", "replace"],
    },
    "datastore-capabilities": [
      ...["startup", "candidate"].map((name) => ({
        datastore: `ietf-datastores:${name}`,
        "per-node-capabilities": [{ [OF_SUBSCRIPTIONS]: { "on-change-supported": "" } }],
      })),
      { datastore: "ietf-datastores:operational", "per-node-capabilities": ofOperational(schema) },
    ],
  };
}

/** Later entries go over earlier ones; the first is for all nodes. */
function ofOperational({ nodes }: SchemaTree) {
  return [
    { [OF_SUBSCRIPTIONS]: { "on-change-supported": "" }, [CURSORS]: true },
    ...[...watchedState.values()].flat().map((path) => ({
      "node-selector": path,
      [OF_SUBSCRIPTIONS]: { "on-change-supported": "config-changes state-changes" },
    })),
    ...nodes.filter(hasNoCursors).map(({ path }) => ({ "node-selector": path, [CURSORS]: false })),
  ];
}

/** A cursor is made of keys. */
function hasNoCursors(node: SchemaNode): boolean {
  return node.kind === "list" && !node.config && node.keys.length === 0 && isData(node);
}

/** Not a part of what operations and notifications bring. */
function isData({ kind, parent }: SchemaNode): boolean {
  if (kind === "rpc" || kind === "action" || kind === "notification") return false;
  return parent === undefined || isData(parent);
}
