/** What gives addresses to load balancers, where the settings have some. */

import { randomUUID } from "node:crypto";
import type { ControllerOptions } from "../controller.js";
import { defaultDelays } from "../delays.js";
import type { Service } from "../objects.js";
import type { Trouble } from "../trouble.js";
import { Leader } from "./leader.js";
import { LoadBalancers } from "./load-balancers.js";
import { readPool } from "./pool.js";

/** Name of the Lease. */
export const LEASE = "sweetcomb-load-balancer";

export interface Balancers {
  put(service: Service): void;
  remove(key: string): void;
  /** All services are known. */
  begin(): void;
  stop(): Promise<void>;
}

/** Undefined when others give load balancers their addresses. Throws an Error for the operator for a pool that is none. */
export function balancersOf(
  { kubeConfig, settings, log, delays = defaultDelays }: Omit<ControllerOptions, "writer">,
  onTroubles: (troubles: readonly Trouble[]) => void,
): Balancers | undefined {
  const { addresses, class: className, leaseNamespace } = settings.loadBalancer;
  if (addresses.length === 0) return undefined;
  const balancers = new LoadBalancers({
    ...{ kubeConfig, className, log, onTroubles },
    pool: readPool(addresses),
    coalesceMs: delays.coalesceMs,
    retry: delays.reconnect,
    answerMs: delays.patience.answerMs,
    mayWrite: () => leader.isLeader,
  });
  const leader = new Leader({
    ...{ kubeConfig, log, namespace: leaseNamespace, name: LEASE, delays: delays.lease },
    identity: `${settings.nodeName}_${randomUUID()}`,
    clock: () => performance.now(),
    onElected: () => balancers.elected(),
  });
  return {
    put: (service) => balancers.put(service),
    remove: (key) => balancers.remove(key),
    begin: () => balancers.begin(),
    stop: async () => {
      await balancers.stop();
      await leader.stop();
    },
  };
}
