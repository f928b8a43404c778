/** Revisions of running: each journal entry can take it one step forward or back. */

import { ManagementError } from "../errors/management-error.js";
import { type CommitOptions, commitEdit, persist } from "./commit.js";
import type { Datastores } from "./datastores.js";

/** Inverse lines from the newest revision down to the one after `revision`. Throws when the history is not kept that far. */
export function inverseLinesTo({ store, head }: Datastores, revision: number): readonly Uint8Array[] {
  const lines: Uint8Array[] = [];
  for (let step = head.revision; step > revision; step--) {
    const entry = store.entry(step);
    if (entry === undefined) {
      throw new ManagementError("operation-failed", { message: `Revision ${revision} is no longer kept` });
    }
    lines.push(entry.inverse);
  }
  return lines;
}

/** Makes the present revision the oldest one that is kept. Runs inside the write queue. */
export async function forgetHistory({ engine, store, head: { revision, timeMs } }: Datastores): Promise<void> {
  const json = await engine.documentBefore([]);
  await persist(() => store.writeSnapshot({ revision, timeMs, json }, 0));
}

/** Commits running as it was at `revision`. Cost follows the changes since then. Runs inside the write queue. */
export async function rollBackTo(datastores: Datastores, revision: number, options: CommitOptions): Promise<void> {
  const lines = inverseLinesTo(datastores, revision);
  await commitEdit(datastores, { kind: "lines", lines }, undefined, options);
}
