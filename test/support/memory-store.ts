/** A store that forgets everything at its end. */

import type { JournalEntry, Records, Snapshot, Store } from "../../src/datastore/persistence/store.js";

export function memoryStore(): Store {
  const journal = new Map<number, JournalEntry>();
  let records: Partial<Records> = {};
  let startup: Uint8Array | undefined;
  let lastRevision = 0;
  return {
    get lastRevision() {
      return lastRevision;
    },
    append: async (entry, more) => {
      journal.set(entry.revision, entry);
      lastRevision = entry.revision;
      records = { ...records, ...more };
    },
    *entries(after) {
      for (const entry of journal.values()) if (entry.revision > after) yield entry;
    },
    entry: (revision) => journal.get(revision),
    snapshot: (): Snapshot | undefined => undefined,
    writeSnapshot: async () => undefined,
    record: (name) => records[name],
    writeRecords: async (more) => {
      records = { ...records, ...more };
    },
    startupDocument: () => startup,
    writeStartupDocument: async (json, timeMs) => {
      startup = json;
      records = { ...records, startup: { document: true, timeMs } };
    },
    copyTo: async () => undefined,
    close: async () => undefined,
  };
}
