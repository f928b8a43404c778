/** The derivations, in the order in which one may read what another gives, with what is told of them. */

import type { StateProvider } from "./datastore/southbound-port.js";
import type { WriteQueue } from "./datastore/write-queue.js";
import { policyDerivation } from "./derivations/policies/policy-derivation.js";
import { networkPolicyState, stateOfPod } from "./derivations/policies/policy-state.js";
import { rejectDerivation } from "./derivations/services/reject-derivation.js";
import { serviceDerivation } from "./derivations/services/service-derivation.js";
import { serviceProxyState, stateOfService, troublesOf } from "./derivations/services/service-state.js";
import { tellTroubles } from "./derivations/tell-troubles.js";
import type { EventLog } from "./operations/events/event-log.js";

export function createDerivations() {
  const services = serviceDerivation();
  const policies = policyDerivation();
  const state: readonly StateProvider[] = [serviceProxyState(services), networkPolicyState(policies)];
  return {
    inOrder: [services, rejectDerivation(), policies],
    state,
    /** From now on subscribers hear of troubles. */
    tell(queue: WriteQueue, events: EventLog): void {
      const afterWrites = (work: () => Promise<void>) => queue.run(work);
      tellTroubles({
        derivation: services,
        look: (part) => {
          const found = stateOfService(part, services);
          return found && { keys: namesOf(found), trouble: troublesOf(found) };
        },
        publish: (content) => events.publish("/sweetcomb-service-proxy:service-trouble", content),
        afterWrites,
      });
      tellTroubles({
        derivation: policies,
        look: (part) => {
          const found = stateOfPod(part, policies);
          return found && { keys: namesOf(found), trouble: found.trouble };
        },
        publish: (content) => events.publish("/sweetcomb-network-policy:policy-trouble", content),
        afterWrites,
      });
    },
  };
}

function namesOf({ namespace, name }: { readonly namespace: string; readonly name: string }) {
  return { namespace, name };
}
