/** The derivations, in the order in which one may read what another gives, with what is told of them. */

import type { StateProvider } from "../datastore/southbound-port.js";
import type { WriteQueue } from "../datastore/write-queue.js";
import { afterSteps } from "../derivations/after-steps.js";
import { podDerivation } from "../derivations/pods/pod-derivation.js";
import { podsState, stateOfAttachment } from "../derivations/pods/pod-state.js";
import { policyDerivation } from "../derivations/policies/policy-derivation.js";
import { networkPolicyState, stateOfPod } from "../derivations/policies/policy-state.js";
import { healthCheckOf } from "../derivations/services/health-check.js";
import { rejectDerivation } from "../derivations/services/reject-derivation.js";
import { serviceDerivation } from "../derivations/services/service-derivation.js";
import { serviceProxyState, stateOfService, troublesOf } from "../derivations/services/service-state.js";
import { tellTroubles } from "../derivations/tell-troubles.js";
import type { Trouble } from "../derivations/trouble.js";
import type { ServiceHealth } from "../northbound/health/service-health.js";
import type { EventLog } from "../operations/events/event-log.js";

export function createDerivations() {
  const pods = podDerivation();
  const services = serviceDerivation();
  const policies = policyDerivation();
  const state: readonly StateProvider[] = [podsState(pods), serviceProxyState(services), networkPolicyState(policies)];
  return {
    inOrder: [pods, services, rejectDerivation(), policies],
    state,
    /** From now on subscribers hear of troubles, and load balancers of the health of services. */
    tell(queue: WriteQueue, events: EventLog, health: Pick<ServiceHealth, "set">): void {
      afterSteps(
        services,
        (work) => queue.run(work),
        (part) => health.set(part, healthCheckOf(part, services)),
      );
      const telling = (path: string) => ({
        publish: (content: Readonly<Record<string, unknown>>) => events.publish(path, content),
        afterWrites: (work: () => Promise<void>) => queue.run(work),
      });
      tellTroubles({
        ...telling("/sweetcomb-pod:pod-trouble"),
        derivation: pods,
        look: (part) => withKeys(stateOfAttachment(part, pods)),
      });
      tellTroubles({
        ...telling("/sweetcomb-service-proxy:service-trouble"),
        derivation: services,
        look: (part) => {
          const found = stateOfService(part, services);
          return withKeys(found && { ...found, trouble: troublesOf(found) });
        },
      });
      tellTroubles({
        ...telling("/sweetcomb-network-policy:policy-trouble"),
        derivation: policies,
        look: (part) => withKeys(stateOfPod(part, policies)),
      });
    },
  };
}

interface Told {
  readonly namespace: string;
  readonly name: string;
  readonly trouble: readonly Trouble[];
}

function withKeys(state: Told | undefined) {
  return state && { keys: { namespace: state.namespace, name: state.name }, trouble: state.trouble };
}
