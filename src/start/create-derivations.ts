/** The derivations, in the order in which one may read what another gives, with what is told of them. */

import type { DynamicDatastores } from "../datastore/dynamic/dynamic-datastores.js";
import type { StateProvider } from "../datastore/southbound-port.js";
import type { WriteQueue } from "../datastore/write-queue.js";
import { type AfterWrites, afterSteps } from "../derivations/after-steps.js";
import { announcementsOfNode, announcementsOfService } from "../derivations/announcements/announcement.js";
import { announcementsNow } from "../derivations/announcements/announcement-state.js";
import { tellAnnouncements } from "../derivations/announcements/tell-announcements.js";
import type { Circumstances } from "../derivations/circumstances.js";
import type { IncrementalDerivation } from "../derivations/incremental.js";
import { nodeDerivation } from "../derivations/nodes/node-derivation.js";
import { nodeTroubles } from "../derivations/nodes/node-troubles.js";
import { podDerivation } from "../derivations/pods/pod-derivation.js";
import { podsState, stateOfAttachment } from "../derivations/pods/pod-state.js";
import { policyDerivation } from "../derivations/policies/policy-derivation.js";
import { networkPolicyState, stateOfPod } from "../derivations/policies/policy-state.js";
import { healthCheckOf } from "../derivations/services/health-check.js";
import { rejectDerivation } from "../derivations/services/reject-derivation.js";
import { serviceDerivation } from "../derivations/services/service-derivation.js";
import { serviceProxyState, stateOfService, troublesOf } from "../derivations/services/service-state.js";
import { sourceRangeDerivation } from "../derivations/services/source-range-derivation.js";
import { tellTroubles } from "../derivations/tell-troubles.js";
import type { Trouble } from "../derivations/trouble.js";
import type { ServiceHealth } from "../northbound/health/service-health.js";
import type { EventLog } from "../operations/events/event-log.js";

export interface Surroundings {
  readonly queue: WriteQueue;
  readonly events: EventLog;
  /** Undefined: load balancers are not answered. */
  readonly health: ServiceHealth | undefined;
  readonly dynamic: Pick<DynamicDatastores, "isOverruled" | "onOverruling">;
}

export function createDerivations() {
  const pods = podDerivation();
  const nodes = nodeDerivation();
  const services = serviceDerivation();
  const policies = policyDerivation();
  const seenIn = (circumstances: Circumstances) => ({
    pods: { ...pods, ...circumstances },
    services: { ...services, ...circumstances },
    policies: { ...policies, ...circumstances },
  });
  const stateOf = (seen: ReturnType<typeof seenIn>): readonly StateProvider[] => [
    podsState(seen.pods),
    serviceProxyState(seen.services, () => ({
      trouble: nodeTroubles(nodes.held),
      announcement: announcementsNow(seen.services, nodes),
    })),
    networkPolicyState(seen.policies),
  ];
  return {
    inOrder: [pods, nodes, services, rejectDerivation(), sourceRangeDerivation(), policies],
    /** What became of it all, where nothing else is configured. */
    get state(): readonly StateProvider[] {
      return stateOf(seenIn({ isOverruled: () => false, healthFailure: () => undefined }));
    },
    /** What became of it all. From now on subscribers hear of troubles, and load balancers of the health of services. */
    show({ queue, events, health, dynamic }: Surroundings): readonly StateProvider[] {
      const seen = seenIn({
        isOverruled: (path) => dynamic.isOverruled(path),
        healthFailure: (service) => health?.failureOf(service),
      });
      const afterWrites = (work: () => Promise<void>) => queue.run(work);
      const publishing = (path: string) => ({
        publish: (content: Readonly<Record<string, unknown>>) => events.publish(path, content),
        afterWrites,
      });
      tellTroubles({
        ...publishing("/sweetcomb-pod:pod-trouble"),
        derivation: pods,
        look: (part) => withKeys(stateOfAttachment(part, seen.pods)),
      });
      tellTroubles({
        ...publishing("/sweetcomb-service-proxy:service-trouble"),
        derivation: services,
        look: (part) => {
          const found = stateOfService(part, seen.services);
          return withKeys(found && { ...found, trouble: troublesOf(found) });
        },
      });
      tellTroubles({
        ...publishing("/sweetcomb-network-policy:policy-trouble"),
        derivation: policies,
        look: (part) => withKeys(stateOfPod(part, seen.policies)),
      });
      tellAnnouncements(
        [
          { derivation: services, look: (part) => announcementsOfService(part, seen.services) },
          { derivation: nodes, look: (part) => announcementsOfNode(part, nodes.held) },
        ],
        publishing("/sweetcomb-service-proxy:announcement-change").publish,
        afterWrites,
      );
      dynamic.onOverruling.push((from) => {
        for (const derivation of [pods, services, policies]) derivation.touch(new Set([from]));
      });
      if (health !== undefined) answerHealthChecks(services, health, afterWrites);
      return stateOf(seen);
    },
  };
}

function answerHealthChecks(services: IncrementalDerivation, health: ServiceHealth, afterWrites: AfterWrites): void {
  afterSteps(services, afterWrites, (part) => health.set(part, healthCheckOf(part, services)));
  health.onChange.push((found) => services.touch(found));
}

interface Told {
  readonly namespace: string;
  readonly name: string;
  readonly trouble: readonly Trouble[];
}

function withKeys(state: Told | undefined) {
  return state && { keys: { namespace: state.namespace, name: state.name }, trouble: state.trouble };
}
