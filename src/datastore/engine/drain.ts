/** Before a tree changes: readings of it that are under way are taken out, so that each of them sees one state. */

import { setImmediate } from "node:timers/promises";
import { CHUNK_BYTES, type DrainedCursor, type EngineState, type OpenCursor, release } from "./engine-state.js";
import type { ResidentTree } from "./protocol.js";

/** Clients that begin one long reading after the other do not hold a change up for longer. */
const PATIENCE_MS = 2000;

/** At once. Cost: what is left of the readings; who drains readings before has little left to do here. */
export function drainCursors(state: EngineState, over: ResidentTree): void {
  for (const [id, open] of state.cursors) {
    while (isOver(open, over) && takeChunk(state, id, open));
  }
}

/**
 * The same, letting other calls in between the chunks: short readings would otherwise wait for the whole of a long one. Readings that
 * begin meanwhile are taken out, too, so that the change finds none. Resolves when there is none left, or the patience is over.
 */
export async function drainReadings(
  state: EngineState,
  over: readonly ResidentTree[],
  patienceMs = PATIENCE_MS,
): Promise<void> {
  const end = performance.now() + patienceMs;
  for (let next = readingOver(state, over); next !== undefined; next = readingOver(state, over)) {
    if (performance.now() > end) return;
    takeChunk(state, ...next);
    await setImmediate();
  }
}

function readingOver(
  { cursors }: EngineState,
  over: readonly ResidentTree[],
): [id: number, open: OpenCursor] | undefined {
  for (const [id, open] of cursors) {
    for (const tree of over) if (isOver(open, tree)) return [id, open];
  }
  return undefined;
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
