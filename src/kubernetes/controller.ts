/** The controller: watches a cluster and keeps a dynamic datastore equal to what follows from it. */

import type { KubeConfig } from "@kubernetes/client-node";
import type { Logger } from "pino";
import { EventReporter } from "./cluster/event-reporter.js";
import { watchCluster } from "./cluster/watch-cluster.js";
import { type Delays, defaultDelays } from "./delays.js";
import { DesiredState } from "./desired/desired-state.js";
import { balancersOf } from "./load-balancer/balancers-of.js";
import { KINDS, type Kind, type Service } from "./objects.js";
import { Reconciler } from "./reconciler.js";
import type { ClusterSettings } from "./settings.js";
import type { Trouble } from "./trouble.js";
import { DerivedTroubles } from "./troubles/derived-troubles.js";
import type { TroubleListener } from "./troubles/trouble-listener.js";
import type { DatastoreWriter } from "./writers/datastore-writer.js";

export interface ControllerOptions {
  readonly kubeConfig: KubeConfig;
  readonly settings: ClusterSettings;
  readonly writer: DatastoreWriter;
  readonly log: Logger;
  /** Default: those of delays.ts. */
  readonly delays?: Delays;
}

export interface ControllerStatus {
  /** Kinds whose list has not been read yet. */
  readonly unlisted: readonly Kind[];
  /** Kinds of which changes are heard now. */
  readonly watched: readonly Kind[];
  /** The first complete state has been written. */
  readonly isWritten: boolean;
  readonly isInSync: boolean;
  readonly refused: number;
  readonly troubles: number;
  readonly events: number;
  readonly passes: number;
  readonly written: number;
  readonly failures: number;
}

export interface Controller {
  status(): ControllerStatus;
  /** Hears of what is wrong beside what the controller finds itself. */
  readonly dataPlane: TroubleListener;
  stop(): Promise<void>;
}

export function startController(options: ControllerOptions): Controller {
  const { kubeConfig, settings, writer, log, delays = defaultDelays } = options;
  const desired = new DesiredState(settings);
  const listed = new Set<Kind>();
  const watched = new Set<Kind>();
  const balancers = balancersOf(options, (wrong) => {
    unbalanced = wrong;
    reporter.changed();
  });
  let unbalanced: readonly Trouble[] = [];
  const derived = new DerivedTroubles();
  let found: readonly Trouble[] = [];
  // Services may have been written by others.
  const ofCluster = () => derived.summary().filter(({ of }) => watch.get(of) !== undefined);
  const troubles = () => [...found, ...unbalanced, ...ofCluster()];
  let events = 0;
  const reconciler = new Reconciler({
    desired,
    writer,
    delays,
    clock: () => Date.now(),
    log,
    onTroubles: (own) => {
      found = own;
      reporter.changed();
    },
  });
  const heard = () => {
    events++;
    reconciler.changed();
  };
  const watch = watchCluster(
    kubeConfig,
    {
      put: (object) => {
        const taken = desired.put(object);
        if (taken?.kind === "Service") balancers?.put(taken as Service);
        heard();
      },
      remove: (object) => {
        desired.remove(object);
        if (object.kind === "Service") balancers?.remove(object.key);
        heard();
      },
      listed: (kind) => {
        const isLast = !listed.has(kind) && listed.size === KINDS.length - 1;
        listed.add(kind);
        if (isLast) reconciler.begin();
        if (kind === "Service") balancers?.begin();
      },
      trouble: (kind, failure) => {
        if (failure === undefined) watched.add(kind);
        else {
          watched.delete(kind);
          log.warn({ err: failure, kind }, "the API server is not heard of; what is known stays");
        }
      },
    },
    delays,
  );
  const reporter = new EventReporter({
    kubeConfig,
    nodeName: settings.nodeName,
    find: (of) => watch.get(of),
    troubles,
    pauseMs: delays.eventsMs,
    againMs: delays.eventsAgainMs,
    retryMs: delays.reconnect.mostMs,
    answerMs: delays.patience.answerMs,
    clock: () => performance.now(),
    log,
  });
  return {
    status: () => ({
      unlisted: KINDS.filter((kind) => !listed.has(kind)),
      watched: [...watched],
      isWritten: reconciler.counts.passes > 0,
      isInSync: reconciler.isInSync,
      refused: reconciler.refused,
      troubles: troubles().length,
      events,
      passes: reconciler.counts.passes,
      written: reconciler.counts.written,
      failures: reconciler.counts.failures,
    }),
    dataPlane: {
      stateIs: (document) => {
        derived.stateIs(document);
        reporter.changed();
      },
      notified: (name, content) => {
        derived.notified(name, content);
        reporter.changed();
      },
    },
    stop: async () => {
      reporter.stop();
      await balancers?.stop();
      await watch.stop();
      await reconciler.stop();
      writer.close();
    },
  };
}
