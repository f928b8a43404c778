/** RESTCONF on its endpoints: TLS with client certificates, for clients that come and for those that are called (RFC 8071). */

import type { Socket } from "node:net";
import type { BackOff } from "../transport/back-off.js";
import { createEndpoints } from "../transport/endpoints.js";
import type { Endpoints } from "../transport/settings.js";
import { createConnectionServer, type RestconfService } from "./connection-server.js";
import { defaultLimits, type RestconfLimits } from "./limits.js";

export interface RestconfServerOptions extends Omit<RestconfService, "limits" | "open"> {
  /** For all endpoints together. What is left out has the value of defaultLimits. */
  readonly limits?: Partial<RestconfLimits> | undefined;
  /** Pauses between calls home that fail. */
  readonly backOff?: BackOff | undefined;
}

/** Opens nothing yet: `apply` does. */
export function createRestconfServer(options: RestconfServerOptions): Endpoints {
  const { log } = options;
  const limits = { ...defaultLimits, ...options.limits };
  const open = new Set<Socket>();
  return createEndpoints({
    log,
    backOff: options.backOff,
    connectionsPerSecond: limits.connectionsPerSecond,
    openServer: async (secure, idleTimeoutS) => {
      if (secure.transport !== "tls") throw new Error("RESTCONF has no transport but TLS");
      return createConnectionServer(secure, { ...options, limits: withIdleTimeout(limits, idleTimeoutS), open });
    },
  });
}

function withIdleTimeout(limits: RestconfLimits, idleTimeoutS: number | undefined): RestconfLimits {
  return idleTimeoutS === undefined ? limits : { ...limits, keepAliveTimeoutMs: idleTimeoutS * 1000 };
}
