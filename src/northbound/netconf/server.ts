/** NETCONF on its endpoints: over SSH (RFC 6242) and TLS (RFC 7589) for clients that come and for those that are called, and for those of this machine. */

import type { BackOff } from "../transport/back-off.js";
import { createEndpoints } from "../transport/endpoints.js";
import type { Endpoints } from "../transport/settings.js";
import { Capacity } from "./capacity.js";
import { DEFAULT_LIMITS, type NetconfLimits } from "./limits.js";
import { createLocalServer } from "./local-server.js";
import type { NetconfService } from "./service.js";
import { createSshServer } from "./ssh-server.js";
import { createTlsServer } from "./tls-server.js";

export interface NetconfServerOptions extends Omit<NetconfService, "limits" | "capacity"> {
  /** For all endpoints together. What is left out has the value of DEFAULT_LIMITS. */
  readonly limits?: Partial<NetconfLimits> | undefined;
  /** Pauses between calls home that fail. */
  readonly backOff?: BackOff | undefined;
}

/** Opens nothing yet: `apply` does. */
export function createNetconfServer(options: NetconfServerOptions): Endpoints {
  const { log } = options;
  const limits = { ...DEFAULT_LIMITS, ...options.limits };
  const shared = { ...options, capacity: new Capacity(limits, log) };
  return createEndpoints({
    log,
    backOff: options.backOff,
    connectionsPerSecond: limits.connectionsPerSecond,
    openServer: async (secure, idleTimeoutS) => {
      const service = { ...shared, limits: withIdleTimeout(limits, idleTimeoutS) };
      switch (secure.transport) {
        case "ssh":
          return createSshServer(secure, service);
        case "tls":
          return createTlsServer(secure, service);
        case "local":
          return createLocalServer(secure, service);
      }
    },
  });
}

function withIdleTimeout(limits: NetconfLimits, idleTimeoutS: number | undefined): NetconfLimits {
  return idleTimeoutS === undefined ? limits : { ...limits, idleSessionTimeoutMs: idleTimeoutS * 1000 };
}
