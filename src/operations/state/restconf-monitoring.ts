/** /ietf-restconf-monitoring:restconf-state (RFC 8040 9): the optional query parameters that this server takes. */

import type { StateProvider } from "../../datastore/southbound-port.js";

const base = "urn:ietf:params:restconf:capability";

const capability = [
  `${base}:defaults:1.0?basic-mode=explicit`,
  `${base}:depth:1.0`,
  `${base}:fields:1.0`,
  `${base}:with-defaults:1.0`,
  `${base}:with-origin:1.0`,
];

export function restconfMonitoring(): StateProvider {
  return {
    topLevel: ["ietf-restconf-monitoring:restconf-state"],
    read: async () => ({ "ietf-restconf-monitoring:restconf-state": { capabilities: { capability } } }),
  };
}
