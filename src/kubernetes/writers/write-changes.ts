/** Writes what can be written: an entry that is refused is left out, and the others go on without it. */

import type { EntryChange, EntryId } from "../entry.js";
import { type DatastoreWriter, WriteRefused } from "./datastore-writer.js";

/** Largest edit. More is written in several, so that no request is without bounds. */
const MOST_ENTRIES = 2000;
/** Refusals with a name that are taken out one by one; then the edit is halved. */
const MOST_NAMED = 20;

/** What was refused, with the reason. All else is written. Rejects when the datastore cannot be reached. */
export async function writeChanges(
  writer: DatastoreWriter,
  changes: readonly EntryChange[],
): Promise<ReadonlyMap<EntryId, string>> {
  const refused = new Map<EntryId, string>();
  for (let start = 0; start < changes.length; start += MOST_ENTRIES) {
    await writeSome(writer, changes.slice(start, start + MOST_ENTRIES), refused);
  }
  return refused;
}

async function writeSome(
  writer: DatastoreWriter,
  changes: readonly EntryChange[],
  refused: Map<EntryId, string>,
): Promise<void> {
  let left = changes;
  for (let named = 0; left.length > 0; named++) {
    const refusal = await refusalOf(writer, left);
    if (refusal === undefined) return;
    const culprit = left.length === 1 ? left[0]!.id : refusal.entry;
    if (culprit === undefined || named === MOST_NAMED) {
      const middle = Math.ceil(left.length / 2);
      await writeSome(writer, left.slice(0, middle), refused);
      await writeSome(writer, left.slice(middle), refused);
      return;
    }
    refused.set(culprit, refusal.message);
    left = left.filter(({ id }) => id !== culprit);
  }
}

async function refusalOf(writer: DatastoreWriter, changes: readonly EntryChange[]): Promise<WriteRefused | undefined> {
  try {
    await writer.write(changes);
    return undefined;
  } catch (failure) {
    if (failure instanceof WriteRefused) return failure;
    throw failure;
  }
}
