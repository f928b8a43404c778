/** NETCONF on its endpoints: over SSH (RFC 6242) and TLS (RFC 7589), for clients that come and for those that are called. */

import type { BackOff } from "../transport/back-off.js";
import { createEndpoints } from "../transport/endpoints.js";
import type { Endpoints } from "../transport/settings.js";
import { Capacity } from "./capacity.js";
import { DEFAULT_LIMITS, type NetconfLimits } from "./limits.js";
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
      return secure.transport === "ssh" ? createSshServer(secure, service) : createTlsServer(secure, service);
    },
  });
}

function withIdleTimeout(limits: NetconfLimits, idleTimeoutS: number | undefined): NetconfLimits {
  return idleTimeoutS === undefined ? limits : { ...limits, idleSessionTimeoutMs: idleTimeoutS * 1000 };
}
