/**
 * One of several controllers that may do what only one should: whoever holds the Lease and renews it. As the clients of Kubernetes
 * do it: times of others are never compared with one's own clock, only how long nothing has changed.
 */

import { CoordinationV1Api, type KubeConfig, type V1Lease, V1MicroTime } from "@kubernetes/client-node";
import type { Logger } from "pino";
import { apiClient, FIELD_MANAGER } from "../cluster/api-client.js";

export interface LeaseDelays {
  /** A Lease that has not been renewed for so long may be taken. */
  readonly durationMs: number;
  /** Between two attempts to take or renew it. A third of the duration leaves time for failures. */
  readonly renewMs: number;
}

export interface LeaderOptions {
  readonly kubeConfig: KubeConfig;
  readonly namespace: string;
  readonly name: string;
  /** No other process has it. */
  readonly identity: string;
  readonly delays: LeaseDelays;
  /** ms since any time, never going back. */
  readonly clock: () => number;
  readonly log: Logger;
  /** This process is the leader from now on. */
  readonly onElected: () => void;
}

export class Leader {
  readonly #api: CoordinationV1Api;
  /** The Lease as it was seen to change last, and when that was. */
  #seen: { readonly version: string | undefined; readonly atMs: number } | undefined;
  #renewedAtMs: number | undefined;
  #timer: NodeJS.Timeout | undefined;
  #attempt: Promise<void> | undefined;
  #isStopped = false;
  /** The last attempt has failed: it has been told. */
  #isFailing = false;

  constructor(readonly options: LeaderOptions) {
    const { kubeConfig, delays } = options;
    // What has not been answered for longer would not make a leader any more.
    this.#api = apiClient(kubeConfig, CoordinationV1Api, delays.durationMs - delays.renewMs);
    this.#run();
  }

  /** Ends some time before others may take the Lease. */
  get isLeader(): boolean {
    const { durationMs, renewMs } = this.options.delays;
    return this.#renewedAtMs !== undefined && this.options.clock() < this.#renewedAtMs + durationMs - renewMs;
  }

  /** Lets the Lease go, so that nobody has to wait for its end. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    clearTimeout(this.#timer);
    await this.#attempt;
    if (!this.isLeader) return;
    this.#renewedAtMs = undefined;
    const { namespace, name } = this.options;
    try {
      const lease = await this.#api.readNamespacedLease({ namespace, name });
      if (lease.spec?.holderIdentity !== this.options.identity) return;
      const body = { ...lease, spec: { ...lease.spec, holderIdentity: "" } };
      await this.#api.replaceNamespacedLease({ namespace, name, body, fieldManager: FIELD_MANAGER });
    } catch (failure) {
      this.options.log.info({ err: failure }, "the Lease of the load balancer's addresses could not be let go");
    }
  }

  #run(): void {
    this.#attempt = this.#tryOnce()
      .then(
        () => {
          this.#isFailing = false;
        },
        (failure: unknown) => {
          const { log } = this.options;
          const text = "the Lease of the load balancer's addresses cannot be had";
          if (!this.#isFailing) log.warn({ err: failure }, `${text}; it is tried again`);
          else log.debug({ err: failure }, text);
          this.#isFailing = true;
        },
      )
      .finally(() => {
        if (this.#isStopped) return;
        this.#timer = setTimeout(() => this.#run(), this.options.delays.renewMs * (0.8 + Math.random() * 0.2)).unref();
      });
  }

  async #tryOnce(): Promise<void> {
    const { namespace, name, identity, clock } = this.options;
    const askedAtMs = clock();
    const lease = await orUndefinedIf(404, this.#api.readNamespacedLease({ namespace, name }));
    const isOurs = lease?.spec?.holderIdentity === identity;
    if (lease !== undefined && !isOurs && !this.#isFree(lease)) {
      this.#renewedAtMs = undefined;
      return;
    }
    const body = this.#renewed(lease);
    const write =
      lease === undefined
        ? this.#api.createNamespacedLease({ namespace, body, fieldManager: FIELD_MANAGER })
        : this.#api.replaceNamespacedLease({ namespace, name, body, fieldManager: FIELD_MANAGER });
    // Somebody else was faster.
    const written = await orUndefinedIf(409, write);
    const wasLeader = this.isLeader;
    this.#renewedAtMs = written === undefined ? undefined : askedAtMs;
    if (this.isLeader && !wasLeader) this.options.onElected();
  }

  #isFree({ metadata, spec = {} }: V1Lease): boolean {
    const { clock, delays } = this.options;
    if ((spec.holderIdentity ?? "") === "") return true;
    const version = metadata?.resourceVersion;
    if (this.#seen === undefined || this.#seen.version !== version) this.#seen = { version, atMs: clock() };
    const durationMs = (spec.leaseDurationSeconds ?? delays.durationMs / 1000) * 1000;
    return clock() >= this.#seen.atMs + durationMs;
  }

  #renewed(lease: V1Lease | undefined): V1Lease {
    const { namespace, name, identity, delays } = this.options;
    const { holderIdentity, leaseTransitions = 0, acquireTime } = lease?.spec ?? {};
    const now = new V1MicroTime();
    const isNew = holderIdentity !== identity;
    return {
      apiVersion: "coordination.k8s.io/v1",
      kind: "Lease",
      metadata: lease?.metadata ?? { namespace, name },
      spec: {
        holderIdentity: identity,
        leaseDurationSeconds: Math.max(1, Math.round(delays.durationMs / 1000)),
        acquireTime: isNew || acquireTime === undefined ? now : acquireTime,
        renewTime: now,
        leaseTransitions: leaseTransitions + Number(isNew && lease !== undefined),
      },
    };
  }
}

async function orUndefinedIf<Result>(code: number, result: Promise<Result>): Promise<Result | undefined> {
  try {
    return await result;
  } catch (failure) {
    if ((failure as { readonly code?: unknown }).code === code) return undefined;
    throw failure;
  }
}
