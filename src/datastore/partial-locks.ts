/** Locks of parts of running (RFC 5717): subtrees, which other sessions may not change until the lock is released. */

import { ManagementError } from "../errors/management-error.js";
import { ancestorPaths } from "../schema/instance-path.js";
import type { WritePermission } from "./datastores.js";
import type { EngineAccess } from "./engine/protocol.js";

export interface PartialLock {
  readonly id: number;
  readonly sessionId: number;
  /** ms since 1970 */
  readonly lockedAtMs: number;
  /** As the client has given them. */
  readonly select: readonly string[];
  /** Instance paths of the roots of what is locked: of what was there when the lock was granted, what still is. */
  readonly nodes: readonly string[];
}

export class PartialLocks {
  readonly #locks = new Map<number, PartialLock>();
  #lastId = 0;

  /** @param clock ms since 1970 */
  constructor(readonly clock: () => number) {}

  all(): readonly PartialLock[] {
    return [...this.#locks.values()];
  }

  /** Throws lock-denied when another session has locked one of the nodes, or what is above or below one. A session may lock twice. */
  lock(sessionId: number, select: readonly string[], nodes: readonly string[]): PartialLock {
    const others = this.#scopeOfOthers(sessionId);
    for (const node of nodes) {
      const owner = ownerAbove(others, node) ?? others.above.get(node);
      if (owner !== undefined) throw denied(owner, `Session ${owner} holds a lock of ${node}, or of a part of it`);
    }
    const lock = { id: ++this.#lastId, sessionId, lockedAtMs: this.clock(), select, nodes };
    this.#locks.set(lock.id, lock);
    return lock;
  }

  /** Throws invalid-value when the session has no such lock. */
  unlock(id: number, sessionId: number): void {
    if (this.#locks.get(id)?.sessionId !== sessionId) {
      throw new ManagementError("invalid-value", {
        type: "protocol",
        message: `This session holds no partial lock ${id}`,
        badElement: "lock-id",
      });
    }
    this.#locks.delete(id);
  }

  /** Leaves a lock only those of its nodes that are still there. */
  keep(id: number, there: readonly string[]): void {
    const lock = this.#locks.get(id);
    if (lock === undefined || there.length === lock.nodes.length) return;
    const left = new Set(there);
    this.#locks.set(id, { ...lock, nodes: lock.nodes.filter((node) => left.has(node)) });
  }

  releaseAll(sessionId: number): void {
    for (const lock of this.all()) if (lock.sessionId === sessionId) this.#locks.delete(lock.id);
  }

  /** Throws lock-denied when any part is locked: the whole cannot be locked then (RFC 5717 2.5). */
  requireNone(): void {
    const [lock] = this.all();
    if (lock !== undefined) throw denied(lock.sessionId, `Session ${lock.sessionId} holds a partial lock of running`);
  }

  /** The permission of a session's write, which also asks for the locks of others: in-use, with the app-tag "locked". */
  guard(sessionId: number, permission: WritePermission | undefined): WritePermission | undefined {
    const others = this.#scopeOfOthers(sessionId);
    if (others.at.size === 0) return permission;
    return {
      detail: "instances",
      check: (accesses, errors) => {
        permission?.check(accesses, errors);
        for (const access of accesses) if (!access.unchanged) requireUnlocked(others, access);
      },
    };
  }

  #scopeOfOthers(sessionId: number): Scope {
    const scope = { at: new Map<string, number>(), above: new Map<string, number>() };
    for (const lock of this.#locks.values()) {
      if (lock.sessionId === sessionId) continue;
      for (const node of lock.nodes) {
        scope.at.set(node, lock.sessionId);
        for (const ancestor of ancestorPaths(node)) scope.above.set(ancestor, lock.sessionId);
      }
    }
    return scope;
  }
}

/** Owners by path: of locked nodes, and of what has a locked node somewhere below. */
interface Scope {
  readonly at: ReadonlyMap<string, number>;
  readonly above: ReadonlyMap<string, number>;
}

/** What is created, changed or deleted in a locked subtree, or takes one along when it is deleted. */
function requireUnlocked(scope: Scope, { path, operation }: EngineAccess): void {
  const owner = ownerAbove(scope, path) ?? (operation === "delete" ? scope.above.get(path) : undefined);
  if (owner === undefined) return;
  throw new ManagementError("in-use", {
    type: "protocol",
    path,
    appTag: "locked",
    message: `Session ${owner} holds a partial lock of ${path}, or of a part of it`,
    sessionId: owner,
  });
}

/** The owner of a lock of the node, or of one that it is below. */
function ownerAbove({ at }: Scope, path: string): number | undefined {
  for (const step of [path, ...ancestorPaths(path)]) {
    const owner = at.get(step);
    if (owner !== undefined) return owner;
  }
  return undefined;
}

function denied(sessionId: number, message: string): ManagementError {
  return new ManagementError("lock-denied", { type: "protocol", message, sessionId });
}
