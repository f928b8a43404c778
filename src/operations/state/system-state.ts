/** /ietf-system:system-state, and /ietf-system:system as it is in effect (RFC 7317 3). */

import * as os from "node:os";
import type { StateProvider } from "../../datastore/southbound-port.js";

/** What is asked of the operating system. */
export type Machine = Pick<typeof os, "type" | "release" | "version" | "machine" | "hostname" | "uptime">;

/** inet:domain-name: a name of another form cannot be told. */
const domainName = /^(?:[a-zA-Z0-9_](?:[a-zA-Z0-9_-]{0,61}[a-zA-Z0-9])?\.)*[a-zA-Z0-9_](?:[a-zA-Z0-9_-]{0,61}[a-zA-Z0-9])?\.?$/;

/**
 * @param clock ms since 1970
 * @param configured content of /ietf-system:system in running, RFC 7951; undefined when there is none
 */
export function systemState(
  clock: () => number,
  configured: () => Promise<unknown>,
  machine: Machine = os,
): StateProvider {
  // Counted once: the two clocks that it comes from drift apart.
  const bootMs = Math.floor((clock() - machine.uptime() * 1000) / 1000) * 1000;
  return {
    topLevel: ["ietf-system:system-state", "ietf-system:system"],
    read: async () => ({
      "ietf-system:system-state": {
        platform: {
          "os-name": machine.type(),
          "os-release": machine.release(),
          "os-version": machine.version(),
          machine: machine.machine(),
        },
        clock: {
          "current-datetime": new Date(clock()).toISOString(),
          "boot-datetime": new Date(bootMs).toISOString(),
        },
      },
      "ietf-system:system": { ...((await configured()) as object | undefined), ...hostname(machine) },
    }),
  };
}

function hostname(machine: Machine) {
  const name = machine.hostname();
  if (name.length > 253 || !domainName.test(name)) return {};
  return { hostname: name, "@hostname": { "ietf-origin:origin": "ietf-origin:system" } };
}
