/** Before a tree changes: readings of it that are under way are taken out, so that each of them sees one state. */

import { setImmediate } from "node:timers/promises";
import { CHUNK_BYTES, type DrainedCursor, type EngineState, type OpenCursor, release } from "./engine-state.js";
import type { ResidentTree } from "./protocol.js";

/** At once. Cost: what is left of the readings; who drains readings before has little left to do here. */
export function drainCursors(state: EngineState, over: ResidentTree): void {
  for (const [id, open] of state.cursors) {
    while (isOver(open, over) && takeChunk(state, id, open));
  }
}

/**
 * The same for the readings that are under way now, letting other calls in between the chunks: short readings would otherwise wait
 * for the whole of a long one. Resolves when they have been taken out, or were closed meanwhile.
 */
export async function drainReadings(state: EngineState, over: ResidentTree): Promise<void> {
  for (const id of [...state.cursors.keys()]) {
    for (let open = state.cursors.get(id); open !== undefined && isOver(open, over); open = state.cursors.get(id)) {
      takeChunk(state, id, open);
      await setImmediate();
    }
  }
}

/** Each chunk has its memory for itself, so that it is handed over without a copy. Returns whether there may be another. */
function takeChunk(state: EngineState, id: number, open: OpenCursor): boolean {
  const chunk = open.cursor.next(CHUNK_BYTES);
  if (chunk !== null) {
    open.ahead.push(chunk);
    return true;
  }
  state.cursors.set(id, { ahead: open.ahead });
  release(open);
  return false;
}

function isOver(open: OpenCursor | DrainedCursor, over: ResidentTree): open is OpenCursor {
  return "cursor" in open && open.over === over;
}
