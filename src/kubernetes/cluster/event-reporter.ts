/** Troubles as Kubernetes Events on the objects that they concern, for `kubectl describe`. */

import { createHash } from "node:crypto";
import { CoreV1Api, type CoreV1Event, type KubeConfig, PatchStrategy, setHeaderOptions } from "@kubernetes/client-node";
import type { Logger } from "pino";
import type { ObjectReference } from "../entry.js";
import type { KubernetesObject } from "../objects.js";
import type { Trouble } from "../trouble.js";
import { apiClient, FIELD_MANAGER } from "./api-client.js";

export interface EventReporterOptions {
  readonly kubeConfig: KubeConfig;
  /** Where the Events come from. */
  readonly nodeName: string;
  readonly find: (reference: ObjectReference) => KubernetesObject | undefined;
  /** All that is wrong now. */
  readonly troubles: () => readonly Trouble[];
  /** Changes within this time are looked at together: a look costs as much as there are troubles. */
  readonly pauseMs: number;
  /** What stays wrong is told again after this time: API servers forget Events, after an hour as a rule. */
  readonly againMs: number;
  /** Before an Event that could not be written is tried again. */
  readonly retryMs: number;
  /** How long the API server may say nothing to a request. */
  readonly answerMs: number;
  /** ms since any time, never going back. */
  readonly clock: () => number;
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
  AdminNetworkPolicy: "policy.networking.k8s.io/v1alpha1",
  BaselineAdminNetworkPolicy: "policy.networking.k8s.io/v1alpha1",
};

export class EventReporter {
  readonly #core: CoreV1Api;
  /** When what has been told is told again, by its text. */
  #due = new Map<string, number>();
  #look: { readonly timer: NodeJS.Timeout; readonly atMs: number } | undefined;

  constructor(readonly options: EventReporterOptions) {
    this.#core = apiClient(options.kubeConfig, CoreV1Api, options.answerMs);
  }

  /** Something may be wrong that was not, or the other way round. */
  changed(): void {
    this.#lookIn(this.options.pauseMs);
  }

  stop(): void {
    clearTimeout(this.#look?.timer);
    this.#look = undefined;
  }

  /** Looks then at the latest. */
  #lookIn(afterMs: number): void {
    const atMs = this.options.clock() + afterMs;
    if (this.#look !== undefined && this.#look.atMs <= atMs) return;
    clearTimeout(this.#look?.timer);
    // A timer may be a little early.
    this.#look = { timer: setTimeout(() => this.#report(), Math.ceil(afterMs) + 1).unref(), atMs };
  }

  /** Tells what is due among all that is wrong now. What is not wrong any more may be new another time. */
  #report(): void {
    this.#look = undefined;
    const now = this.options.clock();
    const current = new Map(this.options.troubles().map((trouble) => [JSON.stringify(trouble), trouble]));
    this.#due = new Map([...this.#due].filter(([text]) => current.has(text)));
    const late = [...current].filter(([text]) => (this.#due.get(text) ?? now) <= now);
    for (const [text, trouble] of late.slice(0, MOST_AT_A_TIME)) {
      if (!this.#due.has(text)) this.options.log.warn({ ...trouble.of, reason: trouble.reason }, trouble.message);
      this.#due.set(text, now + this.options.againMs);
      void this.#send(text, trouble);
    }
    if (late.length > MOST_AT_A_TIME) this.changed();
    else if (this.#due.size > 0) this.#lookIn(earliest(this.#due.values()) - now);
  }

  async #send(text: string, trouble: Trouble): Promise<void> {
    const { log, clock, retryMs } = this.options;
    try {
      await this.#write(eventOf(trouble, this.options));
    } catch (failure) {
      if (!this.#due.has(text)) return;
      log.info({ err: failure }, "an Event could not be written; it is tried again");
      this.#due.set(text, clock() + retryMs);
      this.#lookIn(retryMs);
    }
  }

  /** One that is there lasts longer then. */
  async #write(body: CoreV1Event): Promise<void> {
    const { namespace = "default", name = "" } = body.metadata;
    try {
      await this.#core.createNamespacedEvent({ namespace, body, fieldManager: FIELD_MANAGER });
    } catch (failure) {
      if ((failure as { readonly code?: unknown }).code !== CONFLICT) throw failure;
      await this.#core.patchNamespacedEvent(
        { namespace, name, body: { lastTimestamp: body.lastTimestamp }, fieldManager: FIELD_MANAGER },
        setHeaderOptions("Content-Type", PatchStrategy.MergePatch),
      );
    }
  }
}

function earliest(times: Iterable<number>): number {
  let first = Number.POSITIVE_INFINITY;
  for (const time of times) first = Math.min(first, time);
  return first;
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
