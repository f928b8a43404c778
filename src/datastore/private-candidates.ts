/**
 * Candidates of single sessions (draft-ietf-netconf-privcand). Between the operations of its session a candidate is its edits, as
 * journal lines, and the revision of running that they began with. For an operation the engine puts it together.
 */

import { ManagementError, ManagementErrors } from "../errors/management-error.js";
import type { Datastores, TxidCondition } from "./datastores.js";
import { inverseLinesTo } from "./history.js";
import type { JournalEntry } from "./persistence/store.js";
import { conflictingPaths, splitByConflict } from "./private-conflicts.js";

/** How an update resolves conflicts. */
export type ResolutionMode = "revert-on-conflict" | "prefer-candidate" | "prefer-running";
export const RESOLUTION_MODES: readonly ResolutionMode[] = ["revert-on-conflict", "prefer-candidate", "prefer-running"];

/** Conflicts that an error tells of, one rpc-error each. */
const MOST_CONFLICTS = 20;

interface PrivateCandidate {
  base: number;
  edits: Uint8Array;
  conditions: readonly TxidCondition[];
}

export class PrivateCandidates {
  readonly #bySession = new Map<number, PrivateCandidate>();

  constructor(readonly datastores: Datastores) {}

  /**
   * Carries out `work` with the session's candidate in the place of the shared one; it is made when there is none yet. Runs
   * inside the write queue.
   */
  async use<Result>(sessionId: number, work: () => Promise<Result>): Promise<Result> {
    const { engine, candidateConditions: conditions } = this.datastores;
    const candidate = this.#candidateOf(sessionId);
    const shared = [...conditions.values()];
    await engine.enterPrivate(inverseLinesTo(this.datastores, candidate.base), candidate.edits);
    replace(conditions, candidate.conditions);
    try {
      return await work();
    } finally {
      candidate.conditions = [...conditions.values()];
      replace(conditions, shared);
      candidate.edits = (await engine.leavePrivate()) ?? candidate.edits;
    }
  }

  /**
   * Brings what others have committed since into the session's candidate. Throws the conflicts, and changes nothing, in the mode
   * revert-on-conflict. Cost follows the edits, and the commits since. Runs inside the write queue.
   */
  update(sessionId: number, mode: ResolutionMode): void {
    const { head, stamps } = this.datastores;
    const candidate = this.#candidateOf(sessionId);
    const { edits } = candidate;
    const commits = this.#commitsSince(candidate.base);
    const theirs = commits.map(({ forward }) => forward);
    const paths = conflictingPaths(edits, theirs, stamps.schema);
    if (paths.length > 0) {
      if (mode === "revert-on-conflict") throw conflicting(paths);
      // What running has lost of the nodes in conflict comes back first, so that the edits find what they were made on.
      const back = (inverse: Uint8Array) => splitByConflict(inverse, [edits], stamps.schema).conflicting;
      candidate.edits =
        mode === "prefer-running"
          ? splitByConflict(edits, theirs, stamps.schema).free
          : Buffer.concat([...commits.reverse().map(({ inverse }) => back(inverse)), edits]);
    }
    candidate.base = head.revision;
  }

  /** Oldest first. */
  #commitsSince(base: number): JournalEntry[] {
    const { head, store } = this.datastores;
    const entries: JournalEntry[] = [];
    for (let revision = base + 1; revision <= head.revision; revision++) {
      entries.push(store.entry(revision) ?? lost(base));
    }
    return entries;
  }

  /** Back to what it began with; where that is no longer kept, to running. */
  discard(sessionId: number): void {
    const candidate = this.#candidateOf(sessionId);
    const { head, store } = this.datastores;
    const isKept = candidate.base === head.revision || store.entry(candidate.base + 1) !== undefined;
    candidate.edits = new Uint8Array();
    candidate.conditions = [];
    if (!isKept) candidate.base = head.revision;
  }

  /** A commit of the session's candidate: conflicts make it fail, `work` makes it running. Runs inside the write queue. */
  async commit<Result>(sessionId: number, work: () => Promise<Result>): Promise<Result> {
    this.update(sessionId, "revert-on-conflict");
    const result = await this.use(sessionId, work);
    this.#candidateOf(sessionId).base = this.datastores.head.revision;
    return result;
  }

  /**
   * Carries out `work` on the session's candidate as a commit would make it running; the candidate itself stays as it is. Throws
   * the conflicts that the commit would throw. Runs inside the write queue.
   */
  async rehearse<Result>(sessionId: number, work: () => Promise<Result>): Promise<Result> {
    const candidate = this.#candidateOf(sessionId);
    const kept = { ...candidate };
    try {
      this.update(sessionId, "revert-on-conflict");
      return await this.use(sessionId, work);
    } finally {
      Object.assign(candidate, kept);
    }
  }

  /** The session has ended: what it has not committed goes with it. */
  forget(sessionId: number): void {
    this.#bySession.delete(sessionId);
  }

  #candidateOf(sessionId: number): PrivateCandidate {
    let candidate = this.#bySession.get(sessionId);
    if (candidate === undefined) {
      candidate = { base: this.datastores.head.revision, edits: new Uint8Array(), conditions: [] };
      this.#bySession.set(sessionId, candidate);
    }
    return candidate;
  }
}

function replace(conditions: Map<string, TxidCondition>, others: readonly TxidCondition[]): void {
  conditions.clear();
  for (const condition of others) conditions.set(condition.path, condition);
}

function lost(revision: number): never {
  throw new ManagementError("operation-failed", {
    type: "protocol",
    message: `Revision ${revision}, which the private candidate began with, is no longer kept: discard it and begin again`,
  });
}

function conflicting(paths: readonly string[]): ManagementErrors {
  const [first = "", ...others] = paths.slice(0, MOST_CONFLICTS);
  return new ManagementErrors([conflict(first), ...others.map(conflict)]);
}

function conflict(path: string): ManagementError {
  return new ManagementError("operation-failed", {
    type: "protocol",
    path,
    message: `${path} is changed in the private candidate, and was changed in running since`,
  });
}
