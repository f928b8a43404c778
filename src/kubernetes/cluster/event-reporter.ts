/** Troubles as Kubernetes Events on the objects that they concern, for `kubectl describe`. */

import { createHash } from "node:crypto";
import { CoreV1Api, type CoreV1Event, type KubeConfig } from "@kubernetes/client-node";
import type { Logger } from "pino";
import type { ObjectReference } from "../entry.js";
import type { KubernetesObject } from "../objects.js";
import type { Trouble } from "../trouble.js";

export interface EventReporterOptions {
  readonly kubeConfig: KubeConfig;
  /** Where the Events come from. */
  readonly nodeName: string;
  readonly find: (reference: ObjectReference) => KubernetesObject | undefined;
  /** All that is wrong now. */
  readonly troubles: () => readonly Trouble[];
  /** Changes within this time are looked at together: a look costs as much as there are troubles. */
  readonly pauseMs: number;
  readonly log: Logger;
}

/** Longest message of an Event. */
const LONGEST_MESSAGE = 1024;
/** Of the API, for names that are there. */
const CONFLICT = 409;
/** Events made at a time: an API server has others to serve. */
const MOST_AT_A_TIME = 20;

const API_VERSIONS: Readonly<Record<string, string>> = {
  EndpointSlice: "discovery.k8s.io/v1",
  NetworkPolicy: "networking.k8s.io/v1",
};

export class EventReporter {
  readonly #core: CoreV1Api;
  /** What has been told, as text. */
  #told = new Set<string>();
  #timer: NodeJS.Timeout | undefined;

  constructor(readonly options: EventReporterOptions) {
    this.#core = options.kubeConfig.makeApiClient(CoreV1Api);
  }

  /** Something may be wrong that was not, or the other way round. */
  changed(): void {
    this.#timer ??= setTimeout(() => this.#report(), this.options.pauseMs).unref();
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  /** Tells what is new among all that is wrong now. What is not wrong any more may be told again later. */
  #report(): void {
    this.#timer = undefined;
    const current = new Map(this.options.troubles().map((trouble) => [JSON.stringify(trouble), trouble]));
    const untold = [...current].filter(([text]) => !this.#told.has(text));
    const fresh = untold.slice(0, MOST_AT_A_TIME);
    if (untold.length > fresh.length) this.changed();
    this.#told = new Set([...this.#told].filter((text) => current.has(text)));
    for (const [text, trouble] of fresh) {
      this.#told.add(text);
      this.options.log.warn({ ...trouble.of, reason: trouble.reason }, trouble.message);
      void this.#send(trouble);
    }
  }

  async #send(trouble: Trouble): Promise<void> {
    const body = eventOf(trouble, this.options);
    try {
      await this.#core.createNamespacedEvent({ namespace: body.metadata.namespace ?? "default", body });
    } catch (failure) {
      const isToldAlready = (failure as { readonly code?: unknown }).code === CONFLICT;
      if (!isToldAlready) this.options.log.info({ err: failure }, "an Event could not be written");
    }
  }
}

function eventOf({ of, reason, message }: Trouble, { nodeName, find }: EventReporterOptions): CoreV1Event {
  const { kind, key } = of;
  const [own = "", name = ""] = key.split("/");
  const { uid, resourceVersion } = find(of)?.metadata ?? {};
  const namespace = own === "" ? "default" : own;
  const now = new Date();
  return {
    apiVersion: "v1",
    kind: "Event",
    metadata: { namespace, name: eventName(name, [kind, key, uid, reason, message]) },
    involvedObject: {
      kind,
      name,
      apiVersion: API_VERSIONS[kind] ?? "v1",
      ...(own !== "" && { namespace: own }),
      ...(uid !== undefined && { uid }),
      ...(resourceVersion !== undefined && { resourceVersion }),
    },
    type: "Warning",
    reason,
    message: message.slice(0, LONGEST_MESSAGE),
    source: { component: "sweetcomb", host: nodeName },
    reportingComponent: "sweetcomb",
    reportingInstance: nodeName,
    firstTimestamp: now,
    lastTimestamp: now,
    count: 1,
  };
}

/** The same for all who have the same to tell: what ails an object on every node is one Event, and a restart tells nothing twice. */
function eventName(name: string, told: readonly unknown[]): string {
  const digest = createHash("sha256").update(JSON.stringify(told)).digest("hex").slice(0, 16);
  return `${name.slice(0, 200).replace(/[-.]+$/, "")}.${digest}`;
}
