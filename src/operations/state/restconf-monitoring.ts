/** /ietf-restconf-monitoring:restconf-state (RFC 8040 9): optional query parameters that this server takes, and event streams. */

import type { StateProvider } from "../../datastore/southbound-port.js";
import type { EventLog } from "../events/event-log.js";
import { streams } from "../events/streams.js";
import { pageParameterNames, SUBLIST_LIMIT } from "../pages/page-parameters.js";

const base = "urn:ietf:params:restconf:capability";

const capability = [
  `${base}:defaults:1.0?basic-mode=explicit`,
  `${base}:depth:1.0`,
  `${base}:fields:1.0`,
  `${base}:filter:1.0`,
  `${base}:replay:1.0`,
  `${base}:with-defaults:1.0`,
  `${base}:with-operational-defaults:1.0`,
  `${base}:with-origin:1.0`,
  `${base}:yang-patch:1.0`,
  ...[...pageParameterNames, SUBLIST_LIMIT].map((name) => `${base}:${name}:1.0`),
];

export function restconfMonitoring(events: EventLog): StateProvider {
  return {
    topLevel: ["ietf-restconf-monitoring:restconf-state"],
    read: async () => ({
      "ietf-restconf-monitoring:restconf-state": {
        capabilities: { capability },
        streams: { stream: streams.map((stream) => entry(stream, events)) },
      },
    }),
  };
}

function entry({ name, description }: (typeof streams)[number], { createdMs }: EventLog) {
  return {
    name,
    description,
    "replay-support": true,
    "replay-log-creation-time": new Date(createdMs).toISOString(),
    access: ["json", "xml"].map((encoding) => ({ encoding, location: `/restconf/streams/${name}/${encoding}` })),
  };
}
