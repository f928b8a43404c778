/** The counters of /ietf-netconf-acm:nacm (RFC 8341 3.5), beside what is configured there. */

import type { StateProvider } from "../../datastore/southbound-port.js";
import type { DenialCounters } from "../permissions.js";

/** @param configured content of nacm in running; undefined when there is none */
export function accessControlState(
  denied: () => DenialCounters,
  configured: () => Promise<Readonly<Record<string, unknown>> | undefined>,
): StateProvider {
  return {
    topLevel: ["ietf-netconf-acm:nacm"],
    read: async () => ({ "ietf-netconf-acm:nacm": { ...(await configured()), ...countersOf(denied()) } }),
  };
}

function countersOf({ operations, dataWrites, notifications }: DenialCounters) {
  return {
    "denied-operations": operations,
    "denied-data-writes": dataWrites,
    "denied-notifications": notifications,
  };
}
