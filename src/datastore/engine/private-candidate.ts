/**
 * The candidate of one session at a time, in the tree of the shared one: the shared edits are shelved, the tree goes back to the
 * state of running that the session began with, and has the session's edits on top. Its log is then that of the session. Cost
 * follows the edits of both, and what has changed in running since.
 */

import { drainCursors } from "./drain.js";
import type { EngineState } from "./engine-state.js";

/** What takes the tree back to the shared candidate. */
export interface Shelved {
  readonly back: readonly Uint8Array[];
  /** Lines of the shared edits. */
  readonly edits: Uint8Array;
  /** Lines from the state that the session began with to running. */
  readonly forth: Uint8Array;
}

/**
 * @param back inverse lines of the commits since the session began, newest first
 * Throws when they do not fit; the shared candidate is then as it was.
 */
export function enterPrivate(state: EngineState, back: readonly Uint8Array[], edits: Uint8Array): void {
  const { candidate } = state;
  drainCursors(state, "candidate");
  state.prepared = undefined;
  const shared = candidate.journal();
  candidate.undoTo(0);
  try {
    for (const lines of back) candidate.applyJournal(lines);
  } catch (failure) {
    candidate.undoTo(0);
    candidate.applyJournal(shared, { tolerant: true });
    throw failure;
  }
  state.shelved = { back, edits: shared, forth: candidate.inverseJournal() };
  candidate.accept();
  // After an update some of them may not fit any more.
  candidate.applyJournal(edits, { tolerant: true });
}

/** Returns the session's edits; undefined when there is none inside: this engine was filled anew. */
export function leavePrivate(state: EngineState): Uint8Array | undefined {
  const { shelved, candidate } = state;
  if (shelved === undefined) return undefined;
  drainCursors(state, "candidate");
  state.shelved = undefined;
  const edits = candidate.journal();
  candidate.undoTo(0);
  candidate.applyJournal(shelved.forth);
  candidate.accept();
  candidate.applyJournal(shelved.edits, { tolerant: true });
  return edits;
}

/** Looks at the shared candidate, also while that of a session is in its place. */
export function withShared<Result>(state: EngineState, use: () => Result): Result {
  const { shelved, prepared } = state;
  if (shelved === undefined) return use();
  const edits = leavePrivate(state) ?? new Uint8Array();
  try {
    return use();
  } finally {
    enterPrivate(state, shelved.back, edits);
    state.prepared = prepared;
  }
}
