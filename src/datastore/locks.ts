/** Locks of whole datastores (RFC 6241 7.5), and of parts of running. */

import { ManagementError } from "../errors/management-error.js";
import { PartialLocks } from "./partial-locks.js";

export type Lockable = "running" | "candidate" | "startup";

export class Locks {
  readonly #owners = new Map<Lockable, number>();
  readonly #times = new Map<Lockable, number>();

  readonly partial: PartialLocks;

  /** @param clock ms since 1970 */
  constructor(readonly clock: () => number) {
    this.partial = new PartialLocks(clock);
  }

  /** When the lock was taken, ms since 1970. */
  lockedAtMs(datastore: Lockable): number | undefined {
    return this.#owners.has(datastore) ? this.#times.get(datastore) : undefined;
  }

  /** Session that holds the lock. */
  ownerOf(datastore: Lockable): number | undefined {
    return this.#owners.get(datastore);
  }

  /** Throws lock-denied with the holder's session-id, also when the session holds it itself. */
  lock(datastore: Lockable, sessionId: number): void {
    const owner = this.#owners.get(datastore);
    if (owner !== undefined) {
      throw new ManagementError("lock-denied", {
        type: "protocol",
        message: `Lock failed: session ${owner} holds the lock of the ${datastore} datastore`,
        sessionId: owner,
      });
    }
    if (datastore === "running") this.partial.requireNone();
    this.#owners.set(datastore, sessionId);
    this.#times.set(datastore, this.clock());
  }

  /** Throws operation-failed when the session does not hold the lock (RFC 6241 7.6). */
  unlock(datastore: Lockable, sessionId: number): void {
    const owner = this.#owners.get(datastore);
    if (owner !== sessionId) {
      const holder = owner === undefined ? "nobody holds it" : `session ${owner} holds it`;
      throw new ManagementError("operation-failed", {
        type: "protocol",
        message: `Unlock of the ${datastore} datastore failed: ${holder}`,
      });
    }
    this.#owners.delete(datastore);
  }

  /** Throws in-use when another session holds the lock. */
  requireFree(datastore: Lockable, sessionId: number): void {
    const owner = this.#owners.get(datastore);
    if (owner === undefined || owner === sessionId) return;
    throw new ManagementError("in-use", {
      type: "protocol",
      message: `Session ${owner} holds the lock of the ${datastore} datastore`,
      sessionId: owner,
    });
  }

  /** Datastores whose lock a session held, now free. */
  releaseAll(sessionId: number): readonly Lockable[] {
    const held = [...this.#owners].filter(([, owner]) => owner === sessionId).map(([datastore]) => datastore);
    for (const datastore of held) this.#owners.delete(datastore);
    this.partial.releaseAll(sessionId);
    return held;
  }
}
