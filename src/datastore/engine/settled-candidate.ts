/**
 * Defaults of what was edited in the candidate are made when it is validated. Who reads it with its defaults before that sees
 * them, too (RFC 6243 3.1); the candidate stays as it was edited.
 */

import { drainCursors } from "./drain.js";
import type { EngineState } from "./engine-state.js";
import type { ReadRequest } from "./protocol.js";

/** Cost: that of a validation, which follows the edits. The reading is taken out in one piece. */
export function withSettledCandidate<Result>(state: EngineState, use: () => Result): Result {
  const { candidate } = state;
  drainCursors(state, "candidate");
  const mark = candidate.mark();
  candidate.validate();
  try {
    return use();
  } finally {
    drainCursors(state, "candidate");
    candidate.undoTo(mark);
  }
}

/** Whether the answer has defaults that may not be there yet. */
export function needsSettledCandidate({ candidate }: EngineState, { source, withDefaults }: ReadRequest): boolean {
  return source === "candidate" && withDefaults.startsWith("report-all") && candidate.mark() > 0;
}
