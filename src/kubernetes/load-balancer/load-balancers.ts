/**
 * Gives services of type LoadBalancer their addresses: what they should have is computed out of all services, and what differs is
 * written to their status. Only the leader among several controllers does so.
 */

import { CoreV1Api, type KubeConfig, PatchStrategy, setHeaderOptions } from "@kubernetes/client-node";
import type { Logger } from "pino";
import { apiClient, FIELD_MANAGER } from "../cluster/api-client.js";
import { readList } from "../cluster/read-list.js";
import { LIST_PATHS } from "../cluster/resources.js";
import type { BackOff } from "../cluster/watch-kind.js";
import { pauseMs } from "../delays.js";
import { type Ingress, keyOf, type ObjectKey, type Service } from "../objects.js";
import type { Trouble } from "../trouble.js";
import { wellFormed } from "../well-formed.js";
import { type Assignment, assign } from "./assign.js";
import { type Claim, claimOf } from "./claim.js";
import type { Pool } from "./pool.js";

export interface LoadBalancerOptions {
  readonly kubeConfig: KubeConfig;
  readonly pool: Pool;
  /** The class that is ours; null: that of services without a class. */
  readonly className: string | null;
  /** Whether this process may write now. */
  readonly mayWrite: () => boolean;
  /** What comes within this time after a first change is computed together with it. */
  readonly coalesceMs: number;
  readonly retry: BackOff;
  /** How long the API server may say nothing to a request. */
  readonly answerMs: number;
  readonly log: Logger;
  /** All that is wrong now. */
  readonly onTroubles: (troubles: readonly Trouble[]) => void;
}

/** A service as it was heard of last, or as it was written. */
interface Known {
  readonly claim: Claim;
  readonly ingress: readonly Ingress[];
  readonly version: string | undefined;
}

export class LoadBalancers {
  readonly #core: CoreV1Api;
  readonly #known = new Map<ObjectKey, Known>();
  readonly #ending = new AbortController();
  #isComplete = false;
  /** Another one was the leader: its last words may not have been heard yet. */
  #mustList = true;
  #failures = 0;
  #timer: NodeJS.Timeout | undefined;
  #pass: Promise<void> | undefined;
  #isDue = false;

  constructor(readonly options: LoadBalancerOptions) {
    this.#core = apiClient(options.kubeConfig, CoreV1Api, options.answerMs);
  }

  put(service: Service): void {
    const before = this.#known.get(keyOf(service));
    // What was written or listed here is newer than what is heard of before; unless the cluster has gone back in time.
    if (Number(service.metadata?.resourceVersion) < Number(before?.version)) {
      this.#mustList = true;
      this.#wake(this.options.retry.firstMs);
    } else this.#take(service);
  }

  remove(key: ObjectKey): void {
    if (this.#known.delete(key)) this.#wake(this.options.coalesceMs);
  }

  /** All services are known: from now on addresses are given. */
  begin(): void {
    this.#isComplete = true;
    this.#wake(0);
  }

  /** This process may write from now on. */
  elected(): void {
    this.#mustList = true;
    this.#wake(0);
  }

  async stop(): Promise<void> {
    this.#ending.abort();
    clearTimeout(this.#timer);
    await this.#pass;
  }

  #take(service: Service): void {
    const key = keyOf(service);
    const before = this.#known.get(key);
    const claim = claimOf(service, this.options.className);
    if (claim === undefined) {
      this.remove(key);
      return;
    }
    const { status, metadata } = service;
    this.#known.set(key, { claim, ingress: status?.loadBalancer?.ingress ?? [], version: metadata?.resourceVersion });
    if (JSON.stringify(before?.claim) !== JSON.stringify(claim)) this.#wake(this.options.coalesceMs);
  }

  #wake(afterMs: number): void {
    this.#isDue = true;
    if (!this.#isComplete || this.#pass !== undefined || this.#timer !== undefined || this.#ending.signal.aborted)
      return;
    this.#timer = setTimeout(() => this.#run(), afterMs).unref();
  }

  #run(): void {
    this.#timer = undefined;
    this.#isDue = false;
    this.#pass = this.#bringUpToDate()
      .then(
        () => {
          this.#failures = 0;
        },
        (failure: unknown) => {
          if (this.#ending.signal.aborted) return;
          this.#failures++;
          this.#isDue = true;
          this.options.log.warn({ err: failure }, "addresses of load balancers cannot be written; it is tried again");
        },
      )
      .finally(() => {
        this.#pass = undefined;
        const { coalesceMs, retry } = this.options;
        if (this.#isDue) this.#wake(this.#failures === 0 ? coalesceMs : pauseMs(retry, this.#failures));
      });
  }

  async #bringUpToDate(): Promise<void> {
    if (!this.options.mayWrite()) {
      this.options.onTroubles([]);
      return;
    }
    if (this.#mustList) await this.#list();
    const assignments = assign(
      Array.from(this.#known.values(), ({ claim }) => claim),
      this.options.pool,
    );
    const found = [...assignments].flatMap(([key, { troubles }]) => troubles.map(troubleOf(key, "AddressAllocation")));
    this.options.onTroubles(found);
    const failures = await this.#writeAll(assignments);
    if (failures.size === 0) return;
    const refused = [...failures].map(([key, { message }]) => troubleOf(key, "Refused")(message));
    this.options.onTroubles([...found, ...refused]);
    throw new Error(`the status of ${[...failures.keys()].join(", ")} could not be written`, {
      cause: [...failures.values()][0],
    });
  }

  /** One that fails does not hold the others up. */
  async #writeAll(assignments: ReadonlyMap<ObjectKey, Assignment>): Promise<ReadonlyMap<ObjectKey, Error>> {
    const failures = new Map<ObjectKey, Error>();
    for (const [key, assignment] of assignments) {
      const known = this.#known.get(key);
      if (known === undefined || isSame(known.claim.held, assignment.addresses)) continue;
      if (!this.options.mayWrite() || this.#ending.signal.aborted) break;
      await this.#write(key, known, assignment).catch((failure: Error) => void failures.set(key, failure));
    }
    return failures;
  }

  async #list(): Promise<void> {
    const { kubeConfig, answerMs } = this.options;
    const { items } = await readList(kubeConfig, LIST_PATHS.Service, this.#ending.signal, answerMs);
    this.#mustList = false;
    for (const item of items) {
      const service = wellFormed("Service", item);
      if (typeof service !== "string") this.#take(service);
    }
  }

  /** Against the version that is known: what somebody else has written meanwhile is heard of, and looked at then. */
  async #write(key: ObjectKey, { claim, ingress, version }: Known, { addresses }: Assignment): Promise<void> {
    const [namespace, name] = key.split("/") as [string, string];
    const kept = new Map(ingress.map((entry) => [entry.ip, entry]));
    const written = addresses.map((ip) => kept.get(ip) ?? { ip });
    const body = { metadata: { resourceVersion: version }, status: { loadBalancer: { ingress: written } } };
    try {
      const after = await this.#core.patchNamespacedServiceStatus(
        { namespace, name, body, fieldManager: FIELD_MANAGER },
        setHeaderOptions("Content-Type", PatchStrategy.MergePatch),
      );
      const held = { ...claim, held: addresses };
      this.#known.set(key, { claim: held, ingress: written, version: after.metadata?.resourceVersion ?? version });
      this.options.log.info({ service: key, addresses }, "the status of a service has its addresses");
      this.#isDue = true;
    } catch (failure) {
      const { code } = failure as { readonly code?: unknown };
      // It has gone, or is another one by now.
      if (code !== 404 && code !== 409) throw failure;
      this.#mustList = true;
      this.#isDue = true;
    }
  }
}

function isSame(left: readonly string[], right: readonly string[]): boolean {
  return JSON.stringify([...left].sort()) === JSON.stringify([...right].sort());
}

function troubleOf(key: ObjectKey, reason: Trouble["reason"]): (message: string) => Trouble {
  return (message) => ({ of: { kind: "Service", key }, reason, message });
}
