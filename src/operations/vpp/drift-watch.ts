/** The policy about drift (sweetcomb-vpp:vpp/drift): from time to time VPP is compared, and repaired where that is wanted. */

import type { Difference, VppManagement } from "../../datastore/southbound-port.js";
import type { WriteQueue } from "../../datastore/write-queue.js";
import { differencesOutput } from "./drift.js";

export const DRIFT_PATH = "/sweetcomb-vpp:vpp/drift";

export interface DriftPolicy {
  readonly policy?: "ignore" | "report" | "repair";
  /** Seconds. */
  readonly interval?: number;
}

export interface DriftFindings {
  readonly checkedMs: number;
  readonly differences: readonly Difference[];
}

export interface DriftLog {
  warn(details: object, message: string): void;
}

/** Looks at VPP by the policy of the moment. Failures (VPP is away) are logged and tried again in the next interval. */
export class DriftWatch {
  readonly #vpp: VppManagement;
  readonly #queue: WriteQueue;
  readonly #log: DriftLog;
  readonly #publish: (content: Readonly<Record<string, unknown>>) => void;
  #timer: NodeJS.Timeout | undefined;
  #findings: DriftFindings | undefined;

  /** @param publish takes the content of drift-detected */
  constructor(
    vpp: VppManagement,
    queue: WriteQueue,
    log: DriftLog,
    publish: (content: Readonly<Record<string, unknown>>) => void,
  ) {
    this.#vpp = vpp;
    this.#queue = queue;
    this.#log = log;
    this.#publish = publish;
  }

  /** What the last look found; undefined before the first. */
  get findings(): DriftFindings | undefined {
    return this.#findings;
  }

  /** Follows a policy from now on; undefined stands for the default. */
  follow({ policy = "ignore", interval = 300 }: DriftPolicy = {}): void {
    this.stop();
    if (policy === "ignore") return;
    const timer = setTimeout(async () => {
      await this.#look(policy);
      // Another policy that was given meanwhile has a timer of its own, or none.
      if (this.#timer === timer) this.follow({ policy, interval });
    }, interval * 1000).unref();
    this.#timer = timer;
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  async #look(policy: "report" | "repair"): Promise<void> {
    try {
      const differences = await this.#queue.run(() => (policy === "repair" ? this.#vpp.repair() : this.#vpp.compare()));
      this.#findings = { checkedMs: Date.now(), differences };
      if (differences.length === 0) return;
      const message = policy === "repair" ? "VPP differed and has been repaired" : "VPP differs from the configuration";
      this.#log.warn({ differences }, message);
      this.#publish({ repaired: policy === "repair", ...differencesOutput(differences) });
    } catch (failure) {
      this.#log.warn({ reason: String(failure) }, "VPP could not be compared with the configuration");
    }
  }
}
