/** Start: running from the last snapshot and the journal behind it. The first start of all begins with the factory default. */

import type { Engine } from "./engine/engine-client.js";
import { rejectErrors } from "./engine-errors.js";
import { type Store, StoreError } from "./persistence/store.js";

export interface Restored {
  readonly revision: number;
  readonly timeMs: number;
  /** Entries replayed behind the snapshot. */
  readonly replayed: number;
}

/**
 * Fills the engine's trees. Throws StoreError when the journal does not lead to a configuration.
 * Cost: the snapshot and the entries since it.
 */
export async function restoreRunning(engine: Engine, store: Store): Promise<Restored> {
  const snapshot = store.snapshot();
  let restored: Restored = { revision: snapshot?.revision ?? 0, timeMs: snapshot?.timeMs ?? 0, replayed: 0 };
  if (snapshot !== undefined) rejectErrors(await engine.restoreSnapshot(snapshot.json));
  for (const entry of store.entries(restored.revision)) {
    await replay(engine, entry.revision, entry.forward);
    restored = { revision: entry.revision, timeMs: entry.timeMs, replayed: restored.replayed + 1 };
  }
  rejectErrors(await engine.finishRestore());
  return restored;
}

async function replay(engine: Engine, revision: number, lines: Uint8Array): Promise<void> {
  try {
    await engine.restoreLines(lines);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new StoreError(`journal entry ${revision} cannot be replayed: ${reason}`, { cause });
  }
}
