/** The dynamic datastore as the controller writes it: in this process, or over RESTCONF. */

import type { EntryChange, EntryId } from "../entry.js";

export interface DatastoreWriter {
  /** The entries that are there. Rejects when the datastore cannot be reached. */
  entries(): Promise<ReadonlySet<EntryId>>;
  /** One edit: all of it or nothing. Rejects with WriteRefused, or with something else when nobody knows. */
  write(changes: readonly EntryChange[]): Promise<void>;
  close(): void;
}

/** The datastore, or VPP, will not have the edit. */
export class WriteRefused extends Error {
  override readonly name = "WriteRefused";

  /** @param entry the entry at fault, where that is told */
  constructor(
    message: string,
    readonly entry: EntryId | undefined,
  ) {
    super(message);
  }
}
