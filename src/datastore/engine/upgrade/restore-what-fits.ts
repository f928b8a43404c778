/** Running out of a store that was written with other YANG modules. */

import type { EngineState } from "../engine-state.js";
import type { FittedRestore } from "../protocol.js";
import { fitJournal } from "./fit-journal.js";
import { fitSnapshot } from "./fit-snapshot.js";
import { leaveOutInvalid } from "./leave-out-invalid.js";
import { LeftOutParts } from "./left-out.js";

/** Fills running with all that the schema takes, in place of what is in it. */
export function restoreWhatFits(
  state: EngineState,
  snapshot: Uint8Array | undefined,
  entries: readonly Uint8Array[],
): FittedRestore {
  const { context, running } = state;
  const left = new LeftOutParts();
  running.load(snapshot === undefined ? "{}" : fitSnapshot(context, snapshot, left), "json");
  for (const lines of entries) fitJournal(running, lines, left);
  const broken = leaveOutInvalid(state, left).map(({ path, message }) => ({ path, message }));
  return { leftOut: left.list(), broken };
}
